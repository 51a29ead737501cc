"""The hall: a participant's pages while the event is held."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.region.rooms.actions import open_room
from apps.region.speed import actions, frames, queries
from apps.region.speed.forms import QuestionForm
from apps.region.speed.models import Registration, SpeedCall, SpeedEvent, SpeedMeeting
from apps.region.speed.pages import OfEvent, SignUpPage
from apps.region.speed.permissions import ORGANISER, PEOPLE
from apps.region.speed.rooms import KIND, subject_of
from kernel.errors import Conflict, NotFound
from tenants.isolation.live import live_url
from ui.pages import Action, ActionPage, Crumb, FormPage, Page, Text, go_to


class InHall(OfEvent):
    """Pages from which one comes back into the hall."""

    @cached_property
    def own(self) -> Registration:
        """One's own registration; a 404 for who has none."""
        own = queries.own_registration(self.event, self.actor.account_id)
        if own is None:
            raise NotFound
        return own

    def get_cancel_url(self) -> str:
        """Back to the hall."""
        return reverse("speed:hall", args=[self.event.pk])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Events, this one, its hall."""
        event = reverse("speed:event", args=[self.event.pk])
        return [
            Crumb(_("Speed mentoring"), reverse("speed:index")),
            Crumb(self.event.title, event),
            Crumb(_("The hall"), self.get_cancel_url()),
        ]


class HallPage(InHall, Page):
    """Whom I meet now and next, by the evening's own clock."""

    access = PEOPLE
    template_name = "speed/hall.html"

    def get_title(self) -> Text:
        return _("The hall")

    def get_lead(self) -> Text:
        return self.event.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:-1]

    def get_page_actions(self) -> Sequence[Action]:
        url = reverse("speed:event", args=[self.event.pk])
        found = [Action(_("The event"), url, icon="info-circle", variant="quiet")]
        if self.actor.has("regional_coordinator"):
            url = reverse("speed:console", args=[self.event.pk])
            found.insert(0, Action(_("Console"), url, icon="sliders", variant="secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hall = queries.hall_of(self.event)
        own, at = hall.accounts.get(self.actor.account_id), queries.moment()
        context = {
            "event": self.event,
            "own": own,
            "content": {"at": at, **frames.own_content(hall, own, at)} if own is not None else None,
            "live_url": live_url(self.request, f"/ws/hall/{self.event.pk}/"),
            "may_come": own is None and hall.run is not None and self.event.state == SpeedEvent.State.PLANNED,
            "form": QuestionForm(),
        }
        return super().get_context_data(**context, **kwargs)


class MeetPage(InHall, ActionPage):
    """Into the room of one's meeting of this round."""

    access = PEOPLE
    title = _("To the room")

    def perform(self) -> HttpResponse:
        meeting = queries.meeting_now(self.event, self.own)
        if meeting is None:
            raise Conflict(_("You have no meeting now."), next_step=_("Wait in the hall for the next round."))
        return enter_room(self, meeting)


class VisitPage(InHall, ActionPage):
    """The organiser enters the room of a meeting: to help with sound and picture."""

    access = ORGANISER
    title = _("To the room")

    def get_cancel_url(self) -> str:
        return reverse("speed:console", args=[self.event.pk])

    def perform(self) -> HttpResponse:
        meeting = queries.meeting_going_on(self.event, self.kwargs["registration"])
        if meeting is None:
            raise Conflict(_("This person has no meeting now."))
        return enter_room(self, meeting)


def enter_room(page: Any, meeting: SpeedMeeting) -> HttpResponse:
    """The room of a meeting, opened by whoever comes first."""
    room = open_room(kind=KIND, subject=subject_of(meeting), acting=page.actor)
    return go_to(page.request, reverse("rooms:room", args=[room.pk]))


class AskPage(InHall, FormPage[QuestionForm]):
    """A question to the organiser."""

    access = PEOPLE
    title = _("A question to the organiser")
    form_class = QuestionForm
    submit_label = _("Ask the organiser")
    success_message = _("The organiser sees your question. The answer appears in the hall.")

    def perform(self, form: QuestionForm) -> SpeedCall:
        return actions.ask_organiser(event_id=self.event.pk, text=form.cleaned_data["text"], acting=self.actor)


class HelpPage(InHall, ActionPage):
    """Help wanted with sound and picture."""

    access = PEOPLE
    title = _("Technical help")
    success_message = _("The organiser knows that you need help.")

    def perform(self) -> SpeedCall:
        return actions.want_help(event_id=self.event.pk, acting=self.actor)


class ComePage(InHall, SignUpPage):
    """Somebody who had not signed up comes to an event that is going on."""

    title = _("Come in now")
    submit_label = pgettext_lazy("event", "Come in")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rounds": []}

    def get_success_message(self, result: Registration) -> Text:
        if result.waits:
            return super().get_success_message(result)
        return _("You are in. Whom you meet is shown here.")

    def write(self, **values: Any) -> Registration:
        values.pop("absent")
        return actions.come_late(**values)
