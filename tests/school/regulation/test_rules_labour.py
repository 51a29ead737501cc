"""Notice of art. 351.8 of the Labour Code by the production calendar."""

from __future__ import annotations

import datetime
from functools import partial

import pytest

from apps.school.regulation.rules import labour
from tests.school.regulation.acts import school

DAY = datetime.date


@pytest.mark.parametrize(
    ("notice", "end"),
    [
        (DAY(2026, 6, 1), DAY(2026, 6, 4)),  # Monday: three working days, then the end
        (DAY(2026, 6, 11), DAY(2026, 6, 17)),  # 12 June is a holiday, then a weekend
        (DAY(2025, 12, 29), DAY(2026, 1, 13)),  # 31 December and 9 January are days off that were moved
        (DAY(2025, 10, 30), DAY(2025, 11, 5)),  # 1 November 2025 is a working Saturday, 3 November a day off for it
    ],
)
def test_notice_counts_working_days_of_the_production_calendar(notice: datetime.date, end: datetime.date) -> None:
    assert labour.earliest_end(notice) == end


@pytest.mark.parametrize("preset", ["lenskaya", "ozono-chepetskaya", "cit"])
def test_notice_is_the_laws_whatever_the_school_says(preset: str) -> None:
    refused = partial(labour.notice_given, school(preset), ground="mentor_refusal", employee=True)
    (violation,) = refused(notice=DAY(2026, 6, 1), end=DAY(2026, 6, 3))
    assert (violation.parameter, violation.origin, violation.value) == ("resignation.route", "law", "3")
    assert "04.06.2026" in violation.message
    assert "351.8" in violation.clause
    assert refused(notice=DAY(2026, 6, 1), end=DAY(2026, 6, 4)) == []
    (silent,) = refused(notice=None, end=DAY(2026, 6, 4))
    assert silent.parameter == "resignation.route"


def test_notice_binds_employees_and_the_two_grounds_of_the_article() -> None:
    view, end = school("lenskaya"), DAY(2026, 6, 2)
    assert labour.notice_given(view, ground="mentor_refusal", notice=None, end=end, employee=False) == []
    assert labour.notice_given(view, ground="plan_completed", notice=None, end=end, employee=True) == []
