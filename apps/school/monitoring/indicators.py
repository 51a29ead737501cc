"""A school's indicators, codes R2-R7 and R10 of the regional set (domain.md B.5). Counts only, never persons."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_COUNTS: Mapping[str, int] = MappingProxyType({})
NOVICE_YEARS = 3  # R5: «стаж 0-3 года»: three years have not passed, or are just full
SATISFIED_FROM = 8  # R10: satisfied means 8 or more of 10


@dataclass(frozen=True, slots=True)
class RemoteShare:
    """This school's part in pairs with other schools; the exchange knows it, liaison hands it in.

    ``mentor_cards``/``mentee_cards``: ids of this school's cards in running remote pairs; ``pairs_by_form``: running
    remote pairs by form code.
    """

    mentor_cards: frozenset[int] = frozenset()
    mentee_cards: frozenset[int] = frozenset()
    pairs_by_form: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)


NONE = RemoteShare()


@dataclass(frozen=True, slots=True)
class Indicators:
    """The numbers of one school on one day.

    R2 ``pedagogues``: employees on the staff; ``novices``: those of them with 0-3 years of pedagogical work;
    ``experience_unknown``: employees whose experience the school has not entered (they are no novices).
    R3 ``mentors``: distinct persons who mentor in running pairs, by kind of person. R4 ``mentees`` likewise.
    R5 ``novices_covered``: novices who are mentees of a running pair. R6 ``programmes`` by state, ``ended_by_ground``.
    R7 ``pairs``: (form, type) -> running pairs and groups; remote ones have the type ``virtual``.
    R10 ``satisfied`` of ``answers`` by side.
    """

    on: datetime.date
    pedagogues: int
    novices: int
    novices_covered: int
    experience_unknown: int
    mentors: Mapping[str, int]
    mentees: Mapping[str, int]
    programmes: Mapping[str, int]
    approved: int
    ended_by_ground: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    remote_pairs: int
    satisfied: Mapping[str, int]
    answers: Mapping[str, int]

    @property
    def mentor_count(self) -> int:
        """R3 in all."""
        return sum(self.mentors.values())

    @property
    def mentee_count(self) -> int:
        """R4 in all."""
        return sum(self.mentees.values())

    @property
    def pair_count(self) -> int:
        """R7 in all, remote pairs among them."""
        return sum(self.pairs.values())

    @property
    def coverage(self) -> float | None:
        """R5: 100 * covered novices / novices, one decimal; None when there are no novices."""
        return percent(self.novices_covered, self.novices)

    def satisfaction(self, side: str) -> float | None:
        """R10: share of answers of 8 and more on one side; None without answers."""
        return percent(self.satisfied.get(side, 0), self.answers.get(side, 0))

    def as_dict(self) -> dict[str, Any]:
        """Plain values by indicator code, for storing and sending."""
        by_form: dict[str, dict[str, int]] = {}
        for (form, kind), count in sorted(self.pairs.items()):
            by_form.setdefault(form, {})[kind] = count
        return {
            "R2": {
                "pedagogues": self.pedagogues,
                "novices": self.novices,
                "experience_unknown": self.experience_unknown,
            },
            "R3": {"total": self.mentor_count, **dict(sorted(self.mentors.items()))},
            "R4": {"total": self.mentee_count, **dict(sorted(self.mentees.items()))},
            "R5": {"covered": self.novices_covered, "of": self.novices, "percent": self.coverage},
            "R6": {
                "approved": self.approved,
                **dict(sorted(self.programmes.items())),
                "ended_by_ground": dict(sorted(self.ended_by_ground.items())),
            },
            "R7": {"total": self.pair_count, "remote": self.remote_pairs, "by_form": by_form},
            "R10": {
                side: {
                    "satisfied": self.satisfied.get(side, 0),
                    "answers": self.answers.get(side, 0),
                    "percent": self.satisfaction(side),
                }
                for side in ("mentor", "mentee")
            },
        }


def percent(part: int, whole: int) -> float | None:
    """100 * part / whole with one decimal; None for nothing of nothing."""
    return round(100 * part / whole, 1) if whole else None


FORMULAS: Mapping[str, str | Promise] = {
    "R2": _("Employees on the staff list on that day; novices: 0–3 years of pedagogical work."),
    "R3": _("Distinct people who mentor in a running pair or group, pairs with other schools included."),
    "R4": _("Distinct people who are mentored in a running pair or group, pairs with other schools included."),
    "R5": _("100 × novices with a mentor ÷ novices."),
    "R6": _("Programmes by state; those ended early by ground."),
    "R7": _("Running pairs and groups by form and type; pairs with other schools count as virtual."),
    "R10": _("100 × answers of 8 and more ÷ all answers (scale 1–10)."),
}
