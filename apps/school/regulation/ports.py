"""What the regulation needs from the rooms above and may not import: they fill these ports when the product starts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kernel.acting import Actor
from kernel.errors import Violation

from .view import RegulationView


@dataclass(frozen=True, slots=True)
class RunningPair:
    """A pair at work under an earlier version. ``obstacles``: rules of the new version that it breaks."""

    pk: int
    title: str
    url: str
    version_number: int
    obstacles: tuple[Violation, ...]

    @property
    def may_pass(self) -> bool:
        """True when nothing of the new version forbids it."""
        return not self.obstacles


class RunningPairs(Protocol):
    """What the room of pairs gives: running pairs pass under another version by an act."""

    def under_other_versions(self, view: RegulationView, on: datetime.date) -> Sequence[RunningPair]:
        """Pairs at work that a version does not rule yet, in a fixed number of queries."""

    def transfer(
        self, *, version_id: int, pairs: Sequence[int], order_no: str, order_date: datetime.date, acting: Actor
    ) -> int:
        """Put pairs under the version; how many were. Refuses all when one of them may not pass."""


_pairs: list[RunningPairs] = []


def use_running_pairs(pairs: RunningPairs) -> None:
    """Fill the port; called once, when the product starts."""
    _pairs[:] = [pairs]


def running_pairs() -> RunningPairs:
    """The room of pairs."""
    return _pairs[0]
