"""Editors of lists of structures: a row of fields for each, rows left empty do not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..catalogue import JsonValue, Parameter
from ..values.timing import INTERVALS, RULE_MEMBERS
from ..view import RegulationView
from .base import Choices, Editor, Fields, actor_choices, boxes, choices_of, ordered_like, select
from .fields import DaysField, MonthsField, PartialDateField

ROW = "row"
SPARE = 1  # empty rows offered below the filled ones
EXPERIENCE_YEARS = 60


def row_name(number: int, name: str) -> str:
    """Name of a field of a row."""
    return f"{ROW}{number}_{name}"


def _given(value: Any) -> bool:
    """True for a field with something in it; zero is something."""
    return value is not False and value not in ("", None, [])


class RowsEditor(Editor):
    """Base: one structure per row, asked with ``row_fields``."""

    def rows(self, value: JsonValue) -> int:
        return len(value) + SPARE

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        """Fields of one row, none of them required by itself: an empty row is left out."""
        raise NotImplementedError

    def row_initial(self, item: JsonValue) -> dict[str, Any]:
        """What stands in a row."""
        return dict(item)

    def row_read(self, row: Mapping[str, Any], parameter: Parameter, former: JsonValue) -> JsonValue:
        """The structure that a row which is not empty holds."""
        return {name: value or None for name, value in row.items()}

    def fields(self, parameter: Parameter, view: RegulationView, rows: int = 0) -> Fields:
        return {
            row_name(number, name): field
            for number in range(max(rows, SPARE))
            for name, field in self.row_fields(parameter, view).items()
        }

    def initial(self, value: JsonValue, view: RegulationView) -> dict[str, Any]:
        return {
            row_name(number, name): part
            for number, item in enumerate(value)
            for name, part in self.row_initial(item).items()
        }

    def read(self, cleaned: Mapping[str, Any], parameter: Parameter, former: JsonValue = None) -> JsonValue:
        before = former if isinstance(former, list) else []
        return [
            self.row_read(row, parameter, before[number] if number < len(before) else None)
            for number, row in self.filled(cleaned)
        ]

    def filled(self, cleaned: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
        """(number, values) of the rows that are not empty."""
        rows: dict[int, dict[str, Any]] = {}
        for name, value in cleaned.items():
            number, _sep, part = name.removeprefix(ROW).partition("_")
            rows.setdefault(int(number), {})[part] = value
        return [(number, row) for number, row in sorted(rows.items()) if any(map(_given, row.values()))]

    def place(self, path: str, cleaned: Mapping[str, Any]) -> str:
        index, _sep, tail = path.removeprefix("[").partition("]")
        numbers = [number for number, _row in self.filled(cleaned)]
        # Empty rows are no items of the list: the third item may stand in the fifth row.
        number = numbers[int(index)] if index.isdecimal() and int(index) < len(numbers) else 0
        own = [name for name in cleaned if name.startswith(row_name(number, ""))]
        parts = tail.replace("[", ".").split(".")
        return next((name for name in own if name.partition("_")[2] in parts), own[0])


class SeatsEditor(RowsEditor):
    """Who sits in a body or takes part, and as what."""

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        return {
            "actor": select(_("Role or body"), actor_choices(view), required=False),
            "part": select(_("As what"), choices_of(view, "actor_part"), required=False),
        }


class TracksEditor(RowsEditor):
    """Which track a mentee of so many years of experience goes."""

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        def years(label: str) -> forms.IntegerField:
            return forms.IntegerField(label=label, min_value=0, max_value=EXPERIENCE_YEARS, required=False)

        return {
            "track": select(_("Track"), choices_of(view, parameter.spec.dictionary), required=False),
            "years_gt": years(_("Experience over, years")),
            "years_le": years(_("Experience up to and including, years")),
        }

    def row_read(self, row: Mapping[str, Any], parameter: Parameter, former: JsonValue) -> JsonValue:
        return {"track": row["track"] or None, "years_gt": row["years_gt"], "years_le": row["years_le"]}


class RoutesEditor(RowsEditor):
    """Who turns to whom, with which paper, on which grounds, on what condition."""

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        roles = choices_of(view, "role")
        return {
            "from_role": select(_("Who turns"), roles, required=False),
            "to_role": select(_("To whom"), roles, required=False),
            "document": select(_("With which paper"), choices_of(view, "request_document"), required=False),
            "condition": select(_("On condition that"), choices_of(view, "condition"), required=False),
            "grounds": boxes(_("Grounds"), choices_of(view, "resignation_ground"), required=False),
        }

    def row_read(self, row: Mapping[str, Any], parameter: Parameter, former: JsonValue) -> JsonValue:
        route: dict[str, JsonValue] = {name: row[name] or None for name in ("from_role", "to_role")}
        route |= {name: row[name] for name in ("document", "condition") if row[name]}
        if row["grounds"]:
            route["grounds"] = ordered_like((former or {}).get("grounds", ()), row["grounds"])
        return route


class DateRulesEditor(RowsEditor):
    """When something is due. Which fields of a row count follows from the kind of its rule."""

    def row_fields(self, parameter: Parameter, view: RegulationView) -> Fields:
        objects = parameter.spec.object_dictionary
        subject = {"object": select(_("What"), choices_of(view, objects), required=False)} if objects else {}
        return {
            **subject,
            "rule": select(_("When"), rule_choices(), required=False),
            "dates": DaysField(
                label=_("Days of the year"), required=False, help_text=_("Day and month: 30.09, 30.03.")
            ),
            "months": MonthsField(label=_("Months"), required=False, help_text=_("By name or number: May, December.")),
            "interval": select(_("Period"), interval_choices(), required=False),
            "per": forms.IntegerField(label=_("Times in the period"), min_value=1, max_value=31, required=False),
            "from": PartialDateField(label=_("From the month"), required=False, help_text=_("For instance 09.2026.")),
            "to": PartialDateField(label=_("To the month"), required=False, help_text=_("For instance 10.2026.")),
            "event": select(_("Event"), choices_of(view, "product_event"), required=False),
        }

    def row_read(self, row: Mapping[str, Any], parameter: Parameter, former: JsonValue) -> JsonValue:
        kind = row["rule"]
        required, optional = RULE_MEMBERS.get(kind, ((), ()))
        rule: dict[str, JsonValue] = {"rule": kind or None}
        rule |= {name: row[name] for name in required}
        rule |= {name: row[name] for name in optional if row[name]}
        return rule | ({"object": row["object"] or None} if parameter.spec.object_dictionary else {})


def rule_choices() -> Choices:
    """The six kinds of date rules."""
    return [
        ("yearly_dates", _("on fixed days of every year")),
        ("months", _("in certain months of every year")),
        ("every", _("so many times in a period")),
        ("window", _("once, between two months")),
        ("on_event", _("after an event")),
        ("continuous", _("continuously")),
    ]


def interval_choices() -> Choices:
    """The periods of a repeated rule."""
    names = {"month": _("month"), "quarter": _("quarter"), "half_year": _("half-year"), "year": _("year")}
    return [(code, names[code]) for code in INTERVALS]
