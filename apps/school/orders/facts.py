"""Facts that acts of every kind are made of: a person, and the school's act that an order rests on. Plain JSON."""

from __future__ import annotations

from typing import Any

from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView

Facts = dict[str, Any]


def person_facts(person: Person, **more: Any) -> Facts:
    """What an act says of a person, in the words that stand in the person's card now."""
    return {
        "id": person.pk,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "patronymic": person.patronymic,
        "sex": person.sex,
        "kind": person.kind,
        "position": person.position,
        "department": person.department,
        "organisation": person.organisation,
        "extra_duties_on": "",
        **more,
    }


def regulation_facts(view: RegulationView, key: str) -> Facts:
    """The school's act with the clause of the parameter ``key`` (none where the act is silent)."""
    rule, approved = view.rule(key), view.value("act.approved") or {}
    return {
        "title": view.title,
        "clause": rule.clause if rule.is_set else "",
        "order_no": approved.get("order_no") or "",
        "order_date": approved.get("order_date") or "",
    }


def russian_word(view: RegulationView, dictionary: str, code: str) -> str:
    """The school's own word for a code, else the catalogue's Russian one (an act is never in English)."""
    own = view.words.get((dictionary, code))
    if own is not None:
        return own.singular
    known = catalogue().dictionaries[dictionary].get(code)
    return known.title.ru if known else code
