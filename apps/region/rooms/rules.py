"""Rules of rooms. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

ABANDONED_AFTER = datetime.timedelta(minutes=30)
"""A meeting without a sign of life for so long has ended when the last sign came."""

Provider = Literal["builtin", "external"]


class LaterVersion(Exception):
    """The notes have been changed since the version that the writer began from: the two texts are to be seen both."""


def is_abandoned(seen_at: datetime.datetime, at: datetime.datetime) -> bool:
    """True when a meeting that nobody has ended is none any more."""
    return at - seen_at > ABANDONED_AFTER


def minutes_of(stretches: Iterable[tuple[datetime.datetime, datetime.datetime]]) -> int:
    """Whole minutes of the stretches together, rounded; a moment counts as one."""
    seconds = sum((left - came).total_seconds() for came, left in stretches)
    return max(1, round(seconds / 60))


def is_polite(own: str, other: str) -> bool:
    """Who of two connections gives way when both offer at once: decided here, so both are told the same."""
    return own > other
