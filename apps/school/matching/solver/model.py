"""What is asked of the solver and what it answers.

A veto is an absent arc: the solver never learns why two people may not meet. Fit is counted in thousandths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .certificate import Certificate

Objective = Literal["pairs_first", "fit_first"]
PAIRS_FIRST: Objective = "pairs_first"

STAY_BONUS = 20
"""Thousandths given to who stays where the last proposal had them: most moves vanish, hardly any fit is lost."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A mentor and a mentee who may work together. ``fit``: thousandths, not negative; ``bonus``: for staying."""

    mentor: int
    mentee: int
    fit: int
    bonus: int = 0

    @property
    def points(self) -> int:
        """What the solver counts."""
        return self.fit + self.bonus

    @property
    def ends(self) -> tuple[int, int]:
        """(mentor, mentee)."""
        return self.mentor, self.mentee


@dataclass(frozen=True, slots=True)
class Problem:
    """Whom to pair with whom.

    ``places``: mentor -> how many mentees they take at most. ``mentors_each``: so many mentors or none (a collective
    structure has several). ``group_min``: a mentor takes so many mentees or none (groups). ``pins``: (mentor, mentee)
    decided by a person; each needs its arc.
    """

    places: Mapping[int, int]
    mentees: tuple[int, ...]
    arcs: tuple[Arc, ...]
    objective: Objective = PAIRS_FIRST
    mentors_each: int = 1
    group_min: int = 1
    pins: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_plain(self) -> bool:
        """True when a single flow answers it, without a search over who is left out."""
        return self.mentors_each == 1 and self.group_min <= 1


@dataclass(frozen=True, slots=True)
class Solution:
    """The best choice of arcs, sorted by mentee. ``proven``: nothing better exists; False when the search over groups
    was cut short. ``certificate``: of a plain problem, checkable without the solver."""

    chosen: tuple[Arc, ...]
    proven: bool = True
    certificate: Certificate | None = field(default=None, compare=False)

    @property
    def paired(self) -> int:
        """Mentees who get a mentor."""
        return len({arc.mentee for arc in self.chosen})

    @property
    def fit(self) -> int:
        """Total fit in thousandths, without bonuses."""
        return sum(arc.fit for arc in self.chosen)

    @property
    def points(self) -> int:
        """Total with bonuses: what was made the greatest."""
        return sum(arc.points for arc in self.chosen)

    @property
    def ends(self) -> frozenset[tuple[int, int]]:
        """All (mentor, mentee)."""
        return frozenset(arc.ends for arc in self.chosen)

    @property
    def load(self) -> Counter[int]:
        """Mentor -> mentees taken."""
        return Counter(arc.mentor for arc in self.chosen)


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who is led elsewhere. None: without a mentor."""

    mentee: int
    leaves: int | None
    takes: int | None


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs to give a mentee this mentor, everybody else then placed as well as possible.

    ``pairs``: mentees who lose their mentor, negative when more get one; ``fit``: thousandths lost (negative: won);
    ``points``: the same with bonuses; ``moves``: everybody else who moves.
    """

    mentor: int
    mentee: int
    pairs: int
    fit: int
    points: int
    moves: tuple[Move, ...] = ()

    def rank_by(self, objective: Objective) -> tuple[int, int, int]:
        """The cheaper the less, by what the problem puts first."""
        first, second = (self.pairs, self.points) if objective == PAIRS_FIRST else (self.points, self.pairs)
        return first, second, self.mentor


class Impossible(Exception):
    """What persons pinned cannot be held all together."""
