"""Forms of the library: a typical plan with as many goals and activities as it needs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.forms.growing import GrowingForm, rows_in
from apps.school.regulation.view import RegulationView

from .models import PlanItem, TypicalPlan
from .outlines import IMPERSONAL, WHOLE, Outline, OutlineGoal, OutlineRow

SPARE = 2  # empty rows offered below the filled ones
LONG_TEXT = 10_000


class TypicalPlanForm(GrowingForm):
    """``plan``: the one that is changed; an activity or a goal without a title is dropped."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("For whom"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": "2"})
    )
    fits_forms = forms.MultipleChoiceField(
        label=_("Forms"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: any form.")
    )
    fits_types = forms.MultipleChoiceField(
        label=_("Types"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: any type.")
    )
    unit = forms.ChoiceField(label=_("Document"), required=False)

    def __init__(
        self, *args: Any, view: RegulationView, plan: TypicalPlan | None, more: bool = False, **kwargs: Any
    ) -> None:
        self.view = view
        found = Outline.read(plan.outline) if plan is not None else Outline()
        data = kwargs.get("data")
        super().__init__(*args, initial={**_initial(plan, found), **kwargs.pop("initial", {})}, **kwargs)
        self._choices(plan)
        self.goal_count = rows_in(data, "goal") + more if data is not None else len(found.goals) + SPARE
        self.row_count = rows_in(data, "row") + more if data is not None else len(found.rows) + SPARE
        for code in IMPERSONAL:
            self.fields[f"note_{code}"] = text_field(view.local_name("programme_field", code), LONG_TEXT, rows=3)
        for number in range(self.goal_count):
            self.fields |= _goal_fields(f"goal{number}_")
        for number in range(self.row_count):
            self.fields |= _row_fields(f"row{number}_", view)

    def _choices(self, plan: TypicalPlan | None) -> None:
        kept = {"fits_forms": plan.forms, "fits_types": plan.types} if plan is not None else {}
        for name, key, dictionary in (
            ("fits_forms", "forms.enabled", "mentoring_form"),
            ("fits_types", "types.enabled", "mentoring_type"),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            codes = dict.fromkeys([*self.view.codes(key), *kept.get(name, ())])
            field.choices = [(code, self.view.local_name(dictionary, code)) for code in codes]
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        pair = [code for code in catalogue().dictionaries["programme_unit"] if code in UNITS]
        unit.choices = [
            ("", _("any document")),
            *((code, self.view.local_name("programme_unit", code)) for code in pair),
        ]

    @property
    def groups(self) -> Iterator[tuple[str, list[list[forms.BoundField]]]]:
        """(title, rows of fields) of the goals and of the activities."""
        for title, prefix, count in ((_("Goals"), "goal", self.goal_count), (_("Activities"), "row", self.row_count)):
            rows = [[self[name] for name in self.fields if name.startswith(f"{prefix}{n}_")] for n in range(count)]
            yield str(title), rows

    @property
    def head(self) -> list[forms.BoundField]:
        """Fields of the plan itself."""
        names = ("title", "summary", "fits_forms", "fits_types", "unit")
        return [self[name] for name in (*names, *(f"note_{code}" for code in IMPERSONAL))]

    def outline(self) -> Outline:
        """What was typed."""
        values = self.cleaned_data
        goals = (_typed(values, f"goal{number}_") for number in range(self.goal_count))
        rows = (_typed(values, f"row{number}_") for number in range(self.row_count))
        return Outline(
            note={code: text for code in IMPERSONAL if (text := values[f"note_{code}"].strip())},
            goals=tuple(OutlineGoal(**{**goal, "target": str(goal["target"])}) for goal in goals if goal["title"]),
            rows=tuple(OutlineRow(**{**row, "methods": tuple(row["methods"])}) for row in rows if row["title"]),
        )

    def clean(self) -> dict[str, Any]:
        """A goal is measured by something and leads somewhere."""
        values = super().clean() or {}
        for number in range(self.goal_count):
            for name in ("indicator", "target"):
                if values.get(f"goal{number}_title") and values.get(f"goal{number}_{name}") in (None, ""):
                    self.add_error(f"goal{number}_{name}", _("A goal needs an indicator and its target."))
        return values


UNITS = frozenset({"personalised_programme", "individual_plan", "pair_plan_programme"})


def text_field(label: str, length: int, *, rows: int) -> forms.CharField:
    """A text that may stay empty."""
    return forms.CharField(
        label=label[:1].upper() + label[1:],
        required=False,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )


def _goal_fields(prefix: str) -> dict[str, forms.Field]:
    return {
        f"{prefix}title": forms.CharField(label=_("Goal"), required=False, max_length=300),
        f"{prefix}indicator": forms.CharField(label=_("What is measured"), required=False, max_length=200),
        f"{prefix}target": forms.DecimalField(label=_("Target"), required=False, max_digits=10, decimal_places=2),
        f"{prefix}measured_in": forms.CharField(label=_("Unit"), required=False, max_length=40),
    }


def _row_fields(prefix: str, view: RegulationView) -> dict[str, forms.Field]:
    share: dict[str, Any] = {"required": False, "min_value": 0, "max_value": WHOLE}
    known = catalogue().dictionaries
    directions = [(code, view.local_name("plan_direction", code)) for code in known["plan_direction"]]
    methods = [(code, view.local_name("interaction_method", code)) for code in known["interaction_method"]]
    return {
        f"{prefix}title": forms.CharField(label=_("Activity"), required=False, max_length=300),
        f"{prefix}direction": forms.ChoiceField(
            label=_("Direction"), required=False, choices=[("", _("not named")), *directions]
        ),
        f"{prefix}responsible": forms.ChoiceField(
            label=_("Who answers for it"), required=False, choices=[("", _("not named")), *PlanItem.Doer.choices]
        ),
        f"{prefix}begins": forms.IntegerField(label=_("Begins, % of the term"), **share),
        f"{prefix}at": forms.IntegerField(label=_("Due, % of the term"), **share),
        f"{prefix}methods": forms.MultipleChoiceField(
            label=_("Methods"),
            required=False,
            widget=forms.SelectMultiple(attrs={"size": "3"}),
            choices=methods,
        ),
    }


def _initial(plan: TypicalPlan | None, found: Outline) -> dict[str, Any]:
    if plan is None:
        return {}
    values: dict[str, Any] = {name: getattr(plan, name) for name in ("title", "summary", "unit")}
    values |= {"fits_forms": plan.forms, "fits_types": plan.types}
    values |= {f"note_{code}": text for code, text in found.note.items()}
    for number, goal in enumerate(found.goals):
        values |= {f"goal{number}_{name}": getattr(goal, name) for name in ("title", "indicator", "measured_in")}
        values[f"goal{number}_target"] = Decimal(goal.target)
    for number, row in enumerate(found.rows):
        names = ("title", "direction", "methods", "responsible", "begins", "at")
        values |= {f"row{number}_{name}": getattr(row, name) for name in names}
    return values


def _typed(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
