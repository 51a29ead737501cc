"""Rows and stages of one roadmap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError
from ui.pages import Action, ActionPage, ConfirmPage, FormPage, Text

from .. import actions, permissions, proofs, queries, shown
from ..dependencies import blockers, following, waits_of
from ..forms import EventForm, ShiftForm
from ..models import Event, Roadmap, Stage
from ..shifting import can_shift, moved_by
from ..when import initial_of
from .base import OfRoadmap, restamped


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that another waits for, and whether it is still to be done for it."""

    event: Event
    is_open: bool


def place_in(events: Mapping[int, Event]) -> Callable[[int], tuple[int, int]]:
    """Sorts ids of rows by their places in the table."""
    return lambda pk: (events[pk].stage.position, events[pk].position)


class EventPage(OfRoadmap):
    """One event: its term, who answers, its marks with what proves them."""

    access = permissions.MINE
    template_name = "roadmap/event.html"

    def get_title(self) -> Text:
        return self.event.title

    def get_page_actions(self) -> Sequence[Action]:
        if not (self.roadmap.is_draft and self.may_author()):
            return []
        found = self._table_actions()
        if can_shift(self.event):
            shift = self.at("event_shift", self.event.pk)
            found.insert(1, Action(_("Move the days"), shift, icon="calendar-range", variant="secondary"))
        return found

    def _table_actions(self) -> list[Action]:
        edit, remove = self.at("event_edit", self.event.pk), self.at("event_remove", self.event.pk)
        up, down = self.at("event_up", self.event.pk), self.at("event_down", self.event.pk)
        return [
            Action(_("Change"), edit, icon="pencil"),
            Action(_("One place up"), up, icon="arrow-up", variant="secondary", method="post"),
            Action(_("One place down"), down, icon="arrow-down", variant="secondary", method="post"),
            Action(_("Take out"), remove, icon="trash", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, ahead, behind = self._surroundings()
        tick = row.auto_tick
        responsible = self.is_office() or queries.is_responsible(self.actor, self.event, self.view)
        terms = proofs.with_evidence(self.event)
        return super().get_context_data(
            **{
                "event": row,
                "term_words": shown.term_words(row, self.view),
                "responsible": shown.responsible_words(row, self.view),
                "terms": terms,
                "ahead": ahead,
                "behind": behind,
                "tick": shown.name_of(self.view, "product_event", tick) if tick else "",
                "may_mark": self.roadmap.is_running and responsible,
                "may_drop": self.roadmap.is_running and self.is_office(),
                "account_id": self.actor.account_id,
                "is_staff": permissions.STAFF.admits(self.actor),
                **kwargs,
            }
        )

    def _surroundings(self) -> tuple[Event, list[Waiting], list[Event]]:
        """The row, what it waits for, what waits for it: of the whole table."""
        stages = queries.table_of(self.roadmap)
        events = {event.pk: event for stage in stages for event in stage.events.all()}
        row, waits = events[self.event.pk], waits_of(events.values())
        blocking = {event.pk for event in blockers(self.roadmap, stages).get(row.pk, ())}
        ahead = [Waiting(events[pk], pk in blocking) for pk in sorted(waits[row.pk], key=place_in(events))]
        behind = [events[pk] for pk in sorted(waits, key=place_in(events)) if row.pk in waits[pk]]
        return row, ahead, behind


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
        people = list(self.event.persons.all())
        return {
            **{name: getattr(self.event, name) for name in names},
            **initial_of(self.event.when),
            "persons": [row.person_id for row in people if not row.is_deputy],
            "deputies": [row.person_id for row in people if row.is_deputy],
            "after": self.event.after_id,
            "needs": [row.needed_id for row in self.event.needs.all()],
            "seen": actions.stamp(self.event),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.event}

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        now = queries.event_of(self.roadmap, self.event.pk)
        return super().show_refusal(refusal, **restamped(refusal, context, now))

    def perform(self, form: EventForm) -> Event:
        when, seen = form.rules(self.event.when), form.cleaned_data["seen"]
        return actions.change_event(event=self.event, when=when, seen=seen, **form.texts(), acting=self.actor)

    def get_success_url(self, result: Event) -> str:
        """Where the days moved and other rows come after it, whether to move those too is asked at once."""
        days = moved_by(self.event.when, result.when)
        if days and _movable_after(result):
            return f"{self.at('event_shift', result.pk)}?days={days}"
        return self.at("show")


class EventShiftPage(OfRoadmap, FormPage[ShiftForm]):
    """Move the days of a row, and of those that come after it. ``?days=``: the row itself was moved just now."""

    title = _("Move the days")
    form_class = ShiftForm
    submit_label = _("Move")
    success_message = _("The days are moved.")

    def get_lead(self) -> Text:
        if self._moved:
            return _("“%(title)s” was moved. Move what comes after it too?") % {"title": self.event.title}
        return self.event.title

    @property
    def _moved(self) -> int:
        text = self.request.GET.get("days", "")
        return int(text) if text.removeprefix("-").isdecimal() and len(text) <= 4 else 0

    def get_form_kwargs(self) -> dict[str, Any]:
        own = [] if self._moved else [self.event]
        return {**super().get_form_kwargs(), "events": [*own, *_movable_after(self.event)]}

    def get_initial(self) -> dict[str, Any]:
        own = [] if self._moved else [self.event]
        chosen = [event.pk for event in [*own, *_movable_after(self.event)]]
        return {"days": self._moved or None, "events": chosen}

    def perform(self, form: ShiftForm) -> list[Event]:
        said = form.values()
        return actions.shift_events(
            roadmap=self.roadmap, events=list(said["events"]), days=said["days"], acting=self.actor
        )


def _movable_after(event: Event) -> list[Event]:
    """The rows that wait for one, directly or through others, whose rules carry a day."""
    rows = Event.objects.filter(stage__roadmap=event.stage.roadmap_id).select_related("stage", "parent__parent")
    table = {row.pk: row for row in rows.prefetch_related("needs")}
    return [table[pk] for pk in following(event.pk, waits_of(table.values())) if can_shift(table[pk])]


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
