"""A regulation as the rest of the product sees it: resolved values with their clauses, and the school's own words.

Frozen and picklable: built once per version, passed to rules, pages and tasks alike; holds no database objects.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .catalogue import JsonValue, Norm, Parameter, catalogue
from .layers import ActState, Bound, RegionalDefault, catalogue_layer
from .values.render import bare_value, render_value

RuleOrigin = Literal["school", "region"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of the same parameter in the same act: the act contradicts itself."""

    value: JsonValue
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetValue:
    """What the school's act says about one parameter, and where."""

    value: JsonValue
    clause: str
    quote: str
    note: str = ""
    alternatives: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A resolved parameter. ``clause``: the school's clause, or the sentence that says whose default applies."""

    key: str
    value: JsonValue
    clause: str
    quote: str
    origin: RuleOrigin
    note: str = ""
    alternatives: tuple[Reading, ...] = ()

    @property
    def is_set(self) -> bool:
        """True when the school's own act says it."""
        return self.origin == "school"


@dataclass(frozen=True, slots=True)
class Word:
    """The school's own name for a code."""

    singular: str
    plural: str = ""
    definition: str = ""
    clause: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegulationView:
    """One version of a school's regulation, resolved.

    ``extras``: ``role_lists``, ``roadmaps``, ``programme_templates``, ``rules`` as in the institution file.
    ``defaults``, ``bounds``, ``acts``: the layer above (see ``layers.Layer``); without a region the catalogue's norms.
    """

    settings: Mapping[str, SetValue]
    words: Mapping[tuple[str, str], Word] = field(default_factory=dict)
    version_id: int | None = None
    number: int = 0
    title: str = ""
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    extras: Mapping[str, JsonValue] = field(default_factory=dict)
    defaults: Mapping[str, RegionalDefault] = field(default_factory=dict)
    bounds: Mapping[str, tuple[Bound, ...]] = field(default_factory=lambda: catalogue_layer().bounds)
    acts: Mapping[str, ActState] = field(default_factory=dict)

    def parameter(self, key: str) -> Parameter:
        """The catalogue's declaration of ``key``; ``KeyError`` for an unknown key (a programming error)."""
        return catalogue().parameters[key]

    def is_set(self, key: str) -> bool:
        """True when the school's act says something about ``key``."""
        return key in self.settings

    def rule(self, key: str) -> Rule:
        """The value in force for ``key``: the school's, else the regional default which says that it is one."""
        parameter = self.parameter(key)
        own = self.settings.get(key)
        if own is not None:
            return Rule(key, own.value, own.clause, own.quote, "school", own.note, own.alternatives)
        override = self.defaults.get(key)
        value, basis = (override.value, override.basis) if override else (parameter.default, str(parameter.basis))
        clause = _("not set by the school's regulation; the regional default applies: %(basis)s") % {"basis": basis}
        return Rule(key, value, clause, "", "region")

    def value(self, key: str) -> JsonValue:
        """The value in force for ``key``."""
        own = self.settings.get(key)
        return own.value if own is not None else self.rule(key).value

    def codes(self, key: str) -> tuple[str, ...]:
        """The codes in force of a set-like parameter, in the act's order."""
        return tuple(self.value(key))

    def norm(self, key: str) -> Norm | None:
        """The mandatory norm above ``key``, if there is one."""
        norm = self.parameter(key).norm
        return norm if norm is not None and norm.mandatory else None

    def local_name(self, dictionary: str, code: str, *, plural: bool = False) -> str:
        """The school's own word for a code, else the catalogue's title; in English always the title.

        The nominative; orders inflect it themselves.
        """
        word = self.words.get((dictionary, code))
        if word is None or (get_language() or "ru").startswith("en"):
            return catalogue().title(dictionary, code)
        return (plural and word.plural) or word.singular

    def actor_name(self, code: str) -> str:
        """Name of a role or a body."""
        return self.local_name(catalogue().actor_dictionary(code), code)

    def render(self, key: str, value: JsonValue | None = None) -> str:
        """A value of ``key`` (by default the one in force) in human words with the school's own names."""
        return render_value(self.value(key) if value is None else value, self.parameter(key).spec, self.local_name)

    def bare(self, key: str, value: JsonValue | None = None) -> str:
        """As ``render`` but without units, to stand inside a refusal's sentence."""
        return bare_value(self.value(key) if value is None else value, self.parameter(key).spec, self.local_name)

    def choices(self, key: str) -> list[tuple[str, str]]:
        """(code, school's word) pairs of a set-like or enum parameter: what a form offers."""
        spec, value = self.parameter(key).spec, self.value(key)
        codes = [value] if isinstance(value, str) else list(value)
        if spec.kind == "actor_set":
            return [(code, self.actor_name(code)) for code in codes]
        return [(code, self.local_name(spec.dictionary, code)) for code in codes]

    def definitions(self, key: str) -> list[Word]:
        """Own words with definitions among the codes of a set-like parameter: a hint beside a choice."""
        spec = self.parameter(key).spec
        words = (self.words.get((spec.dictionary, code)) for code in self.codes(key))
        return [word for word in words if word is not None and word.definition]

    def allows_form(self, form: str) -> bool:
        """True when a pair of this form may be made: it is listed, or the list is open."""
        return form in self.codes("forms.enabled") or bool(self.value("forms.open_list"))

    def allows_type(self, kind: str) -> bool:
        """True when this type of mentoring is listed."""
        return kind in self.codes("types.enabled")

    def months(self) -> tuple[int, int]:
        """Shortest and longest term of a programme in calendar months."""
        return int(self.value("term.min_months")), int(self.value("term.max_months"))


def _reading(data: Mapping[str, JsonValue]) -> Reading:
    return Reading(data["value"], data["clause"], data.get("note", ""))


def _set_value(data: Mapping[str, JsonValue]) -> SetValue:
    return SetValue(
        value=data["value"],
        clause=data["clause"],
        quote=data["quote"],
        note=data.get("note", ""),
        alternatives=tuple(_reading(item) for item in data.get("alternatives", ())),
    )


def _word(data: Mapping[str, JsonValue]) -> Word:
    return Word(
        singular=data["singular_ru"],
        plural=data.get("plural_ru", ""),
        definition=data.get("definition_ru", ""),
        clause=data["clause"],
        aliases=tuple(data.get("aliases_ru", ())),
    )


EXTRAS = ("role_lists", "roadmaps", "programme_templates", "rules")


def view_of(document: Mapping[str, JsonValue]) -> RegulationView:
    """The view of an institution file which was checked before (see ``check.check_document``)."""
    return RegulationView(
        settings={key: _set_value(entry) for key, entry in document["values"].items()},
        words={
            (dictionary, code): _word(word)
            for dictionary, words in document["local_names"].items()
            for code, word in words.items()
        },
        title=document["document"]["title_ru"],
        extras={name: document[name] for name in EXTRAS},
    )
