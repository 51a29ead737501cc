"""Lists of a regulation that are not parameters: rights, duties and functions of an actor, and the other rules.

They are kept in the shape of the institution file; here they are lines of text with a clause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .catalogue import JsonValue

ROLE_KINDS = ("rights", "duties", "functions")
OTHER_RULES = "rules"


@dataclass(frozen=True, slots=True)
class Line:
    """A right, a duty, a function or a rule. ``code``: its name for programs; ``quote``: of other rules only."""

    text: str
    clause: str
    quote: str = ""
    code: str = ""
    note: str = ""


def lines_of(
    role_lists: Mapping[str, JsonValue], other_rules: Sequence[JsonValue], kind: str, actor: str = ""
) -> list[Line]:
    """The lines of one list; an absent list is empty."""
    items = other_rules if kind == OTHER_RULES else role_lists.get(actor, {}).get(kind, ())
    return [
        Line(each["text_ru"], each["clause"], each.get("quote", ""), each["code"], each.get("note", ""))
        for each in items
    ]


def with_lines(
    role_lists: Mapping[str, JsonValue],
    other_rules: Sequence[JsonValue],
    kind: str,
    actor: str,
    lines: Sequence[Line],
) -> tuple[dict[str, JsonValue], list[JsonValue]]:
    """Both parts with one list replaced; an actor without any line is left out."""
    items = _items(lines)
    if kind == OTHER_RULES:
        return dict(role_lists), items
    own = {name: role_lists.get(actor, {}).get(name, []) for name in ROLE_KINDS} | {kind: items}
    rest = dict(role_lists)
    if any(own.values()):
        rest[actor] = own
    else:
        rest.pop(actor, None)
    return rest, list(other_rules)


def _items(lines: Sequence[Line]) -> list[JsonValue]:
    """As the institution file has them; a new line gets a code that no other has."""
    taken = {line.code for line in lines if line.code}
    found: list[JsonValue] = []
    for line in lines:
        code = line.code or next(name for number in range(1, len(lines) + 1) if (name := f"own_{number}") not in taken)
        taken.add(code)
        entry: dict[str, JsonValue] = {"code": code, "text_ru": line.text, "clause": line.clause}
        entry |= {name: value for name, value in (("quote", line.quote), ("note", line.note)) if value}
        found.append(entry)
    return found
