"""Facts and altered regulations shared by the tests of this room."""

from __future__ import annotations

import copy
import datetime
from dataclasses import replace
from typing import Any

from apps.school.regulation import rules
from apps.school.regulation.catalogue import preset
from apps.school.regulation.view import RegulationView, SetValue, view_of

AUTUMN = datetime.date(2025, 10, 1)
SPRING = datetime.date(2026, 5, 31)


def school(slug: str, **values: Any) -> RegulationView:
    """The regulation of a preset; keyword ``a__b=value`` sets ``a.b`` with the clause «п. 99»."""
    view = view_of(preset(slug))
    changed = {key.replace("__", "."): SetValue(value, "п. 99", "по новой редакции") for key, value in values.items()}
    return replace(view, settings={**view.settings, **changed})


def document(slug: str = "lenskaya") -> dict[str, Any]:
    """A fresh copy of a preset to break."""
    return copy.deepcopy(preset(slug))


def mentor(*categories: str, now: int = 0, agrees: bool = False) -> rules.MentorFacts:
    return rules.MentorFacts("Наставник", frozenset(categories or ("pedagogue",)), now, agrees)


def mentee(*categories: str, born: datetime.date | None = None, agrees: bool = False) -> rules.MenteeFacts:
    return rules.MenteeFacts("Наставляемый", frozenset(categories or ("young_pedagogue",)), born, agrees)


def pair(**changes: Any) -> rules.PairFacts:
    """An individual pair of pedagogues for eight months."""
    facts = rules.PairFacts(
        forms=("pedagogue_pedagogue",),
        types=("traditional",),
        structure="one_to_one",
        on=AUTUMN,
        start=AUTUMN,
        end=SPRING,
        mentors=(mentor(),),
        mentees=(mentee(),),
    )
    return replace(facts, **changes)


def participant(role: Any = "mentor", **changes: Any) -> rules.ParticipantFacts:
    return replace(rules.ParticipantFacts(role, "Участник", extra_duties=True, participation=True), **changes)


def order(*participants: rules.ParticipantFacts, **changes: Any) -> rules.OrderFacts:
    people = participants or (participant("mentor"), participant("mentee"))
    return replace(rules.OrderFacts("order", AUTUMN, people), **changes)
