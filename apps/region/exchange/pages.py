"""Remote pairs on the region's host: the list over all schools of a person, the pair's page, its work."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import actions, forms, permissions, queries, rules, zones
from apps.region.exchange.models import RemoteAgreement, RemoteMeeting, RemotePair
from apps.region.exchange.rooms import KIND
from apps.region.exchange.tables import PairFilter, PairTable
from apps.region.rooms.queries import records_of
from kernel.clock import now, today
from kernel.doors import enter
from kernel.errors import NotAllowed, NotFound
from ui.pages import Action, ActionPage, Crumb, EmptyState, FormPage, ListPage, Page


class PairsPage(ListPage[RemotePair]):
    """«My remote pairs»: of all schools of the reader in one list; coordinators see those of the region."""

    access = permissions.INDEX
    title = _("Remote pairs")
    lead = _("Mentor and mentee work in different schools and meet by video.")
    table_class = PairTable
    filterset_class = PairFilter
    export_name = "remote-pairs"
    empty = EmptyState(
        _("No remote pairs yet"),
        _("A curator offers a mentor to other schools on the page «Other schools» of the own school."),
        "camera-video",
    )

    def get_queryset(self) -> QuerySet[RemotePair]:
        return queries.pairs_for_list(self.actor)

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Complaints"), reverse("exchange:complaints"), "chat-dots", "secondary")]


class InPair(Page):
    """A page within a pair that the reader may see, on the clock of the reader's own school."""

    @cached_property
    def pair(self) -> RemotePair:
        """The pair, or a 404."""
        key: UUID = self.kwargs["remote_pair"]
        return queries.pair_for(self.actor, key)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The door first, then the zone; rendered within it."""
        refusal = enter(self.access, request)
        if refusal is not None:
            return refusal
        with timezone.override(zones.zone_for(self.pair, self.actor)):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    @property
    def pair_url(self) -> str:
        """The pair's page."""
        return reverse("exchange:pair", kwargs={"remote_pair": self.pair.pk})

    def get_crumbs(self) -> Sequence[Crumb]:
        return [
            Crumb(_("Remote pairs"), reverse("exchange:index")),
            Crumb(f"{self.pair.mentor_name} → {self.pair.mentee_name}", self.pair_url),
        ]

    def get_success_url(self, result: Any) -> str:
        """Everything done in a pair leads back to its page."""
        return self.pair_url

    def get_cancel_url(self) -> str:
        """So does giving up."""
        return self.pair_url


RECORDS = 10
"""So many of the last meetings in the room are listed."""


class PairPage(InPair):
    """People, conditions of both schools, plan, meetings, completion."""

    access = permissions.READERS
    template_name = "exchange/pair.html"

    def get_title(self) -> str:
        return f"{self.pair.mentor_name} → {self.pair.mentee_name}"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Remote pairs"), reverse("exchange:index"))]

    @property
    def home(self) -> rules.Side | None:
        """The side whose words the reader hears."""
        return zones.home_side(self.pair, self.actor)

    @property
    def is_active(self) -> bool:
        """True while the pair works."""
        return self.pair.state == RemotePair.State.ACTIVE

    def get_page_actions(self) -> Sequence[Action]:
        if not self.is_active:
            return []
        key = {"remote_pair": self.pair.pk}
        buttons = []
        if permissions.side_of(self.pair, self.actor) is not None:
            enter = reverse("rooms:enter", kwargs={"room_kind": KIND, "room_subject": self.pair.pk})
            buttons.append(Action(_("Enter the room"), enter, "camera-video", method="post"))
        if permissions.may_work(self.pair, self.actor):
            buttons.append(Action(_("Plan a meeting"), reverse("exchange:meeting_new", kwargs=key), "calendar-plus"))
        if permissions.may_close(self.pair, self.actor):
            url = reverse("exchange:close", kwargs=key)
            buttons.append(Action(_("Complete the work"), url, "flag", "secondary"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = self.pair
        meetings = zones.meeting_lines(pair, self.actor)
        coming = [line for line in meetings if line.is_planned and not line.over]
        plan = list(pair.plan.all())
        return super().get_context_data(
            **{
                "pair": pair,
                "works": self.is_active and permissions.may_work(pair, self.actor),
                "writes": self.is_active and permissions.side_of(pair, self.actor) is not None,
                "next_meeting": coming[0] if coming else None,
                "meetings": meetings,
                "records": records_of(KIND, str(pair.pk))[:RECORDS] if permissions.may_work(pair, self.actor) else (),
                "plan": plan,
                "done": sum(item.done_on is not None for item in plan),
                "elapsed": _elapsed(pair, today()),
                "conditions": [
                    (pair.mentor_school, rules.conditions(pair.conditions.get("mentor", {}))),
                    (pair.mentee_school, rules.conditions(pair.conditions.get("mentee", {}))),
                ],
                "form_title": rules.own_title(pair.offer.forms, pair.form, pair.form_title, self.home),
                "ground_title": rules.own_ground(
                    pair.conditions, pair.closing_ground, pair.closing_ground_title, self.home
                ),
                "person": permissions.side_of(pair, self.actor) is not None,
                "office": permissions.sees_papers(pair, self.actor),
                "may_close": permissions.may_close(pair, self.actor),
                "agreement": RemoteAgreement.objects.filter(pair=pair).defer("docx", "pdf").first(),
                "state_kind": {"active": "active", "completed": "success"}.get(pair.state, "neutral"),
                **kwargs,
            }
        )


def _elapsed(pair: RemotePair, on: datetime.date) -> int:
    """Per cent of the term that has gone by."""
    whole = (pair.ends_on - pair.starts_on).days
    return min(100, max(0, 100 * (on - pair.starts_on).days // whole))


class _Work(InPair):
    """A page that writes in the pair: a reader who may not work in it is refused at once."""

    access = permissions.WORKERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.access.admits(self.actor) and not permissions.may_work(self.pair, self.actor):
            raise NotAllowed()
        return super().dispatch(request, *args, **kwargs)


class NewItemPage(_Work, FormPage[forms.ItemForm]):
    """A new activity of the plan."""

    title = _("New activity")
    form_class = forms.ItemForm
    submit_label = _("Add")
    success_message = _("The activity is in the plan.")

    def perform(self, form: forms.ItemForm) -> Any:
        return actions.add_item(pair=self.pair, acting=self.actor, **form.values())


class ItemDonePage(_Work, ActionPage):
    """Mark an activity as done."""

    def perform(self) -> Any:
        return actions.mark_item(pair=self.pair, item=self.kwargs["remote_item"], done=True, acting=self.actor)


class ItemUndonePage(_Work, ActionPage):
    """Take the mark back."""

    def perform(self) -> Any:
        return actions.mark_item(pair=self.pair, item=self.kwargs["remote_item"], done=False, acting=self.actor)


class ItemRemovePage(_Work, ActionPage):
    """Remove an activity."""

    def perform(self) -> Any:
        return actions.remove_item(pair=self.pair, item=self.kwargs["remote_item"], acting=self.actor)


class _MeetingForm(_Work, FormPage[forms.MeetingForm]):
    """Time and link; the time is typed on the clock of the reader's own school."""

    form_class = forms.MeetingForm

    def get_lead(self) -> Any:
        zone = timezone.get_current_timezone_name()
        return _("The time is that of your school (%(zone)s); the other side sees its own.") % {"zone": zone}


class NewMeetingPage(_MeetingForm):
    """Plan a meeting."""

    title = _("New meeting")
    submit_label = _("Plan the meeting")
    success_message = _("The meeting is planned.")

    def perform(self, form: forms.MeetingForm) -> Any:
        return actions.plan_meeting(pair=self.pair, acting=self.actor, **form.values())


class InMeeting(_Work):
    """A page about one meeting of the pair."""

    @cached_property
    def meeting(self) -> RemoteMeeting:
        """The meeting, or a 404."""
        found = self.pair.meetings.filter(pk=self.kwargs["remote_meeting"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The meeting too must be the pair's."""
        super().find_objects()
        _ = self.meeting


class MoveMeetingPage(InMeeting, _MeetingForm):
    """Another time or link."""

    title = _("Change the meeting")
    success_message = _("The meeting is changed.")

    def get_initial(self) -> dict[str, Any]:
        row = self.meeting
        return {"starts_at": row.starts_at, "minutes": row.minutes, "link": row.link, "topic": row.topic}

    def perform(self, form: forms.MeetingForm) -> Any:
        return actions.move_meeting(pair=self.pair, meeting=self.meeting.pk, acting=self.actor, **form.values())


class RecordMeetingPage(InMeeting, FormPage[forms.RecordForm]):
    """Held or missed, and one's own note."""

    title = _("After the meeting")
    form_class = forms.RecordForm
    success_message = _("The meeting is recorded.")
    draft = True

    def get_form(self) -> forms.RecordForm:
        form = super().get_form()
        if permissions.side_of(self.pair, self.actor) is None:
            del form.fields["note"]
        return form

    def get_initial(self) -> dict[str, Any]:
        side = permissions.side_of(self.pair, self.actor)
        outcome = forms.RecordForm.HELD if self.meeting.starts_at <= now() else forms.RecordForm.MISSED
        return {"note": getattr(self.meeting, f"{side}_note") if side else "", "outcome": outcome}

    def perform(self, form: forms.RecordForm) -> Any:
        values = form.values()
        return actions.record_meeting(
            pair=self.pair,
            meeting=self.meeting.pk,
            held=values["outcome"] == forms.RecordForm.HELD,
            missed_reason=values["missed_reason"],
            note=values.get("note", ""),
            acting=self.actor,
        )


class NotePage(InMeeting, FormPage[forms.NoteForm]):
    """One's own note on a meeting."""

    title = _("My note")
    form_class = forms.NoteForm
    success_message = _("Your note is saved.")
    draft = True

    def get_initial(self) -> dict[str, Any]:
        side = permissions.side_of(self.pair, self.actor)
        return {"note": getattr(self.meeting, f"{side}_note") if side else ""}

    def perform(self, form: forms.NoteForm) -> Any:
        return actions.write_note(
            pair=self.pair, meeting=self.meeting.pk, note=form.values()["note"], acting=self.actor
        )


class ClosePage(InPair, FormPage[forms.CloseForm]):
    """Complete the work, or end it early, by a ground of both regulations."""

    access = permissions.CURATORS
    title = _("Complete the work of the pair")
    form_class = forms.CloseForm
    submit_label = _("Complete the work")
    success_message = _("The work of the pair is over. The place at the mentor is free again.")
    draft = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "grounds": rules.closing_grounds(self.pair.conditions)}

    def perform(self, form: forms.CloseForm) -> Any:
        return actions.close_pair(pair=self.pair, acting=self.actor, **form.values())
