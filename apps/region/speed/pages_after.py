"""After a meeting: two lines about it, and going on together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.speed import actions, queries
from apps.region.speed.forms import FeedbackForm
from apps.region.speed.models import Registration, SpeedContinuation, SpeedEvent, SpeedFeedback, SpeedMeeting
from apps.region.speed.offers import request_url
from apps.region.speed.permissions import OFFICE, PEOPLE
from kernel.errors import NotFound
from ui.pages import ConfirmPage, Crumb, FormPage, Page, Text

State = SpeedEvent.State


class FeedbackPage(FormPage[FeedbackForm]):
    """Two lines after a meeting."""

    access = PEOPLE
    title = _("After the meeting")
    form_class = FeedbackForm
    draft = True
    success_message = _("Thank you, it is saved.")

    @cached_property
    def meeting(self) -> tuple[Any, Registration]:
        """The meeting and one's own registration."""
        return queries.own_meeting(self.kwargs["speed_meeting"], self.actor)

    def get_initial(self) -> dict[str, Any]:
        meeting, own = self.meeting
        given = SpeedFeedback.objects.filter(meeting=meeting, author=own).first()
        return {"useful": given.useful, "next_step": given.next_step, "again": given.again} if given else {}

    def get_cancel_url(self) -> str:
        event = self.meeting[0].event
        going_on = event.state == State.PLANNED and queries.run_of(event) is not None
        return reverse("speed:hall" if going_on else "speed:event", args=[event.pk])

    def get_crumbs(self) -> Sequence[Crumb]:
        title = self.meeting[0].event.title
        return [Crumb(_("Speed mentoring"), reverse("speed:index")), Crumb(title, self.get_cancel_url())]

    def perform(self, form: FeedbackForm) -> SpeedFeedback:
        return actions.give_feedback(meeting_id=self.meeting[0].pk, **form.values(), acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class GoOnPage(ConfirmPage):
    """Go on with the person of a meeting: one step to a request between the schools."""

    access = PEOPLE
    confirm_label = _("Go on together")

    @cached_property
    def meeting(self) -> tuple[SpeedMeeting, Registration]:
        """The meeting and one's own registration."""
        return queries.own_meeting(self.kwargs["speed_meeting"], self.actor)

    @cached_property
    def other(self) -> Registration:
        """Whom one has met."""
        meeting, own = self.meeting
        found = queries.participant(
            meeting.event, meeting.mentee_id if own.pk == meeting.mentor_id else meeting.mentor_id
        )
        if found is None:
            raise NotFound
        return found

    @cached_property
    def url(self) -> str:
        """Where the request is written; empty where the mentor is not offered to other schools."""
        own = self.meeting[1]
        return request_url(own, self.other) if own.side == Registration.Side.MENTEE else ""

    def get_title(self) -> Text:
        return _("Go on with: %(name)s") % {"name": self.other.name}

    def get_cancel_url(self) -> str:
        return reverse("speed:hall", args=[self.meeting[0].event_id])

    def get_crumbs(self) -> Sequence[Crumb]:
        event = self.meeting[0].event
        url = reverse("speed:event", args=[event.pk])
        return [Crumb(_("Speed mentoring"), reverse("speed:index")), Crumb(event.title, url)]

    def get_consequences(self) -> list[Text]:
        found: list[Text] = [_("The curators of both schools see that you would like to work together.")]
        if self.url:
            found.append(_("This mentor is offered to other schools: next you write the request in your own school."))
        return found

    def perform(self) -> SpeedContinuation:
        return actions.go_on(meeting_id=self.meeting[0].pk, acting=self.actor)

    def get_success_message(self, result: SpeedContinuation) -> Text:
        return "" if self.url else _("Your wish is kept: the curators of both schools see it.")

    def get_success_url(self, result: SpeedContinuation) -> str:
        return self.url or self.get_cancel_url()


class ContinuationsPage(Page):
    """Who would like to go on with whom: for the curators of both schools, who can make it a request."""

    access = OFFICE
    title = _("Who would like to go on")
    lead = _("After speed mentoring: people who asked to work on with somebody they met.")
    template_name = "speed/continuations.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Speed mentoring"), reverse("speed:index"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wishes=queries.continuations_for(self.actor), **kwargs)
