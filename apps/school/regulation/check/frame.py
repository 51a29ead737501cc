"""Everything of an institution file except ``values``: names, local words, rights and duties, roadmaps, templates.

The shape comes from ``presets/institution.schema.json``; periods and date rules inside it go through the same
validators as parameters do, so that their faults read the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ..catalogue import CLAUSE_LENGTH, NAME_LENGTH, PARTICIPANTS, PRESETS, TITLE_LENGTH, JsonValue, TypeSpec, read_json
from ..values.problems import Problem, item, member, suggestion
from ..values.shape import check_text, known_codes
from ..values.validate import validate_value

TIMED = {"when": "date_rules", "period": "date_range", "validity": "date_range"}
ACTS = {"adopted": "act_reference", "approved": "act_reference"}
WORD_LENGTHS = {"singular_ru": NAME_LENGTH, "plural_ru": NAME_LENGTH, "clause": CLAUSE_LENGTH}
CODE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")


@cache
def _validator() -> Draft202012Validator:
    """The schema without ``values``: those are validated one by one, with better words."""
    schema = read_json(PRESETS / "institution.schema.json")
    schema["properties"]["values"] = {"type": "object"}
    return Draft202012Validator(schema)


@cache
def named_dictionaries() -> frozenset[str]:
    """Dictionaries whose codes may have words of the school's own."""
    schema = read_json(PRESETS / "institution.schema.json")
    return frozenset(schema["properties"]["local_names"]["properties"])


def json_path(steps: Iterator[str | int] | list[str | int]) -> str:
    """A path of the validator as the rest of the product writes it."""
    path = "$"
    for step in steps:
        path = item(path, step) if isinstance(step, int) else member(path, step)
    return path


def check_frame(document: dict[str, JsonValue]) -> list[Problem]:
    """Faults of everything but the parameters."""
    problems: list[Problem] = []
    for fault in _validator().iter_errors(document):
        if _timed(list(fault.absolute_path)) is None:
            problems += _translated(fault)
    problems += _lengths(document)
    problems += _timed_values(document.get("document"), "$.document", {**TIMED, **ACTS})
    roadmaps = document.get("roadmaps")
    if isinstance(roadmaps, list):
        for index, roadmap in enumerate(roadmaps):
            problems += _roadmap(roadmap, item("$.roadmaps", index))
    return problems


def _lengths(document: dict[str, JsonValue]) -> Iterator[Problem]:
    """Texts that the schema leaves unbounded and the database does not."""
    head = document.get("document")
    if isinstance(head, dict) and isinstance(head.get("title_ru"), str):
        yield from check_text(head["title_ru"], "$.document.title_ru", TITLE_LENGTH)
    dictionaries = document.get("local_names")
    for dictionary, words in (dictionaries if isinstance(dictionaries, dict) else {}).items():
        for code, word in (words if isinstance(words, dict) else {}).items():
            path = member(member("$.local_names", dictionary), code)
            for name, longest in WORD_LENGTHS.items():
                if isinstance(word, dict) and isinstance(word.get(name), str):
                    yield from check_text(word[name], member(path, name), longest)


def _timed(steps: list[str | int]) -> int | None:
    """Position of the step that the validators of values answer for; None when the schema answers."""
    if not steps or steps[0] not in ("document", "roadmaps"):
        return None
    names = TIMED if steps[0] == "roadmaps" else {**TIMED, **ACTS}
    return next((index for index, step in enumerate(steps) if step in names), None)


def _translated(fault: ValidationError) -> Iterator[Problem]:
    path: str = json_path(list(fault.absolute_path))
    instance: JsonValue = fault.instance
    schema: dict[str, JsonValue] = fault.schema if isinstance(fault.schema, dict) else {}
    if fault.validator == "additionalProperties":
        known = list(schema.get("properties", ()))
        for name in instance:
            if name not in known:
                message = _("Unknown key “%(name)s”.") % {"name": name} + suggestion(name, known)
                yield Problem(member(path, name), "unknown_key", message)
    elif fault.validator == "required":
        for name in schema["required"]:
            if name not in instance:
                yield Problem(path, "missing_key", _("“%(name)s” is missing.") % {"name": name})
    elif fault.validator == "enum":
        codes = [str(code) for code in schema["enum"]]
        message = _("Unknown code “%(code)s”.") % {"code": instance} + suggestion(str(instance), codes)
        yield Problem(path, "unknown_code", message)
    else:
        code, message = SCHEMA_FAULTS.get(str(fault.validator), ("schema", ""))
        yield Problem(path, code, _(message) if message else fault.message)


# keyword of the schema -> code and text (marked for translation here, translated where it is used)
SCHEMA_FAULTS = {
    "type": ("wrong_type", gettext_noop("The value has the wrong type.")),
    "pattern": ("bad_format", gettext_noop("The text is not written in the expected form.")),
    "minLength": ("empty", gettext_noop("The text is empty.")),
    "maxLength": ("too_long", gettext_noop("The text is too long.")),
    "minItems": ("too_few", gettext_noop("The list is too short.")),
    "uniqueItems": ("repeated", gettext_noop("The list repeats an item.")),
    "anyOf": ("wrong_type", gettext_noop("The value fits none of the permitted variants.")),
    "minimum": ("out_of_bounds", gettext_noop("The number is too small.")),
    "const": ("wrong_type", gettext_noop("Only one fixed value is permitted here.")),
}


def _timed_values(holder: JsonValue, path: str, names: dict[str, str]) -> Iterator[Problem]:
    if not isinstance(holder, dict):
        return
    for name, kind in names.items():
        if holder.get(name) is not None:
            yield from validate_value(holder[name], TypeSpec(kind), member(path, name))


def _roadmap(roadmap: JsonValue, path: str) -> Iterator[Problem]:
    yield from _timed_values(roadmap, path, TIMED)
    stages = roadmap.get("stages") if isinstance(roadmap, dict) else None
    for index, stage in enumerate(stages if isinstance(stages, list) else ()):
        where = item(member(path, "stages"), index)
        yield from _timed_values(stage, where, TIMED)
        events = stage.get("events") if isinstance(stage, dict) else None
        for number, event in enumerate(events if isinstance(events, list) else ()):
            yield from _event(event, number, item(member(where, "events"), number))


def _event(event: JsonValue, number: int, path: str) -> Iterator[Problem]:
    yield from _timed_values(event, path, TIMED)
    if not isinstance(event, dict):
        return
    parent = event.get("parent")
    if isinstance(parent, int) and parent > number:
        message = _("The event above must stand earlier in the stage.")
        yield Problem(member(path, "parent"), "bad_order", message)
    actors = known_codes(PARTICIPANTS)
    responsible = event.get("responsible")
    for index, name in enumerate(responsible if isinstance(responsible, list) else ()):
        # A responsible person may be named in the words of the source; what looks like a code must be one.
        if isinstance(name, str) and CODE.match(name) and name not in actors:
            message = _("Unknown code “%(code)s”.") % {"code": name} + suggestion(name, actors)
            yield Problem(item(member(path, "responsible"), index), "unknown_code", message)
