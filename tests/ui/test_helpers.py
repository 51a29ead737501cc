"""Small helpers of templates."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.utils import timezone, translation

from ui.templatetags.ui import date_ru, date_short, initials, money, note_kind, page_numbers


def test_date_ru_in_words() -> None:
    with translation.override("ru"):
        assert date_ru(datetime.date(2025, 11, 20)) == "20\u00a0ноября 2025\u00a0г."


def test_moment_is_shown_in_the_current_zone() -> None:
    late = datetime.datetime(2025, 11, 20, 22, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Moscow"):
        assert date_short(late) == "21.11.2025"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("12345.60"), "12\u202f345,60\u00a0₽"),
        (5000, "5\u202f000\u00a0₽"),
        (None, ""),
    ],
)
def test_money(amount: Decimal | int | None, text: str) -> None:
    assert money(amount) == text


@pytest.mark.parametrize(("name", "letters"), [("Серова Анна Петровна", "СА"), ("Anna", "A"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("page", "numbers"),
    [(1, [1, 2, None, 9]), (5, [1, None, 4, 5, 6, None, 9]), (9, [1, None, 8, 9])],
)
def test_page_numbers_leave_gaps(page: int, numbers: list[int | None]) -> None:
    assert page_numbers(Paginator(range(90), 10).page(page)) == numbers


@pytest.mark.parametrize(("level", "kind"), [("error", "danger"), ("extra success", "success"), ("", "info")])
def test_message_levels_become_kinds(level: str, kind: str) -> None:
    assert note_kind(level) == kind
