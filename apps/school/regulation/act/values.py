"""Values of parameters as a clause says them: one phrase, or the items of a list. Called in Russian (``compose``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..catalogue import JsonValue, TypeSpec, catalogue
from ..values.render import RENDERERS
from ..values.wording import render_date_rules
from ..view import RegulationView
from ..words.grammar import inflect_phrase

Naming = Callable[[str, str], str]  # (dictionary, code) -> name
Pieces = list[str]
GENERAL_REFERENCE = "законодательство Российской Федерации"


def pieces_of(view: RegulationView, key: str, naming: Naming) -> str | Pieces:
    """The value in force: a phrase where the type has one value, else the items in the order of the act."""
    spec, value = view.parameter(key).spec, view.value(key)
    lister = LISTS.get(spec.kind)
    return lister(value, spec, naming) if lister is not None else RENDERERS[spec.kind](value, spec, naming)


def _codes(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [naming(spec.dictionary, code) for code in value]


def _actor(naming: Naming, code: str) -> str:
    return naming(catalogue().actor_dictionary(code), code)


def _actors(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [_actor(naming, code) for code in value]


def _seats(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [f"{_actor(naming, seat['actor'])} – {naming('actor_part', seat['part'])}" for seat in value]


def _dates(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [render_date_rules([rule], spec, naming) for rule in value]


def _tracks(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [RENDERERS["track_rules"]([track], spec, naming) for track in value]


def _references(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    render = RENDERERS["reference_set"]
    none = {"acts": [], "local_acts": [], "general_reference": False}
    local = [render({**none, "local_acts": [act]}, spec, naming) for act in value["local_acts"]]
    general = [GENERAL_REFERENCE] if value["general_reference"] else []
    return [*(naming(spec.dictionary, code) for code in value["acts"]), *local, *general]


def _routes(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [_route(route, naming) for route in value]


def _route(route: Mapping[str, JsonValue], naming: Naming) -> str:
    """«наставляемый подаёт ходатайство куратору при условии: …»."""
    whom = inflect_phrase(naming("role", route["to_role"]), "datv")
    if "document" in route:
        done = f"подаёт {inflect_phrase(naming('request_document', route['document']), 'accs')} {whom}"
    else:
        done = f"обращается к {whom}"
    text = f"{naming('role', route['from_role'])} {done}"
    if route.get("grounds"):
        text += f" по основаниям: {_joined(naming('resignation_ground', code) for code in route['grounds'])}"
    if "condition" in route:
        text += f" при условии: {naming('condition', route['condition'])}"
    return text


def _template(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    return [naming(spec.dictionary, code) for code in value["fields"]]


def _changes(value: JsonValue, spec: TypeSpec, naming: Naming) -> Pieces:
    parts = (
        ("изменены могут быть", [naming(spec.dictionary, code) for code in value["subjects"]]),
        ("изменения вносит", [_actor(naming, code) for code in value["made_by"]]),
        ("на изменения требуется согласие следующих лиц", [_actor(naming, code) for code in value["agreed_by"]]),
    )
    return [f"{head}: {_joined(names)}" for head, names in parts if names]


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


LISTS: Mapping[str, Callable[[JsonValue, TypeSpec, Naming], Pieces]] = {
    "set": _codes,
    "ordered_set": _codes,
    "condition_set": _codes,
    "actor_set": _actors,
    "seats": _seats,
    "date_rules": _dates,
    "track_rules": _tracks,
    "reference_set": _references,
    "routes": _routes,
    "document_template": _template,
    "change_rule": _changes,
}
