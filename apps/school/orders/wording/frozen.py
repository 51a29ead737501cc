"""What is stored with the signature: requisites and text, so that a later wording never changes a signed act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.words.present import speaking
from tenants.isolation.context import require_school

from ..models import Order, OrderTemplate
from ..names import people_of
from ..naming import name_in, post_in, short_in
from .phrases import date_in_words
from .registry import compose

HEAD = "Руководитель образовательной организации"


def frozen_act(order: Order) -> dict[str, Any]:
    """What the documents are made of: requisites and text, plain JSON. Read before and stored with the signature.

    The text is in the words of the regulation in force.
    """
    words = regulation.words_in_force()
    with speaking(words.say if words else None):
        text = asdict(compose(order))
    signer = Person.objects.filter(account_id=order.signed_by).first() if order.signed_by else None
    position = signer.position if signer is not None else ""
    return {
        "institution": require_school().name,
        "number": order.number,
        "dated": order.dated.isoformat() if order.dated else "",
        "date_in_words": date_in_words(order.dated) if order.dated else "",
        "signer_position": position or HEAD,
        "signer_name": initials_first(signer) if signer is not None else order.signer_name,
        "text": text,
        "people": [_person(person) for person in people_of(order.facts)],
        "template": current_template(order.kind),
    }


def current_template(kind: str) -> int | None:
    """The school's own template of a kind of order, None for the product's."""
    return OrderTemplate.objects.filter(kind=kind, is_current=True).values_list("pk", flat=True).first()


def _person(person: Mapping[str, Any]) -> dict[str, str]:
    """Somebody whom the act names, in all cases: what the school's own templates say of people."""
    return {
        "name": name_in(person, "nomn"),
        "genitive": name_in(person, "gent"),
        "dative": name_in(person, "datv"),
        "accusative": name_in(person, "accs"),
        "instrumental": name_in(person, "ablt"),
        "prepositional": name_in(person, "loct"),
        "short": short_in(person, "nomn"),
        "position": post_in(person, "nomn"),
    }


def initials_first(person: Person) -> str:
    """«А. П. Берёзова», as under an act."""
    initials = " ".join(f"{part[0]}." for part in (person.first_name, person.patronymic) if part)
    return f"{initials} {person.last_name}".strip()
