"""Validation of values: one function per type, each returning all the faults it finds, with their paths.

The one validator serves the file checker, the action that sets a value and the forms of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from ..catalogue import PARTICIPANTS, JsonValue, TypeSpec
from .problems import Problem, item, member, suggestion
from .shape import check_flag, check_list, check_number, check_object, check_text, known_codes
from .timing import check_date_range, check_date_rules, check_full_date

Problems = Iterator[Problem]
Validator = Callable[[JsonValue, TypeSpec, str], Problems]


def validate_value(value: JsonValue, spec: TypeSpec, path: str = "$") -> list[Problem]:
    """Every fault of ``value`` as a value of the type ``spec``; an empty list when it is valid."""
    return list(VALIDATORS[spec.kind](value, spec, path))


def _code(value: JsonValue, dictionaries: Collection[str], path: str) -> Problems:
    """A code of one of the dictionaries."""
    codes = known_codes(dictionaries)
    if not isinstance(value, str):
        yield Problem(path, "wrong_type", _("A code (text) is expected here."))
    elif value not in codes:
        message = _("Unknown code “%(code)s” of the dictionary %(dictionary)s.") % {
            "code": value,
            "dictionary": " / ".join(dictionaries),
        }
        yield Problem(path, "unknown_code", message + suggestion(value, codes))


def _codes(value: JsonValue, dictionaries: Collection[str], path: str, minimum: int) -> Problems:
    """A list of codes without repetitions."""
    yield from check_list(value, path, minimum)
    if isinstance(value, list):
        for index, code in enumerate(value):
            yield from _code(code, dictionaries, item(path, index))


def _bool(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_flag(value, path)


def _int(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_number(value, path, spec.min, spec.max)


def _int_range(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_object(value, path, required=("min", "max"))
    if not isinstance(value, dict):
        return
    faults = [
        fault
        for name in ("min", "max")
        if name in value
        for fault in check_number(value[name], member(path, name), spec.min, spec.max)
    ]
    yield from faults
    if not faults and {"min", "max"} <= value.keys() and value["min"] > value["max"]:
        message = _("The minimum %(min)s is above the maximum %(max)s.") % value
        yield Problem(path, "min_above_max", message)


def _limits(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_object(value, path, required=("individual", "group"))
    if not isinstance(value, dict):
        return
    faults = [
        fault
        for name in ("individual", "group")
        if value.get(name) is not None
        for fault in check_number(value[name], member(path, name), spec.min, spec.max)
    ]
    yield from faults
    individual, group = value.get("individual"), value.get("group")
    if not faults and individual is not None and group is not None and individual > group:
        message = _("The limit of individual work %(individual)s is above the limit of a group %(group)s.") % value
        yield Problem(path, "min_above_max", message)


def _enum(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from _code(value, (spec.dictionary,), path)


def _set(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from _codes(value, (spec.dictionary,), path, spec.min_items)


def _actor_set(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from _codes(value, PARTICIPANTS, path, 1)


def _seats(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_list(value, path, 1)
    seen: set[str] = set()
    for index, seat in enumerate(value if isinstance(value, list) else ()):
        where = item(path, index)
        yield from check_object(seat, where, required=("actor", "part"))
        if not isinstance(seat, dict):
            continue
        yield from _member_code(seat, "actor", PARTICIPANTS, where)
        yield from _member_code(seat, "part", ("actor_part",), where)
        actor = seat.get("actor")
        if isinstance(actor, str) and actor in seen:
            yield Problem(where, "repeated", _("“%(actor)s” is named twice.") % {"actor": actor})
        seen.add(str(actor))


def _member_code(value: Mapping[str, JsonValue], name: str, dictionaries: Collection[str], path: str) -> Problems:
    if name in value:
        yield from _code(value[name], dictionaries, member(path, name))


def _act_reference(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    names = ("body", "protocol_no", "protocol_date", "order_no", "order_date")
    yield from check_object(value, path, optional=names)
    if not isinstance(value, dict):
        return
    if len(value) < 2:
        yield Problem(path, "missing_key", _("At least two particulars of the act are expected (null: not entered)."))
    yield from _member_code(value, "body", ("body",), path)
    for name in ("protocol_no", "order_no"):
        if value.get(name) is not None:
            yield from check_text(value[name], member(path, name))
    for name in ("protocol_date", "order_date"):
        if value.get(name) is not None:
            yield from check_full_date(value[name], member(path, name))


def _reference_set(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_object(value, path, required=("acts", "local_acts", "general_reference"))
    if not isinstance(value, dict):
        return
    yield from _codes(value.get("acts", []), (spec.dictionary,), member(path, "acts"), 0)
    yield from check_flag(value.get("general_reference", False), member(path, "general_reference"))
    local_acts = value.get("local_acts", [])
    yield from check_list(local_acts, member(path, "local_acts"), 0)
    for index, act in enumerate(local_acts if isinstance(local_acts, list) else ()):
        where = item(member(path, "local_acts"), index)
        yield from check_object(act, where, required=("title_ru",), optional=("number", "date"))
        for name in ("title_ru", "number"):
            if isinstance(act, dict) and name in act:
                yield from check_text(act[name], member(where, name))
        if isinstance(act, dict) and "date" in act:
            yield from check_full_date(act["date"], member(where, "date"))


def _track_rules(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_list(value, path, 1)
    for index, track in enumerate(value if isinstance(value, list) else ()):
        where = item(path, index)
        yield from check_object(track, where, required=("track", "years_gt", "years_le"))
        if isinstance(track, dict):
            yield from _member_code(track, "track", (spec.dictionary,), where)
            yield from _thresholds(track, where)


def _thresholds(track: Mapping[str, JsonValue], path: str) -> Problems:
    over, upto = track.get("years_gt"), track.get("years_le")
    faults = [
        fault
        for name, years in (("years_gt", over), ("years_le", upto))
        if years is not None
        for fault in check_number(years, member(path, name), 0, 60)
    ]
    yield from faults
    if faults:
        return
    if over is None and upto is None:
        yield Problem(path, "missing_key", _("A track needs at least one threshold of experience."))
    elif over is not None and upto is not None and over >= upto:
        message = _("The lower threshold %(low)s is not below the upper one %(high)s.") % {"low": over, "high": upto}
        yield Problem(path, "min_above_max", message)


def _routes(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_list(value, path, 1)
    for index, route in enumerate(value if isinstance(value, list) else ()):
        where = item(path, index)
        yield from check_object(
            route, where, required=("from_role", "to_role"), optional=("document", "grounds", "condition")
        )
        if not isinstance(route, dict):
            continue
        for name in ("from_role", "to_role"):
            yield from _member_code(route, name, ("role",), where)
        yield from _member_code(route, "document", ("request_document",), where)
        yield from _member_code(route, "condition", ("condition",), where)
        if "grounds" in route:
            yield from _codes(route["grounds"], ("resignation_ground",), member(where, "grounds"), 1)


def _document_template(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_object(value, path, required=("document", "fields"))
    if isinstance(value, dict):
        yield from _member_code(value, "document", ("programme_unit",), path)
        if "fields" in value:
            yield from _codes(value["fields"], (spec.dictionary,), member(path, "fields"), 1)


def _change_rule(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_object(value, path, required=("subjects", "made_by", "agreed_by"))
    if not isinstance(value, dict):
        return
    if "subjects" in value:
        yield from _codes(value["subjects"], (spec.dictionary,), member(path, "subjects"), 1)
    for name in ("made_by", "agreed_by"):
        yield from _codes(value.get(name, []), PARTICIPANTS, member(path, name), 0)


def _date_range(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_date_range(value, path)
    if isinstance(value, dict):
        yield from _member_code(value, "basis", ("date_range_basis",), path)


def _date_rules(value: JsonValue, spec: TypeSpec, path: str) -> Problems:
    yield from check_date_rules(value, path, with_object=bool(spec.object_dictionary))
    for index, rule in enumerate(value if isinstance(value, list) else ()):
        if isinstance(rule, dict):
            yield from _member_code(rule, "event", ("product_event",), item(path, index))
            if spec.object_dictionary:
                yield from _member_code(rule, "object", (spec.object_dictionary,), item(path, index))


VALIDATORS: Mapping[str, Validator] = {
    "bool": _bool,
    "int": _int,
    "int_range": _int_range,
    "limits": _limits,
    "enum": _enum,
    "set": _set,
    "ordered_set": _set,
    "actor_set": _actor_set,
    "condition_set": _set,
    "seats": _seats,
    "date_range": _date_range,
    "date_rules": _date_rules,
    "act_reference": _act_reference,
    "reference_set": _reference_set,
    "track_rules": _track_rules,
    "routes": _routes,
    "document_template": _document_template,
    "change_rule": _change_rule,
}
