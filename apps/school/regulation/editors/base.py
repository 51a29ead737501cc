"""The base of all editors, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ..catalogue import PARTICIPANTS, JsonValue, Parameter, catalogue
from ..view import RegulationView

Fields = dict[str, forms.Field]
Choices = list[tuple[str, str]]
VALUE = gettext_lazy("Value")
NOTHING: Choices = [("", "—")]


class Editor:
    """Base: asks with ``fields``, shows a value with ``initial``, reads it with ``read``."""

    def rows(self, value: JsonValue) -> int:
        """How many rows of fields a value takes; none where there are no rows."""
        return 0

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        """The form's fields by name, with so many rows where the type has rows."""
        raise NotImplementedError

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        """What stands in the fields for a value."""
        return {"value": value}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        """The value that the fields hold. ``former``: the value before; what stays keeps the act's own order."""
        return cleaned["value"]

    def place(self, path: str, cleaned: Mapping[str, Any]) -> str:
        """The field of ``cleaned`` that a fault of the value at ``path`` (``.min``, ``[2].actor``) belongs to."""
        tail = path.replace("[", ".").replace("]", "").split(".")
        return next((name for name in tail if name in cleaned), next(iter(cleaned)))


def choices_of(view: RegulationView, *dictionaries: str) -> Choices:
    """(code, the school's word) of whole dictionaries."""
    return [(code, view.local_name(name, code)) for name in dictionaries for code in catalogue().dictionaries[name]]


def actor_choices(view: RegulationView) -> Choices:
    """Roles and bodies."""
    return choices_of(view, *PARTICIPANTS)


def value_choices(parameter: Parameter, view: RegulationView) -> Choices:
    """What a parameter of codes may hold."""
    if parameter.spec.kind == "actor_set":
        return actor_choices(view)
    return choices_of(view, parameter.spec.dictionary)


def boxes(label: Any, choices: Choices, *, required: bool = True, help_text: Any = "") -> forms.MultipleChoiceField:
    """Check boxes for any of the codes."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required, help_text=help_text
    )


def select(label: Any, choices: Choices, *, required: bool = True) -> forms.ChoiceField:
    """One of the codes; an empty line stands first."""
    return forms.ChoiceField(label=label, choices=[*NOTHING, *choices], required=required)


def ordered_like(former: Iterable[str], codes: Iterable[str]) -> list[str]:
    """The codes with those of ``former`` first, in its order: a box left ticked does not move its code."""
    picked = list(codes)
    kept = [code for code in former if code in picked]
    return kept + [code for code in picked if code not in kept]
