"""Where a parameter of the regulation acts: the action that asks it, the list, the document, the reminder.

Every app of the school has a module ``coverage`` that declares its places with ``acts``; they are read when the product
starts. ``estafeta regulation coverage`` and the page of the same name show them, and a test fails for a parameter
without a place, for a place that does not exist, and for a proof that does not name the parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .catalogue import Parameter, catalogue

Kind = Literal["action", "page", "document", "reminder"]

KINDS: dict[str, str | Promise] = {
    "action": _("action"),
    "page": _("page or form"),
    "document": _("document"),
    "reminder": _("reminder"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place where one parameter acts.

    ``name``: the code of an action (``pair.form``), the name of an address (``pairs:new``), the code of a document's
    kind or of a line of «Today»; ``what``: what happens there, a sentence; ``test``: the test that proves it, as pytest
    names it.
    """

    key: str
    kind: Kind
    name: str
    what: str | Promise
    test: str

    @property
    def test_name(self) -> str:
        """The test without its module: what a page has room for."""
        return self.test.rpartition("::")[2]


_places: dict[tuple[str, Kind, str], Place] = {}


def acts(*keys: str, on: Kind, name: str, what: str | Promise, test: str) -> None:
    """Declare where parameters act. ``KeyError`` for a key which the catalogue does not have."""
    for key in keys:
        _places[catalogue().parameters[key].key, on, name] = Place(key, on, name, what, test)


def places() -> list[Place]:
    """All places, in the order of the catalogue."""
    order = {key: number for number, key in enumerate(catalogue().parameters)}
    return sorted(_places.values(), key=lambda place: (order[place.key], list(KINDS).index(place.kind), place.name))


def places_of(key: str) -> list[Place]:
    """The places of one parameter, actions first."""
    return [place for place in places() if place.key == key]


def is_enforced(key: str) -> bool:
    """True when some action of the product holds to the parameter."""
    return any(found == key and kind == "action" for found, kind, _name in _places)


def is_reminded(key: str) -> bool:
    """True when the parameter acts somewhere, be it only as a reminder or in a document."""
    return any(found == key for found, _kind, _name in _places)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One parameter and everything that it moves."""

    parameter: Parameter
    places: tuple[Place, ...]

    @property
    def is_due(self) -> bool:
        """True for a parameter that software is to act on (the rest is only shown and printed)."""
        return self.parameter.enforcement != "manual"


def coverage() -> Iterator[Coverage]:
    """Every parameter with its places."""
    found: dict[str, list[Place]] = {}
    for place in places():
        found.setdefault(place.key, []).append(place)
    for key, parameter in catalogue().parameters.items():
        yield Coverage(parameter, tuple(found.get(key, ())))


def tally(rows: list[Coverage]) -> dict[str, tuple[int, int]]:
    """How many parameters act of how many, by enforcement: ``{"auto": (75, 75), "partial": (21, 21)}``."""
    return {
        power: (
            sum(bool(row.places) for row in rows if row.parameter.enforcement == power),
            sum(row.parameter.enforcement == power for row in rows),
        )
        for power in ("auto", "partial")
    }
