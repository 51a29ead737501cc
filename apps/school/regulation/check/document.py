"""The order of checks: the text is JSON, the frame has the right shape, every value fits its type, values agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from ..catalogue import CLAUSE_LENGTH, QUOTE_LENGTH, JsonValue, Parameter, catalogue
from ..values.problems import Problem, item, member, suggestion
from ..values.shape import check_list, check_object, check_text
from ..values.validate import validate_value
from .agreement import check_agreement
from .frame import check_frame

ENTRY_REQUIRED = ("value", "clause", "quote")
ENTRY_OPTIONAL = ("alternatives", "note", "text_ru")
LONGEST = {"clause": CLAUSE_LENGTH, "quote": QUOTE_LENGTH}
VALUES = "$.values"


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The faults which forbid loading the file (warnings do not)."""
    return [problem for problem in problems if problem.severity == "error"]


class _RepeatedKeyError(ValueError):
    """An object of the file names a key twice; JSON would silently keep the last one."""


def _unique(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    twice = [name for name, count in Counter(name for name, _value in pairs).items() if count > 1]
    if twice:
        raise _RepeatedKeyError(twice[0])
    return dict(pairs)


def check_text_of(text: str) -> tuple[JsonValue, list[Problem]]:
    """Decode a file's text and check the document; the document is None when the text is not JSON."""
    try:
        document = json.loads(text, object_pairs_hook=_unique)
    except _RepeatedKeyError as fault:
        return None, [Problem("$", "repeated", _("The key “%(key)s” is given twice in one object.") % {"key": fault})]
    except RecursionError:
        return None, [Problem("$", "syntax", _("The file is nested too deeply to be a regulation."))]
    except json.JSONDecodeError as fault:
        message = _("The file is not valid JSON: line %(line)s, column %(column)s: %(fault)s.") % {
            "line": fault.lineno,
            "column": fault.colno,
            "fault": fault.msg,
        }
        return None, [Problem("$", "syntax", message)]
    return document, check_document(document)


def read_document(raw: bytes) -> tuple[JsonValue, list[Problem]]:
    """As ``check_text_of`` for the bytes of a file."""
    try:
        return check_text_of(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        message = _("The file is not UTF-8 text (byte %(position)s).") % {"position": fault.start}
        return None, [Problem("$", "encoding", message)]


def check_file(path: Path) -> list[Problem]:
    """Every fault of a regulation file. ``OSError`` when it cannot be read."""
    return read_document(path.read_bytes())[1]


def check_document(document: JsonValue) -> list[Problem]:
    """Every fault of a decoded regulation, errors and warnings, in the order of the document."""
    if not isinstance(document, dict):
        return [Problem("$", "wrong_type", _("A regulation is an object with “values” and other parts."))]
    if "\\u0000" in json.dumps(document):  # the one character that the database cannot keep
        return [Problem("$", "bad_format", _("The file holds a null character."))]
    problems = check_frame(document)
    values = document.get("values")
    if not isinstance(values, dict):
        return problems
    for key, entry in values.items():
        problems += check_entry(key, entry, member(VALUES, key))
    return problems + check_agreement(document, broken={problem.path for problem in errors_of(problems)})


def check_entry(key: str, entry: JsonValue, path: str) -> list[Problem]:
    """One parameter of ``values``: a known key, a value of its type, a clause, a quotation, other readings."""
    parameters = catalogue().parameters
    parameter = parameters.get(key)
    if parameter is None:
        message = _("The catalogue has no parameter “%(key)s”.") % {"key": key}
        return [Problem(path, "unknown_key", message + suggestion(key, parameters))]
    problems = list(check_object(entry, path, required=ENTRY_REQUIRED, optional=ENTRY_OPTIONAL))
    if not isinstance(entry, dict):
        return problems
    if "value" in entry:
        problems += validate_value(entry["value"], parameter.spec, member(path, "value"))
    for name in ("clause", "quote", "note", "text_ru"):
        if name in entry:
            problems += check_text(entry[name], member(path, name), LONGEST.get(name))
    if "alternatives" in entry:
        problems += _alternatives(entry, parameter, member(path, "alternatives"))
    return problems


def _alternatives(entry: dict[str, JsonValue], parameter: Parameter, path: str) -> list[Problem]:
    readings = entry["alternatives"]
    problems = list(check_list(readings, path, 1))
    for index, reading in enumerate(readings if isinstance(readings, list) else ()):
        where = item(path, index)
        problems += check_object(reading, where, required=("value", "clause"), optional=("note",))
        if not isinstance(reading, dict):
            continue
        for name in ("clause", "note"):
            if name in reading:
                problems += check_text(reading[name], member(where, name))
        if "value" in reading:
            problems += validate_value(reading["value"], parameter.spec, member(where, "value"))
            if reading["value"] == entry.get("value"):
                message = _("This reading is the same as the value itself.")
                problems.append(Problem(member(where, "value"), "same_reading", message, "warning"))
    return problems
