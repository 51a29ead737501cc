"""Pure rules of the selection: states of a candidacy, the decision of a commission, points of a rating."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from kernel.errors import Conflict

from .models import AgendaItem, Candidacy

State = Candidacy.State
Decision = AgendaItem.Decision

# step -> states it is taken from. Whatever is not here is a conflict.
STEPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "record": frozenset({State.NOMINATED, State.CONSENTED, State.RECOMMENDED}),
        "decide": frozenset({State.NOMINATED, State.CONSENTED, State.RECOMMENDED}),
        "approve": frozenset({State.NOMINATED, State.CONSENTED, State.RECOMMENDED}),
        "close": frozenset({State.NOMINATED, State.CONSENTED, State.RECOMMENDED}),
        "appoint": frozenset({State.APPROVED}),
        "take_back": frozenset({State.APPROVED}),
        "annul": frozenset({State.APPOINTED}),
    }
)


def check_step(candidacy: Candidacy, step: str) -> None:
    """``Conflict`` says the present state in words when the step does not follow from it."""
    if candidacy.state not in STEPS[step]:
        raise Conflict(
            _("This cannot be done any more: the candidacy of %(name)s is in the state “%(state)s”.")
            % {"name": candidacy.person.short_name, "state": candidacy.get_state_display()}
        )


def state_before_approval(*, recommended: bool, consents: bool) -> str:
    """Where a candidacy stands when its order came back."""
    if recommended:
        return State.RECOMMENDED
    return State.CONSENTED if consents else State.NOMINATED


def has_quorum(present: int, members: int) -> bool:
    """More than half of the commission is there."""
    return present * 2 > members


def decided(votes_for: int, votes_against: int, present: int) -> str:
    """What a vote means: more than half of those present say yes or no, else the question is postponed."""
    if votes_for * 2 > present:
        return Decision.RECOMMENDED
    if votes_against * 2 > present:
        return Decision.REJECTED
    return Decision.POSTPONED


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion as it is counted."""

    title: str
    source: str
    weight: int
    cap: int


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one mentor under one criterion. ``value``: what the source counted."""

    title: str
    value: float
    weight: int
    cap: int

    @property
    def points(self) -> int:
        """Whole points, rounded half up, not above the cap."""
        return min(math.floor(self.value * self.weight + 0.5), self.cap)

    def told(self) -> str:
        """How the points came about, for the mentor to check."""
        sums = _("%(value)s × %(weight)s = %(points)s") % {
            "value": f"{self.value:g}",
            "weight": self.weight,
            "points": math.floor(self.value * self.weight + 0.5),
        }
        return _("%(sum)s, not more than %(cap)s") % {"sum": sums, "cap": self.cap} if self.is_capped else sums

    @property
    def is_capped(self) -> bool:
        """True when the cap has taken something away."""
        return self.value * self.weight + 0.5 >= self.cap + 1


@dataclass(frozen=True, slots=True)
class Rated:
    """A mentor with all parts. ``place``: equal scores share a place («1, 2, 2, 4»)."""

    person: int
    parts: tuple[Part, ...]
    place: int = 0
    in_pool: bool = False

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(part.points for part in self.parts)


def rated(
    weights: Sequence[Weight],
    values: Mapping[int, Mapping[int, float]],
    persons: Sequence[int],
    *,
    top: int | None,
    threshold: int | None,
) -> list[Rated]:
    """The rating, the best first. ``values``: number of the criterion in ``weights`` -> person -> value.

    The pool holds those of the first ``top`` places (equal scores are not torn apart) who reach ``threshold``; somebody
    without a point is in no pool.
    """
    found = [
        Rated(
            person,
            tuple(
                Part(one.title, values.get(number, {}).get(person, 0), one.weight, one.cap)
                for number, one in enumerate(weights)
            ),
        )
        for person in persons
    ]
    scores = sorted((each.score for each in found), reverse=True)
    placed = []
    for each in sorted(found, key=lambda one: (-one.score, persons.index(one.person))):
        place = scores.index(each.score) + 1
        good = each.score > 0 and (top is None or place <= top) and (threshold is None or each.score >= threshold)
        placed.append(Rated(each.person, each.parts, place, good))
    return placed
