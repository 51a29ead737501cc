"""When something may go out: digests and quiet hours, by the clock on the school's wall. Pure.

Wall times are turned into moments by the zone's rules of that very day: a time that a clock change leaves out is
reached when the clock jumps past it, of one that comes twice the first is meant that lies ahead.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from .kinds import Frequency

LONGEST_DAYS = 15
"""So far ahead the end of a quiet time is looked for: a week of quiet days, and the hours around them."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours (over midnight when ``start`` is later than ``end``) and whole days, 0 Monday - 6 Sunday, of silence."""

    start: datetime.time | None = None
    end: datetime.time | None = None
    days: frozenset[int] = field(default_factory=frozenset)

    def covers(self, local: datetime.datetime) -> bool:
        """True when the wall clock shows a quiet time. Seven quiet days of a week are none: nothing would ever go."""
        if len(self.days) < 7 and local.weekday() in self.days:
            return True
        if self.start is None or self.end is None or self.start == self.end:
            return False
        time = local.time().replace(fold=0)
        if self.start < self.end:
            return self.start <= time < self.end
        return time >= self.start or time < self.end


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A person's times: the hour and the weekday of digests, and silence."""

    hour: int = 8
    weekday: int = 0
    quiet: Quiet = field(default_factory=Quiet)


def moments(day: datetime.date, time: datetime.time, zone: datetime.tzinfo) -> list[datetime.datetime]:
    """The moments (UTC, one or two) at which the wall clock shows the time on that day; of a skipped one the jump."""
    found = set()
    for fold in (0, 1):
        wall = datetime.datetime.combine(day, time.replace(fold=fold), zone)
        found.add(wall.astimezone(datetime.UTC))
    first, last = min(found), max(found)
    shown = first.astimezone(zone)
    if first != last and shown.time().replace(fold=0) != time:
        # The time is left out that day. By the rule before the jump it comes after it, by the one after it before.
        return [_jump(first, last, zone)]
    return sorted(found)


def _jump(before: datetime.datetime, after: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """The moment between two others at which the zone's offset changes, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > datetime.timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _ahead(moment: datetime.datetime, time: datetime.time, zone: datetime.tzinfo) -> Iterator[datetime.datetime]:
    """Moments after ``moment`` at which the wall clock shows the time, in order."""
    day = moment.astimezone(zone).date()
    for number in range(LONGEST_DAYS):
        for found in moments(day + datetime.timedelta(days=number), time, zone):
            if found > moment:
                yield found


def undisturbed(moment: datetime.datetime, quiet: Quiet, zone: datetime.tzinfo) -> datetime.datetime:
    """``moment`` itself, or the end of the silence that it falls into."""
    if not quiet.covers(moment.astimezone(zone)):
        return moment
    ends = set(_ahead(moment, datetime.time(0), zone))
    if quiet.end is not None:
        ends.update(_ahead(moment, quiet.end, zone))
    return next(found for found in sorted(ends) if not quiet.covers(found.astimezone(zone)))


def next_digest(
    moment: datetime.datetime, frequency: Frequency, rhythm: Rhythm, zone: datetime.tzinfo
) -> datetime.datetime:
    """The first moment after ``moment`` for a digest of this frequency, silence not yet regarded."""
    for found in _ahead(moment, datetime.time(rhythm.hour), zone):
        if frequency != Frequency.WEEKLY or found.astimezone(zone).weekday() == rhythm.weekday:
            return found
    raise AssertionError("every week has each weekday")


def due(
    moment: datetime.datetime, frequency: Frequency, rhythm: Rhythm, zone: datetime.tzinfo, *, urgent: bool = False
) -> datetime.datetime | None:
    """When a message told at ``moment`` may go out; None for never. What is urgent goes at once, unless never."""
    if frequency == Frequency.NEVER:
        return None
    if urgent:
        return moment
    if frequency != Frequency.AT_ONCE:
        moment = next_digest(moment, frequency, rhythm, zone)
    return undisturbed(moment, rhythm.quiet, zone)
