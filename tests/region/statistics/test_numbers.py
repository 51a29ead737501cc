"""Sums, judgements and days of a trend."""

from __future__ import annotations

import datetime

import pytest

from apps.region.statistics.rules import STALE_AFTER, Totals, is_stale, level_of, percent, points

NOW = datetime.datetime(2025, 11, 20, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 2, 50), (2, 3, 67), (0, 5, 0), (0, 0, None), (1, 8, 13)])
def test_percent_rounds_half_up(part: int, whole: int, expected: int | None) -> None:
    assert percent(part, whole) == expected


def test_totals_add_up() -> None:
    both = Totals(schools=1, novices=4, novices_covered=1) + Totals(schools=1, novices=6, novices_covered=4)
    assert (both.schools, both.novices, both.coverage, both.uncovered) == (2, 10, 50, 5)


def test_remote_pair_counts_once_over_several_schools() -> None:
    mentors_school = Totals(schools=1, pairs_active=3)
    mentees_school = Totals(schools=1, pairs_active=2, pairs_led_elsewhere=1)
    assert mentees_school.pairs == 2
    assert (mentors_school + mentees_school).pairs == 4


@pytest.mark.parametrize(
    ("coverage", "level"), [(None, "none"), (49, "poor"), (50, "fair"), (79, "fair"), (80, "good")]
)
def test_level_follows_coverage(coverage: int | None, level: str) -> None:
    assert level_of(coverage) == level


def test_silence_becomes_stale() -> None:
    assert is_stale(None, NOW)
    assert is_stale(NOW - STALE_AFTER - datetime.timedelta(seconds=1), NOW)
    assert not is_stale(NOW - STALE_AFTER, NOW)


def test_year_of_a_trend_is_month_ends() -> None:
    days = points("year", datetime.date(2025, 3, 15))
    assert len(days) == 12
    assert days[-2:] == [datetime.date(2025, 2, 28), datetime.date(2025, 3, 15)]
    assert days[0] == datetime.date(2024, 4, 30)


def test_month_of_a_trend_ends_today() -> None:
    days = points("month", datetime.date(2025, 3, 15))
    assert days[0] == datetime.date(2025, 2, 13)
    assert days[-1] == datetime.date(2025, 3, 15)
