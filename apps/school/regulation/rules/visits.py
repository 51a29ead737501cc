"""Lesson visits of a month against the school days that are left of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ..values.dates import add_months
from ..view import RegulationView
from .labour import is_working_day
from .pauses import Span, needed_in_month
from .programme import VISITS

# A visit wants a day for itself and about a week to agree it: with more days left nobody is disturbed.
DAYS_FOR_A_VISIT = 3
AHEAD = 4


@dataclass(frozen=True, slots=True)
class MonthOfVisits:
    """``done``, ``planned``: visits of the month; ``days_left``: school days from today to its end, today included."""

    needed: int
    done: int
    planned: int
    days_left: int

    @property
    def missing(self) -> int:
        """Visits that are neither done nor agreed."""
        return max(self.needed - self.done - self.planned, 0)

    @property
    def is_due(self) -> bool:
        """True when it is time to agree what is missing."""
        return self.missing > 0 and self.days_left <= self.missing * DAYS_FOR_A_VISIT + AHEAD


def last_day_of(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return add_months(day.replace(day=1), 1) - datetime.timedelta(days=1)


def school_days_left(day: datetime.date, last: datetime.date) -> int:
    """School days from a day to a last one, both included: working days of a five-day week.

    Holidays of the school itself are not known here; they only make the reminder come later than it could.
    """
    days = (day + datetime.timedelta(days=n) for n in range(max((last - day).days, -1) + 1))
    return sum(is_working_day(each) for each in days)


def month_of_visits(
    view: RegulationView, day: datetime.date, *, done: int, planned: int, away: Sequence[Span] = ()
) -> MonthOfVisits:
    """How the month of a day stands under ``programme.lesson_visits``; ``away``: pauses of the pair."""
    needed = needed_in_month(int(view.value(VISITS)), day.replace(day=1), away)
    return MonthOfVisits(needed, done, planned, school_days_left(day, last_day_of(day)))
