"""Measurable goals: a new one, changed, measured, taken out."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import ActionPage, FormPage, Text

from .. import actions, amending, editing, meanwhile, planning
from ..models import Amendment, Goal, Programme
from ..permissions import WORK
from ..plan_forms import GoalForm, MeasureForm
from .base import OfProgramme
from .changes import AMENDED, agreement_context
from .rivals import Rivalry


class _GoalPage(OfProgramme):
    access = WORK
    tab = "plan"

    @cached_property
    def goal(self) -> Goal:
        """The goal of the address; ``NotFound`` when the programme has none of that id."""
        return planning.goal_of(self.programme, self.kwargs["goal"])

    def find_objects(self) -> None:
        """The programme, and the goal where one is named."""
        super().find_objects()
        if "goal" in self.kwargs:
            _goal = self.goal

    def propose(self, goal: Goal | None, row: editing.GoalRow | None, reason: str = "") -> Amendment:
        """A change that waits for the word of others."""
        change = amending.Change(Amendment.What.GOAL, goal=goal, goal_row=row)
        return amending.amend_programme(programme=self.programme, change=change, reason=reason, acting=self.actor)


class _GoalFormPage(_GoalPage, Rivalry, FormPage[GoalForm]):
    template_name = "programmes/amend.html"
    form_class = GoalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by_agreement": self.by_agreement()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = agreement_context(self) if self.by_agreement() else {}
        return super().get_context_data(**{**more, **kwargs})

    def get_success_message(self, result: Any) -> Text:
        return AMENDED if isinstance(result, Amendment) else self.success_message


class GoalAddPage(_GoalFormPage):
    """A new goal."""

    title = _("New goal")
    draft = True
    success_message = _("The goal is in the programme.")

    def perform(self, form: GoalForm) -> Goal | Amendment:
        if self.by_agreement():
            return self.propose(None, form.row(), form.cleaned_data["reason"])
        return actions.add_goal(programme=self.programme, row=form.row(), acting=self.actor)


class GoalEditPage(_GoalFormPage):
    """Change what a goal asks for; a goal that is no longer wanted can be taken out below."""

    title = _("Goal of the programme")
    template_name = "programmes/goal.html"
    success_message = _("The goal is changed.")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "indicator", "measured_in", "target")
        seen = meanwhile.seen_of(editing.GoalRow.of(self.goal).written())
        values = {name: getattr(self.goal, name) for name in names}
        return {**values, "beginning": self.goal.initial, "seen": seen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"goal": self.goal, **kwargs})

    def perform(self, form: GoalForm) -> Goal | Amendment:
        if self.by_agreement():
            return self.propose(self.goal, form.row(), form.cleaned_data["reason"])
        seen = form.cleaned_data["seen"]
        return actions.change_goal(goal=self.goal, row=form.row(), seen=seen, acting=self.actor)


class GoalMeasurePage(_GoalPage, FormPage[MeasureForm]):
    """What the indicator shows now."""

    title = _("Measure the goal")
    form_class = MeasureForm
    success_message = _("The measurement is recorded.")

    def get_lead(self) -> str:
        return editing.GoalRow.of(self.goal).words

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asks_initial": self.goal.initial is None}

    def perform(self, form: MeasureForm) -> Goal:
        values = form.values()
        initial = values.pop("beginning", None)
        return actions.measure_goal(goal=self.goal, initial=initial, **values, acting=self.actor)


class GoalRemovePage(_GoalPage, ActionPage):
    """Take a goal out."""

    success_message = _("The goal is taken out.")

    def get_success_message(self, result: Any) -> Text:
        return AMENDED if isinstance(result, Amendment) else self.success_message

    def perform(self) -> Programme | Amendment:
        if self.by_agreement():
            return self.propose(self.goal, None)
        return actions.remove_goal(goal=self.goal, acting=self.actor)
