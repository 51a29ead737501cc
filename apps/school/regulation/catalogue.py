"""The catalogue: every parameter of a mentoring regulation, declared once.

``presets/catalogue.json`` is the declaration; this module gives it types. Nothing else in the product may list the
parameters again. Texts are bilingual; ``text()`` picks the active language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language

from .words.present import say

# A decoded JSON value. Its shape is the business of the parameter's type, not of Python's.
JsonValue = Any

Enforcement = Literal["auto", "partial", "manual"]

PRESETS = Path(__file__).resolve().parent / "presets"
PRESET_SLUGS = ("lenskaya", "gymnasium-35", "cit", "ozono-chepetskaya", "co-58")
# Longest texts of an act that the product keeps, in characters.
TITLE_LENGTH, CLAUSE_LENGTH, QUOTE_LENGTH, NAME_LENGTH = 500, 200, 1000, 300
PARTICIPANTS = ("role", "body")  # an «actor» is a code of one of these two dictionaries


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the product."""

    ru: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "ru").startswith("en") else self.ru

    def __bool__(self) -> bool:
        return bool(self.ru)


@dataclass(frozen=True, slots=True)
class Phrase(Text):
    """A sentence about a parameter: on a school's page it is said in the school's own words."""

    def __str__(self) -> str:
        return say(Text.__str__(self))


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """The type of a parameter: one of the 18 kinds with its dictionary and bounds."""

    kind: str
    dictionary: str = ""
    object_dictionary: str = ""
    min: int | None = None
    max: int | None = None
    min_items: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a dictionary. ``covers``: finer codes inside a coarse one."""

    dictionary: str
    code: str
    title: Text
    covers: tuple[str, ...] = ()
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Norm:
    """What federal law or a recommendation says about a parameter."""

    source: Text
    mandatory: bool
    evidence: str
    required: JsonValue = None
    min: int | None = None
    max: int | None = None
    unit: str = ""
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its type, texts, how the product enforces it, its regional default and the norm above it."""

    key: str
    section: str
    spec: TypeSpec
    title: Text
    help: Text
    enforcement: Enforcement
    acts_on: tuple[str, ...]
    default: JsonValue
    basis: Text
    refusal: Text
    norm: Norm | None = None

    @property
    def anchor(self) -> str:
        """Fragment of the parameter in pages."""
        return self.key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page «Положение»."""

    code: str
    title: Text


@dataclass(frozen=True)
class Catalogue:
    """Everything known of regulations in general: sections, parameters, dictionaries, types and relations."""

    sections: tuple[Section, ...]
    parameters: Mapping[str, Parameter]
    dictionaries: Mapping[str, Mapping[str, Code]]
    types: Mapping[str, Text]
    relations: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = field(default_factory=dict)

    def title(self, dictionary: str, code: str) -> str:
        """Title of a code in the active language; an unknown code is returned as it is."""
        entry = self.dictionaries.get(dictionary, {}).get(code)
        return str(entry.title) if entry else code

    def actor_dictionary(self, code: str) -> str:
        """``role`` or ``body``: the dictionary which holds an actor's code (they share none)."""
        return "body" if code in self.dictionaries["body"] else "role"

    def in_section(self, section: str) -> list[Parameter]:
        """The parameters of a section in the order of the catalogue."""
        return [parameter for parameter in self.parameters.values() if parameter.section == section]

    def related(self, relation: str, code: str, side: str) -> frozenset[str]:
        """Codes related to ``code``; empty when the catalogue says nothing of it."""
        return frozenset(self.relations[relation].get(code, {}).get(side, ()))


def _text(data: Mapping[str, JsonValue], name: str) -> Text:
    return Text(ru=data.get(f"{name}_ru", ""), en=data.get(f"{name}_en", ""))


def _phrase(data: Mapping[str, JsonValue], name: str) -> Phrase:
    return Phrase(ru=data.get(f"{name}_ru", ""), en=data.get(f"{name}_en", ""))


def _spec(data: Mapping[str, JsonValue]) -> TypeSpec:
    return TypeSpec(kind=data["type"], **{name: value for name, value in data.items() if name != "type"})


def _norm(data: Mapping[str, JsonValue] | None) -> Norm | None:
    if data is None:
        return None
    return Norm(
        source=_text(data, "source"),
        mandatory=data["binding"] == "mandatory",
        evidence=data["evidence"],
        required=data.get("required"),
        min=data.get("min"),
        max=data.get("max"),
        unit=data.get("unit", ""),
        consents=tuple(data.get("consent_required", ())),
    )


def _parameter(data: Mapping[str, JsonValue]) -> Parameter:
    return Parameter(
        key=data["key"],
        section=data["section"],
        spec=_spec(data["type"]),
        title=_phrase(data, "title"),
        help=_phrase(data, "help"),
        enforcement=data["enforcement"],
        acts_on=tuple(data["acts_on"]),
        default=data["default"]["value"],
        basis=_text(data["default"], "basis"),
        refusal=_phrase(data, "refusal"),
        norm=_norm(data.get("norm")),
    )


def _dictionary(name: str, items: list[dict[str, JsonValue]]) -> dict[str, Code]:
    return {
        item["code"]: Code(
            dictionary=name,
            code=item["code"],
            title=_text(item, "title"),
            covers=tuple(item.get("covers", ())),
            reserved=item.get("reserved", False),
        )
        for item in items
    }


def read_json(path: Path) -> JsonValue:
    """A JSON file of the project (UTF-8)."""
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def catalogue() -> Catalogue:
    """The catalogue of this installation, read once per process."""
    data = read_json(PRESETS / "catalogue.json")
    return Catalogue(
        sections=tuple(Section(item["code"], _text(item, "title")) for item in data["sections"]),
        parameters={item["key"]: _parameter(item) for item in data["parameters"]},
        dictionaries={name: _dictionary(name, items) for name, items in data["dictionaries"].items()},
        types={name: _text(item, "title") for name, item in data["types"].items()},
        relations={
            relation: {code: {side: tuple(codes) for side, codes in sides.items()} for code, sides in entries.items()}
            for relation, entries in data["relations"].items()
        },
    )


def preset(slug: str) -> dict[str, JsonValue]:
    """One of the five real regulations kept with the project, as a fresh decoded document. ``KeyError`` if unknown."""
    if slug not in PRESET_SLUGS:
        raise KeyError(slug)
    document: dict[str, JsonValue] = read_json(PRESETS / f"{slug}.json")
    return document
