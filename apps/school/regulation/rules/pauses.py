"""What a pause takes off what is due: a pair that stood still is not behind for that time. Nothing is read here."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence

from ..values.dates import add_months
from .labour import is_working_day

Span = tuple[datetime.date, datetime.date]
"""First and last day of a pause, both counted."""

DAY = datetime.timedelta(days=1)


def _days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def is_away(away: Sequence[Span], day: datetime.date) -> bool:
    """True when the pair stands still on a day."""
    return any(first <= day <= last for first, last in away)


def days_away(away: Sequence[Span], first: datetime.date, last: datetime.date) -> int:
    """Calendar days between two days (both counted) on which the pair stood still; overlapping pauses count once."""
    return len({day for start, end in away for day in _days(max(start, first), min(end, last))})


def days_at_work(away: Sequence[Span], after: datetime.date, until: datetime.date) -> int:
    """Days that have passed since ``after`` (not counted) up to ``until``, without those of pauses."""
    return max((until - after).days, 0) - days_away(away, after + DAY, until)


def share_passed(away: Sequence[Span], starts_on: datetime.date, ends_on: datetime.date, day: datetime.date) -> int:
    """How much of the term without its pauses has passed on a day, in percent."""
    whole = max(days_at_work(away, starts_on, ends_on), 1)
    passed = days_at_work(away, starts_on, min(day, ends_on))
    return min(max(passed, 0) * 100 // whole, 100)


def needed_in_month(needed: int, month: datetime.date, away: Sequence[Span]) -> int:
    """How many of ``needed`` a month the school days without a pause leave to be done; a half counts for the pair.

    ``month``: its first day. With one a month nothing is wanted of a month of which the pair worked half or less.
    """
    school_days = [day for day in _days(month, add_months(month, 1) - DAY) if is_working_day(day)]
    missed = sum(is_away(away, day) for day in school_days)
    if not missed:
        return needed
    # Of halves the smaller number: ceil(x - 1/2), in whole numbers so that no rounding error decides.
    doubled = 2 * needed * (len(school_days) - missed)
    return max(math.ceil((doubled - len(school_days)) / (2 * len(school_days))), 0)
