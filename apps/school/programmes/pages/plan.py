"""The plan of activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.programme import DIRECTIONS
from kernel.clock import today
from kernel.errors import NotFound
from kernel.uploads import content_type
from ui.files import Download
from ui.pages import Action, ActionPage, DownloadPage, FormPage, Text

from .. import actions, amending, editing, meanwhile, queries, rules
from ..models import Amendment, PlanItem, Programme
from ..permissions import SEE, WORK
from ..plan_forms import ItemForm, MarkForm
from .base import OfProgramme
from .changes import AMENDED, agreement_context
from .rivals import Rivalry


class PlanPage(OfProgramme):
    """Rows by date in the columns of the regulation, each with its mark."""

    tab = "plan"
    title = _("Plan of activities")
    template_name = "programmes/plan.html"

    def get_page_actions(self) -> Sequence[Action]:
        if not self.may_write():
            return []
        found = [Action(_("Add an activity"), self.at("item_add"), icon="plus-lg")]
        found.append(Action(_("Add a goal"), self.at("goal_add"), icon="bullseye", variant="secondary"))
        if self._may_build():
            build = Action(_("Build from an example"), self.at("build"), icon="collection", variant="secondary")
            found.append(build)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items, columns = list(self.programme.plan.all()), rules.columns_of(self.view)
        rows = [
            {
                "item": item,
                "direction": self.view.local_name("plan_direction", item.direction) if item.direction else "",
                "methods": ", ".join(self.view.local_name("interaction_method", code) for code in item.methods),
                "state": item.state_on(today()),
            }
            for item in items
        ]
        return super().get_context_data(
            **{
                "rows": rows,
                "goals": self.programme.goals.all(),
                "may_build": self._may_build(),
                "columns": columns,
                "has_doers": "responsible" in columns or any(item.responsible for item in items),
                "lacking": self._lacking(items),
                "directions_rule": self.view.rule(DIRECTIONS),
                "done": sum(item.done_on is not None for item in items),
                "columns_rule": self.view.rule(rules.COLUMNS),
                **kwargs,
            }
        )

    def _may_build(self) -> bool:
        return self.programme.state == Programme.State.DRAFT and self.may_write_note()

    def _lacking(self, items: Sequence[PlanItem]) -> list[str]:
        """Directions of the school's own act without a row, while the plan can be written."""
        if self.programme.is_over or not self.view.is_set(DIRECTIONS) or not items:
            return []
        missing = work.missing_directions(self.view, {item.direction for item in items})
        return [self.view.local_name("plan_direction", code) for code in missing]


class _ItemPage(OfProgramme, Rivalry, FormPage[ItemForm]):
    access = WORK
    tab = "plan"
    template_name = "programmes/amend.html"
    form_class = ItemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "directions": self.view.choices(DIRECTIONS),
            "methods": self.view.choices(work.METHODS) if self.view.is_set(work.METHODS) else [],
            "by_agreement": self.by_agreement(),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = agreement_context(self) if self.by_agreement() else {}
        return super().get_context_data(**{**more, **kwargs})

    def get_success_message(self, result: Any) -> Text:
        return AMENDED if isinstance(result, Amendment) else self.success_message

    def propose(self, what: str, form: ItemForm, item: PlanItem | None = None) -> Amendment:
        """A change that waits for the word of others."""
        values = form.values()
        reason, _seen = values.pop("reason"), values.pop("seen")
        row = editing.Row(**{**values, "methods": tuple(values.get("methods", ()))})
        change = amending.Change(what, item=item, row=row)
        return amending.amend_programme(programme=self.programme, change=change, reason=reason, acting=self.actor)


class ItemAddPage(_ItemPage):
    """A new row."""

    title = _("New activity")
    draft = True
    success_message = _("The activity is in the plan.")

    def perform(self, form: ItemForm) -> PlanItem | Amendment:
        if self.by_agreement():
            return self.propose(Amendment.What.ADD, form)
        values = form.values()
        del values["seen"]
        return actions.add_item(programme=self.programme, **values, acting=self.actor)


class ItemEditPage(_ItemPage):
    """Change a row; a row that is no longer needed can be taken out below."""

    title = _("Activity of the plan")
    template_name = "programmes/item.html"
    success_message = _("The activity is changed.")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "starts_on", "due_on", "direction", "responsible", "methods")
        values = {name: getattr(self.item, name) for name in names}
        return {**values, "seen": meanwhile.seen_of(editing.Row.of(self.item).written())}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        known = {code for code, _title in kwargs["directions"]}
        if self.item.direction and self.item.direction not in known:
            title = self.view.local_name("plan_direction", self.item.direction)
            kwargs["directions"] = [*kwargs["directions"], (self.item.direction, title)]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"item": self.item, **kwargs})

    def perform(self, form: ItemForm) -> PlanItem | Amendment:
        if self.by_agreement():
            return self.propose(Amendment.What.EDIT, form, self.item)
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
        return {"done_on": self.item.done_on or today(), "mark": self.item.mark, "link": self.item.link}

    def perform(self, form: MarkForm) -> PlanItem:
        return actions.mark_item(item=self.item, **form.values(), acting=self.actor)


class ItemEvidence(DownloadPage):
    """The file that proves a mark."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        item = queries.item_of(programme, self.kwargs["item"])
        if not item.evidence or item.evidence.name is None:
            raise NotFound()
        name = item.evidence.name
        extension = name.rsplit(".", 1)[-1]
        return Download(item.evidence.open("rb"), f"activity-{item.pk}.{extension}", content_type(name))


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

    def get_success_message(self, result: Any) -> Text:
        return AMENDED if isinstance(result, Amendment) else self.success_message

    def perform(self) -> Programme | Amendment:
        if self.by_agreement():
            change = amending.Change(Amendment.What.REMOVE, item=self.item)
            return amending.amend_programme(programme=self.programme, change=change, acting=self.actor)
        return actions.remove_item(item=self.item, acting=self.actor)
