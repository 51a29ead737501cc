"""What the fit is made of, how much each part weighs, and what people said of when and where they can work.

The parts of ``BASE`` make up 100 points in the proportion of their weights; each of ``MORE`` moves the score by its own
weight, up where it speaks for the two, down where it speaks against them. Weights and conditions are kept by a room
above, which takes the place of ``FitDesk`` (``use_fit_desk``); without one the usual weights hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.errors import Violation

BASE: Mapping[str, int] = MappingProxyType(
    {"subject": 25, "competence": 30, "experience": 15, "free": 10, "trained": 10, "grade": 10}
)
MORE: Mapping[str, int] = MappingProxyType({"wishes": 10, "past": 15, "mode": 5, "schedule": 5, "place": 5})
USUAL: Mapping[str, int] = MappingProxyType({**BASE, **MORE})

PART_TITLES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "subject": _("Subject"),
        "competence": _("Competencies against request and deficits"),
        "experience": _("Teaching experience"),
        "free": _("Free places"),
        "trained": _("Training as a mentor"),
        "grade": _("Grade"),
        "wishes": _("Mutual wishes after the group meeting"),
        "past": _("Earlier work together or a refusal"),
        "mode": _("Mode of meetings"),
        "schedule": _("Free time in common"),
        "place": _("Place of work"),
    }
)

TIMES: tuple[str, ...] = tuple(f"{day}{half}" for day in range(1, 7) for half in ("am", "pm"))
"""Halves of the days from Monday to Saturday."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Part -> weight, not negative; a part that is not named weighs as usual."""

    values: Mapping[str, int] = field(default_factory=lambda: USUAL)

    def of(self, part: str) -> int:
        """The weight of a part."""
        return self.values.get(part, USUAL[part])

    @property
    def base(self) -> int:
        """What the parts of ``BASE`` weigh together."""
        return sum(self.of(part) for part in BASE)


@dataclass(frozen=True, slots=True)
class Conditions:
    """When and where somebody can meet. Empty: nothing is known. ``modes``: codes of ``interaction_mode``; ``times``:
    of ``TIMES`` («1am»: Monday before noon); ``place``: a building, in plain words."""

    modes: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    place: str = ""


NOTHING_SAID = Conditions()
Barred = Mapping[tuple[int, int], Violation]


class FitDesk(Protocol):
    """What the room above keeps. Each answers with a fixed number of queries."""

    def weights(self) -> Weights:
        """Those in force."""

    def conditions(self, person_ids: Collection[int]) -> Mapping[int, Conditions]:
        """Of people who said something."""

    def barred(self, mentor_ids: Collection[int], mentee_ids: Collection[int]) -> Barred:
        """(person of the mentor, person of the mentee) -> why the two are not brought together: declared ties."""


_desks: list[FitDesk] = []


def use_fit_desk(desk: FitDesk) -> None:
    """Take the place."""
    _desks[:] = [desk]


def weights_in_force() -> Weights:
    """The school's weights, the usual ones where it has chosen none."""
    return _desks[0].weights() if _desks else Weights()


def conditions_of(person_ids: Collection[int]) -> Mapping[int, Conditions]:
    """What people said of when and where they can work."""
    return _desks[0].conditions(person_ids) if _desks else {}


def barred_between(mentor_ids: Collection[int], mentee_ids: Collection[int]) -> Barred:
    """Whom a declared tie keeps apart."""
    return _desks[0].barred(mentor_ids, mentee_ids) if _desks else {}
