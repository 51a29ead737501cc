"""How a value of each type is asked for in a form: fields, what stands in them, and the value read back.

Structured types without a natural handful of fields are typed as JSON; the validator of values says what is wrong.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .catalogue import PARTICIPANTS, JsonValue, Parameter, catalogue
from .view import RegulationView

Fields = dict[str, forms.Field]
VALUE = gettext_lazy("Value")


class Editor:
    """Base: asks with ``fields``, shows a value with ``initial``, reads it with ``read``."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        """The form's fields by name."""
        raise NotImplementedError

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        """What stands in the fields for a value."""
        return {"value": value}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        """The value that the fields hold."""
        return cleaned["value"]


class FlagEditor(Editor):
    """Yes or no, none of them chosen for the person."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        choices = [("yes", _("yes")), ("no", _("no"))]
        return {"value": forms.ChoiceField(label=VALUE, choices=choices, widget=forms.RadioSelect)}

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {"value": "yes" if value else "no"}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        return cleaned["value"] == "yes"


def _number(parameter: Parameter, label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    spec = parameter.spec
    return forms.IntegerField(
        label=label, min_value=spec.min, max_value=spec.max, required=required, help_text=help_text
    )


class NumberEditor(Editor):
    """One whole number."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        return {"value": _number(parameter, VALUE)}


class RangeEditor(Editor):
    """Least and greatest number."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        return {"low": _number(parameter, _("From")), "high": _number(parameter, _("To"))}

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {"low": value["min"], "high": value["max"]}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        return {"min": cleaned["low"], "max": cleaned["high"]}


class LimitsEditor(Editor):
    """Limits of individual and of group work; empty means no limit."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        hint = _("Empty: without a limit.")
        return {
            "individual": _number(parameter, _("In individual work"), required=False, help_text=hint),
            "group": _number(parameter, _("In a group"), required=False, help_text=hint),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return dict(value)

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        return {"individual": cleaned["individual"], "group": cleaned["group"]}


def _choices(parameter: Parameter, view: RegulationView) -> list[tuple[str, str]]:
    names = PARTICIPANTS if parameter.spec.kind == "actor_set" else (parameter.spec.dictionary,)
    return [(code, view.local_name(name, code)) for name in names for code in catalogue().dictionaries[name]]


class OneCodeEditor(Editor):
    """One code of a dictionary."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        return {"value": forms.ChoiceField(label=VALUE, choices=_choices(parameter, view))}


class CodesEditor(Editor):
    """Any codes of a dictionary."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        field = forms.MultipleChoiceField(
            label=VALUE,
            choices=_choices(parameter, view),
            widget=forms.CheckboxSelectMultiple,
            required=parameter.spec.min_items > 0,
        )
        return {"value": field}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        return list(cleaned["value"])


class OrderedCodesField(forms.CharField):
    """Codes in their order: one name (or code) per line."""

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": min(len(choices) + 1, 12)}), **kwargs)
        counts = Counter(name.casefold() for _code, name in choices)
        # A school may call two codes by one word; the code then tells them apart.
        choices = [(code, name if counts[name.casefold()] == 1 else f"{name} [{code}]") for code, name in choices]
        self.choices = choices
        self.codes = {name.casefold(): code for code, name in choices} | {code: code for code, _name in choices}

    def prepare_value(self, value: Any) -> Any:
        """Codes as the school calls them, one per line; what was typed stays as typed."""
        names: dict[str, str] = dict(self.choices)
        return "\n".join(names.get(str(code), str(code)) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        unknown = [line for line in lines if line.casefold() not in self.codes]
        if unknown:
            raise ValidationError(_("Not in the list: %(lines)s.") % {"lines": "; ".join(unknown)})
        return [self.codes[line.casefold()] for line in lines]


class OrderedEditor(Editor):
    """Codes whose order matters, one per line."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        choices = _choices(parameter, view)
        hint = _("One per line, in order. Known: %(names)s.") % {"names": "; ".join(name for _code, name in choices)}
        return {"value": OrderedCodesField(choices, label=VALUE, help_text=hint)}


class PeriodEditor(Editor):
    """First and last day, each full or partial, and how partial ones are counted."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        hint = _("A year, a month or a day: 2026, 2026-09 or 2026-09-01. Empty: open.")
        bases = [
            (code, view.local_name("date_range_basis", code)) for code in catalogue().dictionaries["date_range_basis"]
        ]
        return {
            "start": forms.CharField(label=_("From"), required=False, max_length=10, help_text=hint),
            "end": forms.CharField(label=_("To"), required=False, max_length=10, help_text=hint),
            "basis": forms.ChoiceField(label=_("How it is counted"), choices=bases),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {"start": value["from"], "end": value["to"], "basis": value["basis"]}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        return {"from": cleaned["start"] or None, "to": cleaned["end"] or None, "basis": cleaned["basis"]}


class StampEditor(Editor):
    """Particulars of an act."""

    names = ("body", "protocol_no", "protocol_date", "order_no", "order_date")

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        bodies = [("", "—"), *((code, view.local_name("body", code)) for code in catalogue().dictionaries["body"])]
        return {
            "body": forms.ChoiceField(label=_("Body"), choices=bodies, required=False),
            "protocol_no": forms.CharField(label=_("Number of the minutes"), required=False, max_length=40),
            "protocol_date": forms.DateField(label=_("Date of the minutes"), required=False),
            "order_no": forms.CharField(label=_("Number of the order"), required=False, max_length=40),
            "order_date": forms.DateField(label=_("Date of the order"), required=False),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {name: value.get(name) for name in self.names}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter) -> JsonValue:
        own = [name for name in self.names if name in parameter.default]
        found = {name: cleaned[name] or None for name in self.names if cleaned[name] or name in own}
        return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in found.items()}


class StructureEditor(Editor):
    """Anything else, as JSON."""

    def fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        hint = _("JSON in the form of the file of the regulation; faults are named with their place.")
        widget = forms.Textarea(attrs={"rows": 14, "spellcheck": "false"})
        return {"value": forms.JSONField(label=VALUE, widget=widget, help_text=hint, encoder=_Readable)}


class _Readable(json.JSONEncoder):
    """JSON for people: indented, letters as they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False, "indent": 1})


EDITORS: Mapping[str, Editor] = {
    "bool": FlagEditor(),
    "int": NumberEditor(),
    "int_range": RangeEditor(),
    "limits": LimitsEditor(),
    "enum": OneCodeEditor(),
    "set": CodesEditor(),
    "condition_set": CodesEditor(),
    "actor_set": CodesEditor(),
    "ordered_set": OrderedEditor(),
    "date_range": PeriodEditor(),
    "act_reference": StampEditor(),
}
STRUCTURE = StructureEditor()


def editor_of(parameter: Parameter) -> Editor:
    """The editor of a parameter's type."""
    return EDITORS.get(parameter.spec.kind, STRUCTURE)
