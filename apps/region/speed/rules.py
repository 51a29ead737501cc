"""The timetable of a speed-mentoring event, and the limits the schools' regulations set. Pure.

An assignment per round (Hungarian method, ``scipy.optimize.linear_sum_assignment``): every round is the best for
what is left. Between equals the one who has met fewest people goes first, so that nobody is left without a meeting
while others have many. A provably optimal whole (a flow and a colouring) can replace ``timetable`` without touching its
callers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from scipy.optimize import linear_sum_assignment

from kernel.errors import Violation

FIT_BASE = 100
FIT_PER_THEME = 200
MAX_THEMES_COUNTED = 3
FAIRNESS = 10_000
FORBIDDEN = -1_000_000_000
DEFAULT_MAX_MINUTES = 30

MINUTES = "types.speed_max_minutes"
TYPES = "types.enabled"
SPEED_TYPES = frozenset({"speed", "flash_speed"})


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who signed up. ``themes``: lower-case words."""

    id: int
    school_id: int
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting: round from 1, ids of the two registrations, fit 0-1000."""

    round: int
    mentor: int
    mentee: int
    fit: int


def fit_of(mentor: Guest, mentee: Guest) -> int:
    """0-1000: a base, more for each theme in common (at most three count)."""
    common = min(len(mentor.themes & mentee.themes), MAX_THEMES_COUNTED)
    return FIT_BASE + FIT_PER_THEME * common


def timetable(
    mentors: Sequence[Guest], mentees: Sequence[Guest], *, rounds: int, exclude_own_school: bool
) -> list[Slot]:
    """Meetings for all rounds: no pair twice, nobody in two places, never forbidden pairs. Deterministic.

    A mentee who has had fewer meetings wins over any difference in fit; a mentor likewise.
    """
    mentors = sorted(mentors, key=lambda guest: guest.id)
    mentees = sorted(mentees, key=lambda guest: guest.id)
    if not mentors or not mentees:
        return []
    fit = np.array([[fit_of(mentor, mentee) for mentee in mentees] for mentor in mentors], dtype=np.int64)
    free = np.array(
        [[not (exclude_own_school and a.school_id == b.school_id) for b in mentees] for a in mentors], dtype=bool
    )
    had_mentor: Counter[int] = Counter()
    had_mentee: Counter[int] = Counter()
    slots: list[Slot] = []
    for number in range(1, rounds + 1):
        fairness = np.array(
            [
                [FAIRNESS * (2 * rounds - had_mentor[i] - had_mentee[j]) for j in range(len(mentees))]
                for i in range(len(mentors))
            ],
            dtype=np.int64,
        )
        # A free pair is always worth taking, a forbidden one never: rows and columns forced into one are dropped below.
        worth = np.where(free, fit + fairness, FORBIDDEN)
        rows, columns = linear_sum_assignment(worth, maximize=True)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            if not free[i, j]:
                continue
            slots.append(Slot(number, mentors[i].id, mentees[j].id, int(fit[i, j])))
            free[i, j] = False
            had_mentor[i] += 1
            had_mentee[j] += 1
    return slots


@dataclass(frozen=True, slots=True)
class SchoolCondition:
    """What one school's regulation says of speed mentoring (as its liaison declared it)."""

    school: str
    max_minutes: int
    max_clause: str
    max_quote: str
    types: frozenset[str]
    types_clause: str
    is_own: bool


def condition_of(school: str, terms: Mapping[str, Mapping[str, object]]) -> SchoolCondition:
    """From the published terms; where a school has sent none, the regional default applies."""
    minutes = terms.get(MINUTES, {})
    types = terms.get(TYPES, {})
    value = minutes.get("value")
    enabled = types.get("value")
    return SchoolCondition(
        school=school,
        max_minutes=value if isinstance(value, int) else DEFAULT_MAX_MINUTES,
        max_clause=str(minutes.get("clause", "")),
        max_quote=str(minutes.get("quote", "")),
        types=frozenset(map(str, enabled)) if isinstance(enabled, list) else SPEED_TYPES,
        types_clause=str(types.get("clause", "")),
        is_own=minutes.get("origin") == "school",
    )


def event_allowed(conditions: Sequence[SchoolCondition], *, minutes: int) -> list[Violation]:
    """Every school's regulation must allow the event: its minutes and the type itself. The strictest wins."""
    found: list[Violation] = []
    for condition in conditions:
        if minutes > condition.max_minutes:
            found.append(
                Violation(
                    parameter=MINUTES,
                    code="speed_too_long",
                    message=_("%(school)s: a speed meeting lasts at most %(limit)s minutes, the event has %(actual)s.")
                    % {"school": condition.school, "limit": condition.max_minutes, "actual": minutes},
                    clause=condition.max_clause or _("regional default"),
                    quote=condition.max_quote,
                    origin="school" if condition.is_own else "region",
                    value=str(condition.max_minutes),
                    actual=str(minutes),
                )
            )
        if condition.types and not condition.types & SPEED_TYPES:
            found.append(
                Violation(
                    parameter=TYPES,
                    code="speed_not_enabled",
                    message=_("%(school)s: its regulation does not provide for speed mentoring.")
                    % {"school": condition.school},
                    clause=condition.types_clause or _("regional default"),
                    origin="school",
                    actual="speed",
                )
            )
    return found
