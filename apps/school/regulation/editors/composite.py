"""Editors of structures with a fixed handful of parts: stamps, references, templates, rules of change."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..catalogue import JsonValue, Parameter
from ..view import RegulationView
from .base import Editor, Fields, actor_choices, boxes, choices_of, ordered_like, select
from .rows import ROW, SPARE, RowsEditor
from .simple import ordered_codes


class StampEditor(Editor):
    """Particulars of an act."""

    names = ("body", "protocol_no", "protocol_date", "order_no", "order_date")

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {
            "body": select(_("Body"), choices_of(view, "body"), required=False),
            "protocol_no": forms.CharField(label=_("Number of the minutes"), required=False, max_length=40),
            "protocol_date": forms.DateField(label=_("Date of the minutes"), required=False),
            "order_no": forms.CharField(label=_("Number of the order"), required=False, max_length=40),
            "order_date": forms.DateField(label=_("Date of the order"), required=False),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {name: value.get(name) for name in self.names}

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        own = former or parameter.default
        found = {name: cleaned[name] or None for name in self.names if cleaned[name] or name in own}
        return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in found.items()}


class _LocalActs(RowsEditor):
    """Acts of the school itself."""

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        return {
            "title_ru": forms.CharField(label=_("Act of the school"), required=False, max_length=300),
            "number": forms.CharField(label=_("No."), required=False, max_length=40),
            "date": forms.DateField(label=_("Date"), required=False),
        }

    def row_read(self, row: Mapping[str, Any], parameter: Parameter, former: JsonValue) -> JsonValue:
        act: dict[str, JsonValue] = {"title_ru": row["title_ru"]}
        act |= {"number": row["number"]} if row["number"] else {}
        return act | ({"date": row["date"].isoformat()} if row["date"] else {})


class ReferencesEditor(Editor):
    """Acts that a regulation rests on: known ones, the school's own, or the legislation in general."""

    local = _LocalActs()

    def rows(self, value: JsonValue) -> int:
        return len(value["local_acts"]) + SPARE

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {
            "acts": boxes(_("Acts of the federation"), choices_of(view, parameter.spec.dictionary), required=False),
            "general_reference": forms.BooleanField(
                label=_("A general reference to the legislation stands in the act"), required=False
            ),
            **self.local.fields(parameter, view, rows),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        own = {name: value[name] for name in ("acts", "general_reference")}
        return own | self.local.initial(value["local_acts"], view)

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return {
            "acts": ordered_like((former or {}).get("acts", ()), cleaned["acts"]),
            "local_acts": self.local.read(self._rows_of(cleaned), parameter),
            "general_reference": cleaned["general_reference"],
        }

    def place(self, path: str, cleaned: Mapping[str, Any]) -> str:
        if path.startswith(".local_acts["):
            return self.local.place(path.removeprefix(".local_acts"), self._rows_of(cleaned))
        return super().place(path, cleaned)

    def _rows_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in cleaned.items() if name.startswith(ROW)}


class TemplateEditor(Editor):
    """A document and its fields in order."""

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {
            "document": forms.ChoiceField(label=_("Document"), choices=choices_of(view, "programme_unit")),
            "fields": ordered_codes(parameter, view, _("Fields")),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return dict(value)

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        return {"document": cleaned["document"], "fields": cleaned["fields"]}


class ChangeRuleEditor(Editor):
    """What may be changed, by whom, with whose consent."""

    names = ("subjects", "made_by", "agreed_by")

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        hint = _("None: not named in the act.")
        return {
            "subjects": boxes(_("What may be changed"), choices_of(view, parameter.spec.dictionary)),
            "made_by": boxes(_("Who changes it"), actor_choices(view), required=False, help_text=hint),
            "agreed_by": boxes(_("With whose consent"), actor_choices(view), required=False, help_text=hint),
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return dict(value)

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        before = former or {}
        return {name: ordered_like(before.get(name, ()), cleaned[name]) for name in self.names}
