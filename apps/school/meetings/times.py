"""Arithmetic of times: wall times of a zone become moments, free hours are added, taken away and compared. Pure.

Moments are kept in UTC, so that lengths are true on the days when the clocks change; wall times are read in the zone
of the school, so that «14:00» stays «14:00» on both sides of a change.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import NamedTuple

import holidays

DAY = datetime.timedelta(days=1)
SLOT_STEP = datetime.timedelta(minutes=15)
SATURDAY = 5


class Span(NamedTuple):
    """From a moment up to, not including, another; both aware, in UTC."""

    start: datetime.datetime
    end: datetime.datetime

    def meets(self, other: Span) -> bool:
        """True when the two have time in common."""
        return self.start < other.end and other.start < self.end


class Hours(NamedTuple):
    """Wall times of one day; ``ends`` is after ``starts``."""

    starts: datetime.time
    ends: datetime.time


def moment(day: datetime.date, time: datetime.time, zone: datetime.tzinfo, *, last: bool = False) -> datetime.datetime:
    """The moment in UTC at which clocks of the zone show ``time``.

    Where they show it twice, the first moment, or the second with ``last``. Where they jump over it, the moment at
    which they would have shown it had they not been changed: an hour that does not exist is held an hour later.
    """
    there = datetime.datetime.combine(day, time.replace(fold=1 if last else 0), tzinfo=zone)
    if not last or _exists(there):
        return there.astimezone(datetime.UTC)
    return there.replace(fold=0).astimezone(datetime.UTC)


def _exists(there: datetime.datetime) -> bool:
    back = there.astimezone(datetime.UTC).astimezone(there.tzinfo)
    return back.replace(tzinfo=None) == there.replace(tzinfo=None)


def span(day: datetime.date, hours: Hours, zone: datetime.tzinfo) -> Span:
    """The hours of a day as a span."""
    return Span(moment(day, hours.starts, zone), moment(day, hours.ends, zone, last=True))


def whole_day(day: datetime.date, zone: datetime.tzinfo) -> Span:
    """A whole day of the zone: 23 or 25 hours long when the clocks change."""
    return Span(moment(day, datetime.time(), zone), moment(day + DAY, datetime.time(), zone))


def lasting(start: datetime.datetime, minutes: int) -> Span:
    """A meeting as a span."""
    begins = start.astimezone(datetime.UTC)
    return Span(begins, begins + datetime.timedelta(minutes=minutes))


# ---- sets of spans


def united(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, touching spans joined, empty ones left out."""
    found: list[Span] = []
    for each in sorted(part for part in spans if part.start < part.end):
        if found and each.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(each)
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of ``spans`` when ``taken`` is taken away."""
    left = united(spans)
    for each in united(taken):
        before = [Span(part.start, min(part.end, each.start)) for part in left]
        after = [Span(max(part.start, each.end), part.end) for part in left]
        left = united([*before, *after])
    return left


def common(sets: Sequence[Iterable[Span]]) -> list[Span]:
    """The time that lies in every set; none for no sets."""
    return reduce(_both, [united(each) for each in sets]) if sets else []


def _both(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    pairs = ((max(a.start, b.start), min(a.end, b.end)) for a in first for b in second if a.meets(b))
    return united(Span(start, end) for start, end in pairs)


def slots(spans: Iterable[Span], minutes: int, *, after: datetime.datetime, limit: int) -> list[datetime.datetime]:
    """Beginnings of meetings of so many minutes within the spans, one behind another on quarters of an hour."""
    length = datetime.timedelta(minutes=minutes)
    step = -(-length // SLOT_STEP) * SLOT_STEP
    found: list[datetime.datetime] = []
    for each in spans:
        start = each.start
        while start + length <= each.end and len(found) < limit:
            if start > after:
                found.append(start)
            start += step
    return found


# ---- days of the school


@cache
def _public_holidays() -> holidays.HolidayBase:
    """Public holidays and the days off that the Government moves; years are added as they are asked for."""
    return holidays.country_holidays("RU")


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """On which days the school works. ``closed``, ``opened``: (first, last) days of the school's own."""

    weekdays: frozenset[int]
    closed: tuple[tuple[datetime.date, datetime.date], ...] = ()
    opened: tuple[tuple[datetime.date, datetime.date], ...] = ()

    def is_open(self, day: datetime.date) -> bool:
        """The school's own days first, then public holidays and moved working Saturdays, then the days of the week."""
        if any(first <= day <= last for first, last in self.opened):
            return True
        if any(first <= day <= last for first, last in self.closed) or day in _public_holidays():
            return False
        moved = day.weekday() >= SATURDAY and bool(_public_holidays().is_working_day(day))
        return day.weekday() in self.weekdays or moved


def days(first: datetime.date, last: datetime.date, step: int = 1) -> Iterator[datetime.date]:
    """Every ``step``-th day from the first to the last, both inclusive."""
    while first <= last:
        yield first
        first += step * DAY


def series_days(
    calendar: SchoolCalendar, first: datetime.date, until: datetime.date, weeks: int
) -> tuple[list[datetime.date], list[datetime.date]]:
    """(days of the meetings, days left out because the school does not work then)."""
    wanted = list(days(first, until, 7 * weeks))
    return [day for day in wanted if calendar.is_open(day)], [day for day in wanted if not calendar.is_open(day)]


# ---- a person's hours


@dataclass(frozen=True, slots=True)
class PersonHours:
    """When a person can meet. ``weekly``: day of the week -> hours; ``free``, ``busy``: (day, hours), None: all day.

    ``is_told``: False when the person has said nothing of a usual week; then the hours of the school day stand in.
    """

    weekly: dict[int, tuple[Hours, ...]]
    free: tuple[tuple[datetime.date, Hours], ...] = ()
    busy: tuple[tuple[datetime.date, Hours | None], ...] = ()
    is_told: bool = True


USUAL = (Hours(datetime.time(8), datetime.time(18)),)
"""Stands in for a person who has told no hours."""


def free_time(
    hours: PersonHours,
    calendar: SchoolCalendar,
    first: datetime.date,
    last: datetime.date,
    zone: datetime.tzinfo,
    taken: Collection[Span] = (),
) -> list[Span]:
    """When the person can meet: the weekly hours on school days and the hours told for a day, less what is taken."""
    offered: list[Span] = []
    for day in days(first, last):
        if calendar.is_open(day):
            weekly = hours.weekly.get(day.weekday(), ()) if hours.is_told else USUAL
            offered += [span(day, each, zone) for each in weekly]
        offered += [span(day, each, zone) for on, each in hours.free if on == day]
    away = [whole_day(day, zone) if each is None else span(day, each, zone) for day, each in hours.busy]
    return without(offered, [*away, *taken])
