"""People of an event, its meetings, and the limits that the schools' regulations set. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.region.speed.timetable.problem import Arc, Problem
from kernel.errors import Violation

DEFAULT_MAX_MINUTES = 30

FIT_BASE = 100
FIT_PER_THEME = 200
FIT_OF_A_WISH = 300
MAX_THEMES_COUNTED = 3

MINUTES = "types.speed_max_minutes"
TYPES = "types.enabled"
SPEED_TYPES = frozenset({"speed", "flash_speed"})
OWN_TYPES = {
    "speed": SPEED_TYPES,
    "standard": frozenset({"flash_standard"}),
    "sequential": frozenset({"flash_sequential"}),
    "group": frozenset({"flash_group"}),
}
"""Format -> types of mentoring that name it. Where a regulation knows none of them, its «speed» (a single meeting)
covers the format, with the limit of a speed meeting."""


MOST_ROUNDS_OF_A_SERIES = 5
"""A series is held weekly during a month (domain: co-58, section 9)."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who signed up. ``themes``: lower-case words; ``absent``: rounds missed; ``wanted``, ``avoided``: ids."""

    id: int
    school_id: int
    themes: frozenset[str] = frozenset()
    absent: frozenset[int] = frozenset()
    wanted: frozenset[int] = frozenset()
    avoided: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """How an event is held. ``seats``: mentees of a mentor in one round."""

    format: str
    rounds: int
    seats: int
    minutes: int


def barred(mentor: Guest, mentee: Guest, *, exclude_own_school: bool) -> str:
    """Why two people may not meet: "own_school", "avoided" or nothing."""
    if exclude_own_school and mentor.school_id == mentee.school_id:
        return "own_school"
    return "avoided" if mentor.id in mentee.avoided or mentee.id in mentor.avoided else ""


def fit_of(mentor: Guest, mentee: Guest) -> int:
    """Thousandths: a base, more for each theme in common (at most three count), more where one wished for the other."""
    themes = min(len(mentor.themes & mentee.themes), MAX_THEMES_COUNTED)
    wished = mentor.id in mentee.wanted or mentee.id in mentor.wanted
    return FIT_BASE + FIT_PER_THEME * themes + (FIT_OF_A_WISH if wished else 0)


def evening_of(
    mentors: Sequence[Guest], mentees: Sequence[Guest], *, rounds: int, exclude_own_school: bool, seats: int = 1
) -> Problem:
    """What is asked of the timetable: who may meet whom, and how well they fit."""
    return Problem(
        rounds=rounds,
        mentors=tuple(mentor.id for mentor in mentors),
        mentees=tuple(mentee.id for mentee in mentees),
        arcs=tuple(
            Arc(mentor.id, mentee.id, fit_of(mentor, mentee))
            for mentor in mentors
            for mentee in mentees
            if not barred(mentor, mentee, exclude_own_school=exclude_own_school)
        ),
        seats=seats,
        absent={guest.id: guest.absent for guest in (*mentors, *mentees) if guest.absent},
    )


def digest_of(problem: Problem) -> str:
    """Tells whether a timetable was computed from this very problem."""
    parts = (
        problem.rounds,
        problem.seats,
        sorted(problem.mentors),
        sorted(problem.mentees),
        sorted((arc.mentor, arc.mentee, arc.fit) for arc in problem.arcs),
        sorted((person, sorted(rounds)) for person, rounds in problem.absent.items()),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


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


def event_allowed(conditions: Sequence[SchoolCondition], shape: Shape) -> list[Violation]:
    """Every school's regulation must allow the event: its minutes and the type itself. The strictest wins.

    The limit of a speed meeting holds for the speed format, and for another one in schools that know it only as speed
    mentoring.
    """
    found: list[Violation] = []
    for condition in conditions:
        own = bool(condition.types & OWN_TYPES[shape.format])
        if shape.minutes > condition.max_minutes and (shape.format == "speed" or not own):
            found.append(_too_long(condition, shape.minutes))
        if condition.types and not own and not condition.types & SPEED_TYPES:
            found.append(_not_provided_for(condition))
    return found


def _too_long(condition: SchoolCondition, minutes: int) -> Violation:
    return Violation(
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


def _not_provided_for(condition: SchoolCondition) -> Violation:
    return Violation(
        parameter=TYPES,
        code="speed_not_enabled",
        message=_("%(school)s: its regulation does not provide for speed mentoring.") % {"school": condition.school},
        clause=condition.types_clause or _("regional default"),
        origin="school",
        actual="speed",
    )


def faults_of_shape(shape: Shape) -> list[dict[str, str]]:
    """What does not go with the format, by field: {"place", "message"}."""
    found: list[dict[str, str]] = []
    if shape.format == "standard" and shape.rounds != 1:
        found.append({"place": "rounds", "message": _("A standard session is one meeting: one round.")})
    if shape.format == "sequential" and not 2 <= shape.rounds <= MOST_ROUNDS_OF_A_SERIES:
        message = _("A series is held weekly during a month: 2 to %(most)s rounds.") % {"most": MOST_ROUNDS_OF_A_SERIES}
        found.append({"place": "rounds", "message": message})
    if shape.format == "group" and shape.seats < 2:
        found.append({"place": "seats", "message": _("A group is two mentees or more.")})
    if shape.format != "group" and shape.seats != 1:
        found.append({"place": "seats", "message": _("Only in a group does a mentor meet several at once.")})
    return found
