"""What is chosen in a programme from the lists of the regulation, beside the texts of its note. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from apps.school.regulation.rules import programme as rules
from apps.school.regulation.values.render import listed
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from .models import Programme

MODES = "interaction.mode"
CRITERIA = "forms.choice_criteria"
# Fields of the template that are chosen, not written: field of the template -> (parameter, field of the programme).
CHOSEN: Mapping[str, tuple[str, str]] = {
    "interaction_basis": (rules.BASIS, "basis"),
    "interaction_forms": (rules.FORMS, "interactions"),
    "work_mode": (MODES, "mode"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes chosen; None leaves what is there. ``choice_reason``: why this form, in words."""

    basis: str | None = None
    mode: str | None = None
    interactions: Sequence[str] | None = None
    methods: Sequence[str] | None = None
    choice_criteria: Sequence[str] | None = None
    choice_reason: str | None = None

    def given(self) -> dict[str, str | list[str]]:
        """Field of the programme -> what was chosen."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value if isinstance(value, str) else list(value)
            for name, value in values.items()
            if value is not None
        }

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Choices:
        """From a form or from stored content; other names are ignored."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names})  # type: ignore[arg-type]  # untyped


def broken(view: RegulationView, choices: Choices) -> list[Violation]:
    """Everything chosen that the act does not list."""
    single = {rules.BASIS: choices.basis, MODES: choices.mode}
    several = {rules.FORMS: choices.interactions, rules.METHODS: choices.methods}
    found = []
    for key, code in single.items():
        found += rules.chosen(view, key, [code] if code else [])
    for key, codes in several.items():
        found += rules.chosen(view, key, codes or [])
    return found


def offered(view: RegulationView, codes: Sequence[str]) -> tuple[str, ...]:
    """Parameters whose choice a programme has: those of the template's fields, and those that the act itself sets.

    ``codes``: fields of the template.
    """
    of_template = {CHOSEN[code][0] for code in codes if code in CHOSEN}
    keys = (rules.BASIS, MODES, rules.FORMS, rules.METHODS)
    return tuple(key for key in keys if key in of_template or (key != MODES and view.is_set(key)))


def words(view: RegulationView, programme: Programme, key: str) -> str:
    """What is chosen of a parameter, in the school's words; empty when nothing is."""
    names = dict(CHOSEN.values()) | {rules.METHODS: "methods", CRITERIA: "choice_criteria"}
    value = getattr(programme, names[key])
    codes = [value] if isinstance(value, str) else value
    dictionary = view.parameter(key).spec.dictionary
    found = [view.local_name(dictionary, code) for code in codes if code]
    return listed(found) if found else ""


def filled(view: RegulationView, programme: Programme) -> dict[str, str]:
    """The note with the chosen fields in words; a text written before the field was chosen stands in its place."""
    chosen = {code: words(view, programme, key) for code, (key, _name) in CHOSEN.items()}
    return {**programme.note, **{code: text for code, text in chosen.items() if text}}
