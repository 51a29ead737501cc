"""Rows and stages of one roadmap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import Action, ActionPage, ConfirmPage, FormPage, Text

from .. import actions, permissions, queries, shown
from ..forms import EventForm
from ..models import Event, Roadmap, Stage
from ..when import initial_of
from .base import OfRoadmap


class EventPage(OfRoadmap):
    """One event: its term, who answers, its marks with what proves them."""

    access = permissions.MINE
    template_name = "roadmap/event.html"

    def get_title(self) -> Text:
        return self.event.title

    def get_page_actions(self) -> Sequence[Action]:
        if not (self.roadmap.is_draft and self.may_author()):
            return []
        edit, remove = self.at("event_edit", self.event.pk), self.at("event_remove", self.event.pk)
        up, down = self.at("event_up", self.event.pk), self.at("event_down", self.event.pk)
        return [
            Action(_("Change"), edit, icon="pencil"),
            Action(_("One place up"), up, icon="arrow-up", variant="secondary", method="post"),
            Action(_("One place down"), down, icon="arrow-down", variant="secondary", method="post"),
            Action(_("Take out"), remove, icon="trash", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tick = self.event.auto_tick
        responsible = self.is_office() or queries.is_responsible(self.actor, self.event, self.view)
        return super().get_context_data(
            **{
                "event": self.event,
                "term_words": shown.term_words(self.event, self.view),
                "responsible": shown.responsible_words(self.event, self.view),
                "terms": self.event.terms.all(),
                "tick": shown.name_of(self.view, "product_event", tick) if tick else "",
                "may_mark": self.roadmap.is_running and responsible,
                **kwargs,
            }
        )


class _EventForm(OfRoadmap, FormPage[EventForm]):
    """What adding and changing have in common."""

    form_class = EventForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roadmap": self.roadmap, "view": self.view}


class EventAddPage(_EventForm):
    """A new row of a stage."""

    title = _("New event")
    draft = True
    success_message = _("The event is in the table.")

    def get_lead(self) -> Text:
        return self.stage.title

    def perform(self, form: EventForm) -> Event:
        return actions.add_event(stage=self.stage, when=form.rules(), **form.texts(), acting=self.actor)


class EventEditPage(_EventForm):
    """Change a row."""

    title = _("Change the event")
    success_message = _("The event is changed.")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "details", "group", "when_text", "resources", "printed_number", "auto_tick", "responsible")
        persons = [row.person_id for row in self.event.persons.all()]
        said = {name: getattr(self.event, name) for name in names}
        return {**said, **initial_of(self.event.when), "persons": persons, "after": self.event.after_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def perform(self, form: EventForm) -> Event:
        when = form.rules(self.event.when)
        return actions.change_event(event=self.event, when=when, **form.texts(), acting=self.actor)


class EventMovePage(OfRoadmap, ActionPage):
    """One place up or down within the stage."""

    up = True

    def perform(self) -> Event:
        return actions.move_event(event=self.event, up=self.up, acting=self.actor)


class EventRemovePage(OfRoadmap, ConfirmPage):
    """Take a row out."""

    title = _("Take the event out of the table")
    confirm_label = _("Take out")
    danger = True
    success_message = _("The event is taken out of the table.")

    def get_consequences(self) -> Sequence[Text]:
        return [self.event.title, _("The row is deleted with its terms; the rows below it stay.")]

    def perform(self) -> Roadmap:
        return actions.remove_event(event=self.event, acting=self.actor)


class StageOpenPage(OfRoadmap, ActionPage):
    """Begin a stage."""

    success_message = _("The stage is open.")

    def perform(self) -> Stage:
        return actions.open_stage(stage=self.stage, acting=self.actor)


class StageClosePage(OfRoadmap, ActionPage):
    """End a stage."""

    success_message = _("The stage is closed.")

    def perform(self) -> Stage:
        return actions.close_stage(stage=self.stage, acting=self.actor)
