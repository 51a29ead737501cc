"""A roadmap from year to year: copied, turned, closed, kept as a template; when those above are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries, turning
from ..forms import RemindersForm, TemplateForm, TurnForm
from ..models import Roadmap, Template
from ..tables import TemplateTable
from .base import OfRoadmap, OfYear


class CopyPage(OfRoadmap, ConfirmPage):
    """The same table for the next year."""

    title = _("Copy to the next year")
    confirm_label = _("Make the copy")
    success_message = _("The draft for the next year is made.")

    def get_consequences(self) -> Sequence[Text]:
        return [
            _("A draft with the same stages, rows and responsible persons is made for the following year."),
            _("Dates that carry a year are moved by one year; marks are not taken along."),
        ]

    def perform(self) -> Roadmap:
        return actions.copy_roadmap(roadmap=self.roadmap, acting=self.actor)

    def get_success_url(self, result: Roadmap) -> str:
        return result.get_absolute_url()


class ClosePage(OfRoadmap, ConfirmPage):
    """The end of the period."""

    title = _("Close the period of the roadmap")
    confirm_label = _("Close the period")
    success_message = _("The period is closed.")

    def get_consequences(self) -> Sequence[Text]:
        until = date_format(self.roadmap.ends_on, "d.m.Y")
        return [
            _("Nothing more is marked in this roadmap (its period ends on %(day)s).") % {"day": until},
            _("It is refused while a measurement of the monitoring that is due was not held."),
        ]

    def perform(self) -> Roadmap:
        return actions.close_roadmap(roadmap=self.roadmap, acting=self.actor)


class TurnPage(OfRoadmap, FormPage[TurnForm]):
    """What moves to the next school year, what goes on in it, what is closed for which reason."""

    title = _("Turn the year")
    template_name = "roadmap/turn.html"
    form_class = TurnForm
    submit_label = _("Turn the year")
    success_message = _("The year is turned: the next roadmap is a draft to be checked and approved.")

    @cached_property
    def left(self) -> list[turning.Left]:
        """Everything that is still open."""
        return turning.left_of(queries.table_of(self.roadmap))

    def get_form_kwargs(self) -> dict[str, Any]:
        named = [(str(each.term.pk), _words(each)) for each in self.left]
        return {**super().get_form_kwargs(), "left": named}

    def get_initial(self) -> dict[str, Any]:
        return {"carried": [str(each.term.pk) for each in self.left if not each.returns]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "period": turning.next_period(self.roadmap),
                "present": queries.next_of(self.roadmap),
                "left": self.left,
                **kwargs,
            }
        )

    def perform(self, form: TurnForm) -> Roadmap:
        said = form.cleaned_data
        carried = [int(key) for key in said.get("carried", ())]
        again = gettext("comes again in the next year by its own rule")
        reasons = {
            each.term.pk: said.get("reason", "") or (again if each.returns else "")
            for each in self.left
            if each.term.pk not in carried
        }
        return actions.turn_year(roadmap=self.roadmap, carried=carried, reasons=reasons, acting=self.actor)

    def get_success_url(self, result: Roadmap) -> str:
        return result.get_absolute_url()


def _words(left: turning.Left) -> str:
    day = left.term.due_on
    until = gettext("by %(day)s") % {"day": date_format(day, "d.m.Y")} if day else gettext("without a day")
    return f"{left.event.title} ({until})"


class RemindersPage(OfRoadmap, FormPage[RemindersForm]):
    """After how many days the curator and the head are told of what is overdue."""

    access = permissions.OFFICE
    title = _("Reminders of what is overdue")
    lead = _("Those who answer for an event are told from the first day; the others when it goes on.")
    form_class = RemindersForm
    success_message = _("The reminders are set.")

    def get_initial(self) -> dict[str, Any]:
        return {"curator_after": self.roadmap.curator_after, "head_after": self.roadmap.head_after}

    def perform(self, form: RemindersForm) -> Roadmap:
        return actions.set_reminders(roadmap=self.roadmap, **form.values(), acting=self.actor)


# ---- templates


class KeepPage(OfRoadmap, FormPage[TemplateForm]):
    """Keep the roadmap as a template."""

    title = _("Keep as a template")
    lead = _("Stages, events, their terms and what waits for what are kept; persons and marks are not.")
    form_class = TemplateForm
    submit_label = _("Keep")
    success_message = _("The template is kept: it is offered when a new roadmap is made.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.roadmap.title[:200]}

    def perform(self, form: TemplateForm) -> Template:
        return actions.keep_template(roadmap=self.roadmap, **form.values(), acting=self.actor)

    def get_success_url(self, result: Template) -> str:
        return reverse("roadmap:templates")


class TemplatesPage(OfYear, ListPage[Template]):
    """The school's own templates."""

    access = permissions.STAFF
    title = _("Own templates of roadmaps")
    template_name = "roadmap/list.html"
    table_class = TemplateTable
    export_name = "roadmap-templates"
    empty = EmptyState(
        _("No template yet"), _("Open a roadmap and choose “Keep as a template” among its actions."), "collection"
    )

    def get_queryset(self) -> QuerySet[Template]:
        return Template.objects.defer("plan")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Roadmaps"), reverse("roadmap:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("New roadmap"), reverse("roadmap:new"), icon="plus-lg")] if self.may_author() else []


class TemplateDropPage(OfYear, ConfirmPage):
    """Throw a template away."""

    access = permissions.STAFF
    title = _("Throw the template away")
    confirm_label = _("Throw away")
    danger = True
    success_message = _("The template is thrown away.")

    @cached_property
    def template(self) -> Template:
        """The template; ``NotFound`` for another school's."""
        return queries.template_of(self.kwargs["roadmap_template"])

    def find_objects(self) -> None:
        """Ask for it before anything is shown."""
        _found = self.template

    def get_consequences(self) -> Sequence[Text]:
        return [self.template.title, _("Roadmaps that were made of it stay.")]

    def perform(self) -> None:
        actions.drop_template(template=self.template, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("roadmap:templates")

    def get_cancel_url(self) -> str:
        return reverse("roadmap:templates")

    def get_already_done_url(self) -> str:
        return reverse("roadmap:templates")
