"""People of an event, its meetings, and the limits that the schools' regulations set. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.region.speed.timetable.problem import Arc, Problem
from kernel.errors import Violation

DEFAULT_MAX_MINUTES = 30

FIT_BASE = 100
FIT_PER_THEME = 200
MAX_THEMES_COUNTED = 3

MINUTES = "types.speed_max_minutes"
TYPES = "types.enabled"
SPEED_TYPES = frozenset({"speed", "flash_speed"})


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who signed up. ``themes``: lower-case words."""

    id: int
    school_id: int
    themes: frozenset[str] = frozenset()


def fit_of(mentor: Guest, mentee: Guest) -> int:
    """Thousandths: a base, more for each theme in common (at most three count)."""
    return FIT_BASE + FIT_PER_THEME * min(len(mentor.themes & mentee.themes), MAX_THEMES_COUNTED)


def evening_of(mentors: Sequence[Guest], mentees: Sequence[Guest], *, rounds: int, exclude_own_school: bool) -> Problem:
    """What is asked of the timetable: who may meet whom, and how well they fit."""
    return Problem(
        rounds=rounds,
        mentors=tuple(mentor.id for mentor in mentors),
        mentees=tuple(mentee.id for mentee in mentees),
        arcs=tuple(
            Arc(mentor.id, mentee.id, fit_of(mentor, mentee))
            for mentor in mentors
            for mentee in mentees
            if not (exclude_own_school and mentor.school_id == mentee.school_id)
        ),
    )


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
