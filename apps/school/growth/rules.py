"""Pure rules: what several assessors come to, what is before and what is after, which courses suit."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SELF = "self"
ENTRY = "entry"
HIDDEN_BELOW = 5  # of fewer people than this others are told no figures: the person could be guessed


def agreed_level(given: Sequence[tuple[str, int]]) -> int | None:
    """What (side, level) of several assessors come to: the median of the others, of an even number the lower middle,
    so that a deficit is not overlooked; the self-assessment counts where nobody else has measured. None without any."""
    others = [level for side, level in given if side != SELF]
    levels = others or [level for _side, level in given]
    return statistics.median_low(levels) if levels else None


@dataclass(frozen=True, slots=True)
class Point:
    """One diagnostics: its day, its kind (empty where it was written straight into the card), competency -> level."""

    day: datetime.date
    kind: str
    levels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """One competency: the level before and the newest one; ``now`` is None where it was measured once."""

    before: int
    now: int | None

    @property
    def last(self) -> int:
        """The newest level there is."""
        return self.before if self.now is None else self.now

    @property
    def change(self) -> int | None:
        """Levels won (or lost); None where there is nothing to compare."""
        return None if self.now is None else self.now - self.before


def spans(points: Sequence[Point]) -> dict[int, Span]:
    """Competency -> before and now, of points in the order of their days.

    «Before» is counted from the newest entry diagnostics that something followed, without one from the earliest point.
    """
    entries = [number for number, point in enumerate(points[:-1]) if point.kind == ENTRY]
    first: dict[int, int] = {}
    newest: dict[int, int | None] = {}
    for point in points[entries[-1] if entries else 0 :]:
        for competency, level in point.levels.items():
            if competency in first:
                newest[competency] = level
            else:
                first[competency], newest[competency] = level, None
    # What the later diagnostics left out is still known from before.
    for point in points:
        for competency, level in point.levels.items():
            first.setdefault(competency, level)
            newest.setdefault(competency, None)
    return {competency: Span(first[competency], newest[competency]) for competency in first}


@dataclass(frozen=True, slots=True)
class Figure:
    """One competency over many people. ``count``: measured twice; medians and share (of 100) are None without them."""

    count: int
    before: float | None
    after: float | None
    improved: int

    @property
    def share(self) -> float | None:
        """Of 100 people measured twice, how many stand higher."""
        return round(100 * self.improved / self.count, 1) if self.count else None


def figure(pairs: Sequence[Span]) -> Figure:
    """What the spans of many people come to; those measured once are left out."""
    twice = [(span.before, span.now) for span in pairs if span.now is not None]
    if not twice:
        return Figure(0, None, None, 0)
    before = statistics.median(first for first, _now in twice)
    after = statistics.median(now for _first, now in twice)
    return Figure(len(twice), float(before), float(after), sum(now > first for first, now in twice))


def may_be_told(count: int, *, to_office: bool) -> bool:
    """True when a figure of so many people may be shown to somebody."""
    return to_office or count >= HIDDEN_BELOW


@dataclass(frozen=True, slots=True)
class Offer:
    """A course as it is weighed: what it covers and when it is over."""

    pk: int
    covers: frozenset[int]
    ends_on: datetime.date | None


def suited(offers: Iterable[Offer], deficits: Collection[int], day: datetime.date) -> list[int]:
    """Courses that help with the deficits and are not over, those that help with most of them first."""
    wanted = set(deficits)
    found = [(len(offer.covers & wanted), offer) for offer in offers if offer.ends_on is None or offer.ends_on >= day]
    helping = [(number, offer) for number, offer in found if number]
    # Of two alike the narrower one: it spends no hours on what is no deficit.
    helping.sort(key=lambda item: (-item[0], len(item[1].covers), item[1].pk))
    return [offer.pk for _number, offer in helping]
