"""What a template may name: the tree for orders, and trees of other papers made from the shape of their data.

The same tree is checked against, shown to the school and filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """A value: plain text, a list of ``item`` (walked by ``for``), or a group of ``inner`` fields."""

    title: Text
    inner: Mapping[str, Field] = field(default_factory=dict)
    item: Field | None = None


PERSON: Mapping[str, Field] = {
    "name": Field(_("last name, first name, patronymic")),
    "genitive": Field(_("name: genitive")),
    "dative": Field(_("name: dative")),
    "accusative": Field(_("name: accusative")),
    "instrumental": Field(_("name: instrumental")),
    "prepositional": Field(_("name: prepositional")),
    "short": Field(_("last name and initials")),
    "position": Field(_("position or class")),
}
LINE = Field(_("a line"))

FIELDS: Mapping[str, Field] = {
    "institution": Field(_("name of the organisation")),
    "number": Field(_("number")),
    "date_in_words": Field(_("date in words")),
    "text": Field(
        _("text of the act"),
        inner={
            "act_title": Field(_("title of the act: order, directive")),
            "heading": Field(_("what the act is about")),
            "preamble": Field(_("grounds")),
            "command": Field(_("the word of command")),
            "points": Field(_("points without numbers"), item=LINE),
            "acquainted": Field(_("names for the signatures below"), item=LINE),
        },
    ),
    "points": Field(_("numbered points"), item=LINE),
    "people": Field(_("people of the act"), item=Field(_("person"), inner=PERSON)),
    "acquainted_title": Field(_("words above the signatures below")),
    "signer_position": Field(_("position of the signer")),
    "signer_name": Field(_("name of the signer")),
}
# Each must be named, or one of each group: an act without them is none (ГОСТ Р 7.0.97-2016).
REQUIRED: tuple[tuple[str, ...], ...] = (
    ("number",),
    ("date_in_words",),
    ("text.act_title",),
    ("text.heading",),
    ("points", "text.points"),
    ("signer_name",),
)
# Of the variable of a loop.
LOOP: Mapping[str, Field] = dict.fromkeys(("index", "index0", "first", "last", "length"), LINE)


def fields_like(shape: Mapping[str, Any]) -> Mapping[str, Field]:
    """Fields of data of this shape: a mapping of names, a list with one item for what is repeated, None for a text."""
    return {name: _field_like(inner) for name, inner in shape.items()}


def _field_like(shape: Any) -> Field:
    if isinstance(shape, Mapping):
        return Field("", inner=fields_like(shape))
    return Field("", item=_field_like(shape[0])) if isinstance(shape, list) else LINE


def listed() -> list[tuple[str, Text]]:
    """Every field as it is written in a template, with its meaning, for the page."""
    found: list[tuple[str, Text]] = []
    for name, value in FIELDS.items():
        found += _listed(name, value)
    return found


def _listed(name: str, value: Field) -> list[tuple[str, Text]]:
    if value.item is not None:
        inner = [(f"{{{{ x.{each} }}}}", child.title) for each, child in value.item.inner.items()]
        return [(f"{{%p for x in {name} %}} … {{%p endfor %}}", value.title), *inner]
    if value.inner:
        return [line for each, child in value.inner.items() for line in _listed(f"{name}.{each}", child)]
    return [(f"{{{{ {name} }}}}", value.title)]
