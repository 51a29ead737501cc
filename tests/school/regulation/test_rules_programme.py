"""Rules on the work of a programme, pure: choices, directions, months of visits, the sequence of flash meetings."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from apps.school.regulation.rules import programme as rules
from tests.school.regulation.acts import school

D = datetime.date


@pytest.fixture(autouse=True)
def _russian() -> object:
    with translation.override("ru"):
        yield


def test_everything_chosen_outside_the_list_is_named_at_once() -> None:
    [violation] = rules.chosen(school("lenskaya"), "interaction.forms", ["forum", "consultation", "festival"])
    assert violation.clause == "Прил. 1, шаблон"
    assert "форум" in violation.actual
    assert "фестиваль" in violation.actual
    assert rules.chosen(school("co-58"), "interaction.forms", ["forum", "festival"]) == []


def test_full_months_lie_wholly_within_the_term() -> None:
    assert list(rules.full_months(D(2026, 9, 15), D(2026, 12, 30))) == [D(2026, 10, 1), D(2026, 11, 1)]
    assert list(rules.full_months(D(2026, 9, 1), D(2026, 9, 30))) == [D(2026, 9, 1)]
    assert list(rules.full_months(D(2026, 9, 2), D(2026, 9, 30))) == []


@pytest.mark.parametrize(("slug", "short"), [("co-58", {D(2026, 10, 1): 1}), ("lenskaya", {})])
def test_visits_are_counted_against_the_number_of_the_act(slug: str, short: dict[datetime.date, int]) -> None:
    visits = {D(2026, 9, 1): 2, D(2026, 10, 1): 1}
    found = rules.short_months(school(slug), D(2026, 9, 1), D(2026, 10, 31), visits, ())
    assert found == short
    assert rules.short_months(school(slug), D(2026, 9, 1), D(2026, 10, 31), visits, ("2026-10",)) == {}


def test_directions_without_a_row_are_named_in_the_order_of_the_act() -> None:
    """programme.plan_directions"""
    missing = rules.missing_directions(school("lenskaya"), {"professional_contests", ""})
    assert missing == ("public_activity", "public_speaking")


def at(*days: int) -> list[datetime.datetime]:
    return [datetime.datetime(2026, 9, day, 14, tzinfo=datetime.UTC) for day in days]


@pytest.mark.parametrize(
    ("days", "mentors", "broken"),
    [((7, 14, 21, 28), 2, 0), ((7, 9), 2, 1), ((7,), 1, 1), ((7, 8), 1, 2)],
)
def test_sequential_flash_is_weekly_and_of_several_mentors(days: tuple[int, ...], mentors: int, broken: int) -> None:
    view = school("co-58")
    assert len(rules.sequence(view, "flash_sequential", at(*days), mentors=mentors)) == broken
    assert rules.sequence(view, "traditional", at(*days), mentors=1) == []


def test_sequential_flash_lies_within_a_month() -> None:
    late = [*at(7), datetime.datetime(2026, 10, 12, 14, tzinfo=datetime.UTC)]
    assert len(rules.sequence(school("co-58"), "flash_sequential", late, mentors=2)) == 1


def test_school_year_begins_in_september() -> None:
    assert [rules.school_year_of(day) for day in (D(2026, 8, 31), D(2026, 9, 1), D(2027, 5, 1))] == [2025, 2026, 2026]
