"""Numbers of schools added up, compared and judged. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from typing import Self

STALE_AFTER = datetime.timedelta(hours=26)
"""A school reports on every change and at least once a day; two hours are left for the nightly round."""

GOOD_COVERAGE = 80
FAIR_COVERAGE = 50


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over schools. The names are those of ``IndicatorSnapshot``; ``schools``: how many have reported."""

    schools: int = 0
    pedagogues: int = 0
    novices: int = 0
    novices_covered: int = 0
    mentors: int = 0
    mentees: int = 0
    pairs_active: int = 0
    pairs_led_elsewhere: int = 0
    programmes_running: int = 0
    programmes_completed: int = 0
    programmes_ended: int = 0
    satisfied_answers: int = 0
    satisfaction_answers: int = 0

    def __add__(self, other: Self) -> Totals:
        return Totals(
            **{item.name: getattr(self, item.name) + getattr(other, item.name) for item in fields(Totals)},
        )

    @property
    def coverage(self) -> int | None:
        """R5: novices (0-3 years) who have a mentor, per cent of all; None where there are no novices."""
        return percent(self.novices_covered, self.novices)

    @property
    def pairs(self) -> int:
        """R7. Over several schools a remote pair counts once, in the mentor's; a school counts all of its own."""
        return self.pairs_active - self.pairs_led_elsewhere if self.schools > 1 else self.pairs_active

    @property
    def uncovered(self) -> int:
        """Novices without a mentor."""
        return max(0, self.novices - self.novices_covered)

    @property
    def satisfaction(self) -> int | None:
        """R10: answers of 8 or more, per cent of all answers; None where nobody has answered."""
        return percent(self.satisfied_answers, self.satisfaction_answers)


SUMMED = tuple(item.name for item in fields(Totals) if item.name != "schools")


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def level_of(coverage: int | None) -> str:
    """How good a coverage is: "good", "fair", "poor", or "none" without novices."""
    if coverage is None:
        return "none"
    return "good" if coverage >= GOOD_COVERAGE else "fair" if coverage >= FAIR_COVERAGE else "poor"


def is_stale(taken_at: datetime.datetime | None, at: datetime.datetime) -> bool:
    """True when a school has not been heard of for longer than it should."""
    return taken_at is None or at - taken_at > STALE_AFTER


def points(period: str, on: datetime.date) -> list[datetime.date]:
    """Days of a trend, the last one ``on``: "year" means month ends, else every second day of thirty."""
    if period != "year":
        return [on - datetime.timedelta(days=back) for back in range(30, -1, -2)]
    ends: list[datetime.date] = []
    first = on.replace(day=1)
    for _month in range(11):
        end = first - datetime.timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    return [*reversed(ends), on]
