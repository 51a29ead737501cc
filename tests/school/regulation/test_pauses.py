"""What pauses take off what is due: pure."""

from __future__ import annotations

import datetime

import pytest

from apps.school.regulation.rules import pauses, programme, visits
from tests.school.regulation.acts import school

D = datetime.date

SEPTEMBER = D(2026, 9, 1)  # 22 school days


@pytest.mark.parametrize(
    ("away", "days"),
    [
        ([], 0),
        ([(D(2026, 9, 1), D(2026, 9, 1))], 1),
        ([(D(2026, 8, 1), D(2026, 9, 3))], 3),
        ([(D(2026, 9, 1), D(2026, 9, 5)), (D(2026, 9, 4), D(2026, 9, 6))], 6),
        ([(D(2026, 10, 1), D(2026, 10, 5))], 0),
    ],
)
def test_days_of_pauses_count_once_and_only_within_the_span(away: list[pauses.Span], days: int) -> None:
    assert pauses.days_away(away, D(2026, 9, 1), D(2026, 9, 30)) == days


def test_silence_is_counted_without_pauses() -> None:
    away = [(D(2026, 9, 5), D(2026, 9, 14))]
    assert pauses.days_at_work([], D(2026, 9, 1), D(2026, 9, 21)) == 20
    assert pauses.days_at_work(away, D(2026, 9, 1), D(2026, 9, 21)) == 10
    assert pauses.days_at_work(away, D(2026, 9, 30), D(2026, 9, 1)) == 0


def test_the_term_stands_still_during_a_pause() -> None:
    start, end, away = D(2026, 9, 1), D(2026, 9, 21), [(D(2026, 9, 7), D(2026, 9, 16))]
    assert pauses.share_passed([], start, end, D(2026, 9, 11)) == 50
    assert [pauses.share_passed(away, start, end, D(2026, 9, day)) for day in (6, 11, 16, 21, 30)] == [
        50,
        50,
        50,
        100,
        100,
    ]
    assert pauses.share_passed(away, start, end, D(2026, 8, 1)) == 0


@pytest.mark.parametrize(
    ("needed", "last", "left"),
    [
        (1, D(2026, 9, 14), 1),  # 10 of 22 school days away
        (1, D(2026, 9, 15), 0),  # half of them: in favour of the pair
        (1, D(2026, 9, 30), 0),
        (2, D(2026, 9, 7), 2),  # 5 away
        (2, D(2026, 9, 9), 1),  # 7 away: 1.36
        (2, D(2026, 9, 30), 0),
        (4, D(2026, 9, 15), 2),
    ],
)
def test_a_month_wants_visits_for_the_days_at_work(needed: int, last: D, left: int) -> None:
    assert pauses.needed_in_month(needed, SEPTEMBER, [(D(2026, 9, 1), last)]) == left


def test_paused_months_lack_no_visits() -> None:
    """programme.lesson_visits"""
    view = school("co-58", programme__lesson_visits=2)
    term = (D(2026, 9, 1), D(2026, 11, 30))
    away = [(D(2026, 9, 20), D(2026, 11, 10))]
    assert list(programme.short_months(view, *term, {}, ())) == [D(2026, 9, 1), D(2026, 10, 1), D(2026, 11, 1)]
    assert programme.short_months(view, *term, {D(2026, 9, 1): 1, D(2026, 11, 1): 1}, (), away) == {}
    assert visits.month_of_visits(view, D(2026, 10, 5), done=0, planned=0, away=away).needed == 0
