"""Names of people inside an order's facts: who is named, how each stands in every case, which forms are doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.words.grammar import Case

from .inflection import CASES, doubt_of
from .models import NameForms
from .naming import name_in

Facts = Mapping[str, Any]

CASE_TITLES: Mapping[Case, str | Promise] = {
    "gent": _("genitive (of whom?)"),
    "datv": _("dative (to whom?)"),
    "accs": _("accusative (whom?)"),
    "ablt": _("instrumental (by whom?)"),
    "loct": _("prepositional (about whom?)"),
}
DOUBTS: Mapping[str, str | Promise] = {
    "sex": _("Neither the card nor the name tells the sex: the name stays as it is."),
    "letters": _("The name is not written in Russian letters: it stays as it is."),
    "first_name": _("The first name is not in the dictionary: the rules guess."),
    "patronymic": _("The patronymic has an ending that the rules do not know: it stays as it is."),
}


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """``forms``: (case in words, full name); ``doubt``: why the rules may be wrong, empty for none."""

    person_id: int
    name: str
    forms: tuple[tuple[str | Promise, str], ...]
    doubt: str | Promise
    by_hand: bool


def people_of(facts: Any) -> Iterator[Facts]:
    """Every person that the facts name, each once, in the order of the text."""
    seen: set[int] = set()
    for person in _walk(facts):
        if person["id"] not in seen:
            seen.add(person["id"])
            yield person


def _walk(value: Any) -> Iterator[Facts]:
    if isinstance(value, Mapping):
        if _is_person(value):
            yield value
        else:
            for item in value.values():
                yield from _walk(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)


def _is_person(value: Facts) -> bool:
    return {"id", "last_name", "first_name", "patronymic", "sex"} <= value.keys()


def named_people(facts: Facts) -> list[NamedPerson]:
    """The people of an order as its text names them, the doubtful ones first."""
    found = [_named(person) for person in people_of(facts)]
    return sorted(found, key=lambda each: not each.doubt)


def _named(person: Facts) -> NamedPerson:
    by_hand = bool(person.get("forms"))
    doubt = "" if by_hand else doubt_of(person["last_name"], person["first_name"], person["patronymic"], person["sex"])
    return NamedPerson(
        person_id=person["id"],
        name=name_in(person, "nomn"),
        forms=tuple((CASE_TITLES[case], name_in(person, case)) for case in CASES),
        doubt=DOUBTS[doubt] if doubt else "",
        by_hand=by_hand,
    )


def with_forms(facts: Facts) -> dict[str, Any]:
    """The facts with what is remembered of their people's names (one query)."""
    people = {person["id"]: name_in(person, "nomn") for person in people_of(facts)}
    rows = NameForms.objects.filter(person__in=people)
    return put_forms(facts, {row.person_id: row.forms for row in rows if row.name == people[row.person_id]})


def put_forms(facts: Facts, forms: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    """A copy of the facts in which these people are written so; an empty mapping: by the rules."""
    return {name: _put(value, forms) for name, value in facts.items()}


def _put(value: Any, forms: Mapping[int, Mapping[str, str]]) -> Any:
    if isinstance(value, Mapping):
        if _is_person(value) and value["id"] in forms:
            return {**value, "forms": dict(forms[value["id"]])}
        return {name: _put(item, forms) for name, item in value.items()}
    return [_put(item, forms) for item in value] if isinstance(value, list | tuple) else value
