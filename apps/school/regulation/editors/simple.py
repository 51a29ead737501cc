"""Editors of single values: flags, numbers, codes, periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..catalogue import JsonValue, Parameter
from ..view import RegulationView
from .base import VALUE, Editor, Fields, boxes, choices_of, ordered_like, value_choices
from .fields import OrderedCodesField, PartialDateField


class FlagEditor(Editor):
    """Yes or no, none of them chosen for the person."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        choices = [("yes", _("yes")), ("no", _("no"))]
        return {"value": forms.ChoiceField(label=VALUE, choices=choices, widget=forms.RadioSelect)}

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {"value": "yes" if value else "no"}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return cleaned["value"] == "yes"


def _number(parameter: Parameter, label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    spec = parameter.spec
    return forms.IntegerField(
        label=label, min_value=spec.min, max_value=spec.max, required=required, help_text=help_text
    )


class NumberEditor(Editor):
    """One whole number."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {"value": _number(parameter, VALUE)}


class RangeEditor(Editor):
    """Least and greatest number."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {"low": _number(parameter, _("From")), "high": _number(parameter, _("To"))}

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {"low": value["min"], "high": value["max"]}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return {"min": cleaned["low"], "max": cleaned["high"]}


class LimitsEditor(Editor):
    """Limits of individual and of group work; empty means no limit."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        hint = _("Empty: without a limit.")
        return {
            "individual": _number(parameter, _("In individual work"), required=False, help_text=hint),
            "group": _number(parameter, _("In a group"), required=False, help_text=hint),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return dict(value)

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return {"individual": cleaned["individual"], "group": cleaned["group"]}


class OneCodeEditor(Editor):
    """One code of a dictionary."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {"value": forms.ChoiceField(label=VALUE, choices=value_choices(parameter, view))}


class CodesEditor(Editor):
    """Any codes of a dictionary."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {"value": boxes(VALUE, value_choices(parameter, view), required=parameter.spec.min_items > 0)}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return ordered_like(former or (), cleaned["value"])


class OrderedEditor(Editor):
    """Codes whose order matters, one per line."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {"value": ordered_codes(parameter, view, VALUE)}


def ordered_codes(parameter: Parameter, view: RegulationView, label: Any) -> OrderedCodesField:
    """The field for codes in order, with the list of what may be named."""
    choices = choices_of(view, parameter.spec.dictionary)
    hint = _("One per line, in order. Known: %(names)s.") % {"names": "; ".join(name for _code, name in choices)}
    return OrderedCodesField(choices, label=label, help_text=hint)


class PeriodEditor(Editor):
    """First and last day, each full or partial, and how partial ones are counted."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        hint = _("A year, a month or a day: 2026, 09.2026 or 01.09.2026. Empty: open.")
        bases = choices_of(view, "date_range_basis")
        return {
            "from": PartialDateField(label=_("From"), required=False, help_text=hint),
            "to": PartialDateField(label=_("To"), required=False, help_text=hint),
            "basis": forms.ChoiceField(label=_("How it is counted"), choices=bases),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {name: value[name] for name in ("from", "to", "basis")}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return {name: cleaned[name] for name in ("from", "to", "basis")}
