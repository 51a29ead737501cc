"""Hours of a week in which somebody can meet, on the clock of the own school. Pure."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR

DAY_HOURS = 24
WEEK_HOURS = 7 * DAY_HOURS
HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The same hours on some days of the week. ``days``: 1 is Monday; whole hours, ``begins`` before ``ends``."""

    days: tuple[int, ...]
    begins: int
    ends: int

    def as_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {"days": list(self.days), "from": self.begins, "to": self.ends}

    def __str__(self) -> str:
        days = ", ".join(str(WEEKDAYS_ABBR[day - 1]) for day in self.days)
        return f"{days} {self.begins:02}:00–{self.ends:02}:00"


def weekly_of(kept: Mapping[str, Any]) -> Weekly | None:
    """From what is kept; None where nothing was said."""
    if not kept.get("days"):
        return None
    return Weekly(tuple(sorted(int(day) for day in kept["days"])), int(kept["from"]), int(kept["to"]))


def hours_of(times: Weekly, zone: str, at: datetime.datetime) -> frozenset[int]:
    """Hours of the week by UTC (0: Monday, midnight), with the zone's offset at a moment; parts of hours are cut."""
    offset = at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or datetime.timedelta()
    shift = offset // HOUR
    local = ((day - 1) * DAY_HOURS + hour for day in times.days for hour in range(times.begins, times.ends))
    return frozenset((hour - shift) % WEEK_HOURS for hour in local)


def common_words(hours: Collection[int], zone: str, at: datetime.datetime) -> str:
    """UTC hours of the week in words, on the clock of a zone: «пн 15:00–17:00, ср 15:00–16:00»."""
    offset = at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or datetime.timedelta()
    local = sorted((hour + offset // HOUR) % WEEK_HOURS for hour in hours)
    runs: list[tuple[int, int]] = []
    for hour in local:
        if runs and runs[-1][1] == hour and hour % DAY_HOURS:
            runs[-1] = (runs[-1][0], hour + 1)
        else:
            runs.append((hour, hour + 1))
    return ", ".join(
        f"{WEEKDAYS_ABBR[begin // DAY_HOURS]} {begin % DAY_HOURS:02}:00–{(end - 1) % DAY_HOURS + 1:02}:00"
        for begin, end in runs
    )
