"""The plan of activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.pages import Action, ActionPage, FormPage

from .. import actions, rules
from ..forms import ItemForm, MarkForm
from ..models import PlanItem, Programme
from ..permissions import WORK
from .base import OfProgramme

DIRECTIONS = "programme.plan_directions"


class PlanPage(OfProgramme):
    """Rows by date in the columns of the regulation, each with its mark."""

    tab = "plan"
    title = _("Plan of activities")
    template_name = "programmes/plan.html"

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Add an activity"), self.at("item_add"), icon="plus-lg")] if self.may_write() else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list(self.programme.plan.all())
        rows = [
            {
                "item": item,
                "direction": self.view.local_name("plan_direction", item.direction) if item.direction else "",
                "is_late": item.done_on is None and item.due_on is not None and item.due_on < today(),
            }
            for item in items
        ]
        return super().get_context_data(
            **{
                "rows": rows,
                "columns": self.view.codes(rules.COLUMNS),
                "has_directions": any(item.direction for item in items),
                "done": sum(item.done_on is not None for item in items),
                "columns_rule": self.view.rule(rules.COLUMNS),
                **kwargs,
            }
        )


class _ItemPage(OfProgramme, FormPage[ItemForm]):
    access = WORK
    tab = "plan"
    form_class = ItemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "directions": self.view.choices(DIRECTIONS)}


class ItemAddPage(_ItemPage):
    """A new row."""

    title = _("New activity")
    draft = True
    success_message = _("The activity is in the plan.")

    def perform(self, form: ItemForm) -> PlanItem:
        return actions.add_item(programme=self.programme, **form.values(), acting=self.actor)


class ItemEditPage(_ItemPage):
    """Change a row; a row that is no longer needed can be taken out below."""

    title = _("Activity of the plan")
    template_name = "programmes/item.html"
    success_message = _("The activity is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.item.title, "due_on": self.item.due_on, "direction": self.item.direction}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        known = {code for code, _title in kwargs["directions"]}
        if self.item.direction and self.item.direction not in known:
            title = self.view.local_name("plan_direction", self.item.direction)
            kwargs["directions"] = [*kwargs["directions"], (self.item.direction, title)]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"item": self.item, **kwargs})

    def perform(self, form: ItemForm) -> PlanItem:
        return actions.change_item(item=self.item, **form.values(), acting=self.actor)


class ItemMarkPage(OfProgramme, FormPage[MarkForm]):
    """Done: when, and what came of it."""

    access = WORK
    tab = "plan"
    title = _("Mark as done")
    form_class = MarkForm
    submit_label = _("Mark as done")
    success_message = _("The activity is marked as done.")

    def get_lead(self) -> str:
        return self.item.title

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": self.item.done_on or today(), "mark": self.item.mark}

    def perform(self, form: MarkForm) -> PlanItem:
        return actions.mark_item(item=self.item, **form.values(), acting=self.actor)


class ItemUnmarkPage(OfProgramme, ActionPage):
    """Take the mark back."""

    access = WORK
    tab = "plan"
    success_message = _("The mark is taken back.")

    def perform(self) -> PlanItem:
        return actions.unmark_item(item=self.item, acting=self.actor)


class ItemRemovePage(OfProgramme, ActionPage):
    """Take a row out."""

    access = WORK
    tab = "plan"
    success_message = _("The activity is taken out of the plan.")

    def perform(self) -> Programme:
        return actions.remove_item(item=self.item, acting=self.actor)
