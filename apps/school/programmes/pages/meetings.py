"""Meetings: the diary of the pair, planning, recording, a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import programme as work
from kernel.clock import now
from tenants.isolation.context import require_school
from ui.pages import Action, ActionPage, Download, DownloadPage, FormPage, Text

from .. import actions, meeting_ports, queries, rules
from ..calendar import calendar_of, event_of
from ..forms import HeldForm, MeetingForm, MissedForm
from ..models import Meeting, Programme
from ..permissions import SEE, WORK
from .base import OfProgramme
from .releases import release_action


class MeetingsPage(OfProgramme):
    """Planned first, then those that were."""

    tab = "meetings"
    title = _("Meetings")
    template_name = "programmes/meetings.html"

    def get_page_actions(self) -> Sequence[Action]:
        if self.may_write():
            own = Action(_("Agree a meeting"), self.at("meeting_new"), icon="calendar-plus", variant="secondary")
            return [*meeting_ports.actions_of(self.programme, self.actor), own, *release_action(self)]
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = list(self.programme.meetings.order_by("starts_at", "pk"))
        planned = [meeting for meeting in meetings if meeting.state == Meeting.State.PLANNED]
        past = [meeting for meeting in reversed(meetings) if meeting.state != Meeting.State.PLANNED]
        return super().get_context_data(
            **{
                "planned": planned,
                "past": past,
                "modes": mode_titles(self),
                "reads": readable(self),
                "cards": meeting_ports.diary_cards(self.programme, self.actor),
                **kwargs,
            }
        )


def mode_titles(page: OfProgramme) -> dict[str, str]:
    """Every mode in the school's words, for meetings planned under an older version too."""
    return {code: page.view.local_name("interaction_mode", code) for code in ("online", "in_person", "mixed")}


def readable(page: OfProgramme) -> list[str]:
    """Sides whose notes this person reads."""
    return [side for side in ("mentor", "mentee") if page.standing.reads_note_of(side)]


class MeetingPage(OfProgramme):
    """One meeting: when and where, the notes this person may read, what can be done."""

    tab = "meetings"
    template_name = "programmes/meeting.html"

    def get_title(self) -> Text:
        return self.meeting.topic or _("Meeting")

    def get_page_actions(self) -> Sequence[Action]:
        if not self.may_write():
            return []
        if self.meeting.state != Meeting.State.PLANNED:
            undo = Action(
                _("Undo the record"), self.at("meeting_reopen", self.meeting.pk), variant="quiet", method="post"
            )
            own = Action(_("Write a note"), self.at("meeting_held", self.meeting.pk), icon="pencil")
            return [own, undo] if self.meeting.state == Meeting.State.HELD and readable(self) else [undo]
        change = Action(_("Change"), self.at("meeting_edit", self.meeting.pk), icon="pencil", variant="secondary")
        if self.meeting.starts_at > now():
            return [change]
        held = Action(_("It took place"), self.at("meeting_held", self.meeting.pk), icon="check-lg")
        return [held, change]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "meeting": self.meeting,
                "mode_title": self.view.local_name("interaction_mode", self.meeting.mode),
                "form_word": self.view.local_name("interaction_form", self.meeting.form) if self.meeting.form else "",
                "methods": [self.view.local_name("interaction_method", code) for code in self.meeting.methods],
                "reads": readable(self),
                "cards": meeting_ports.meeting_cards(self.meeting, self.actor),
                **kwargs,
            }
        )


class _MeetingFormPage(OfProgramme, FormPage[MeetingForm]):
    access = WORK
    tab = "meetings"
    form_class = MeetingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        modes = [(code, self.view.local_name("interaction_mode", code)) for code in rules.meeting_modes(self.view)]
        return {**super().get_form_kwargs(), "modes": modes, "forms_of": self.view.choices(work.FORMS)}


class MeetingNewPage(_MeetingFormPage):
    """Agree a meeting; the stage that comes next is suggested."""

    title = _("Agree a meeting")
    draft = True
    submit_label = _("Agree")
    success_message = _("The meeting is agreed.")

    def get_initial(self) -> dict[str, Any]:
        present = self.programme.meetings.exclude(state=Meeting.State.MISSED).values_list("stage", flat=True)
        minutes = 45
        if self.programme.match.type in rules.SHORT_TYPES:
            minutes = min(minutes, int(self.view.value("types.speed_max_minutes")))
        return {"stage": rules.next_stage(set(present)), "minutes": minutes}

    def perform(self, form: MeetingForm) -> Meeting:
        return actions.plan_meeting(programme=self.programme, **form.values(), acting=self.actor)


class MeetingEditPage(_MeetingFormPage):
    """Change a planned meeting."""

    title = _("Change the meeting")
    template_name = "programmes/meeting_edit.html"
    success_message = _("The meeting is changed.")

    def get_initial(self) -> dict[str, Any]:
        names = ("starts_at", "minutes", "mode", "form", "stage", "topic", "place", "link")
        return {name: getattr(self.meeting, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"meeting": self.meeting, **kwargs})

    def perform(self, form: MeetingForm) -> Meeting:
        return actions.replan_meeting(meeting=self.meeting, **form.values(), acting=self.actor)


class MeetingHeldPage(OfProgramme, FormPage[HeldForm]):
    """It took place; each side writes its own note, seen by that side and the curator."""

    access = WORK
    tab = "meetings"
    title = _("The meeting took place")
    lead = _("Your note is seen by your side of the pair and by the curator.")
    form_class = HeldForm
    draft = True
    success_message = _("The meeting is recorded.")

    @cached_property
    def sides(self) -> list[str]:
        """Sides whose note this person writes."""
        return readable(self)

    def get_form_kwargs(self) -> dict[str, Any]:
        methods = self.view.choices(work.METHODS) if self.view.is_set(work.METHODS) else []
        return {**super().get_form_kwargs(), "sides": self.sides, "methods": methods}

    def get_initial(self) -> dict[str, Any]:
        notes = {f"{side}_note": getattr(self.meeting, f"{side}_note") for side in self.sides}
        return {**notes, "methods": self.meeting.methods}

    def perform(self, form: HeldForm) -> Meeting:
        return actions.record_meeting(meeting=self.meeting, held=True, **form.values(), acting=self.actor)


class MeetingMissedPage(OfProgramme, FormPage[MissedForm]):
    """It did not take place, and why."""

    access = WORK
    tab = "meetings"
    title = _("The meeting did not take place")
    form_class = MissedForm
    success_message = _("It is recorded that the meeting did not take place.")

    def perform(self, form: MissedForm) -> Meeting:
        return actions.record_meeting(meeting=self.meeting, held=False, **form.values(), acting=self.actor)


class MeetingReopenPage(OfProgramme, ActionPage):
    """Take the record back."""

    access = WORK
    tab = "meetings"
    success_message = _("The record is taken back: the meeting is planned again.")

    def perform(self) -> Meeting:
        return actions.reopen_meeting(meeting=self.meeting, acting=self.actor)


class MeetingRemovePage(OfProgramme, ActionPage):
    """Call a planned meeting off."""

    access = WORK
    tab = "meetings"
    success_message = _("The meeting is called off.")

    def perform(self) -> Programme:
        return actions.remove_meeting(meeting=self.meeting, acting=self.actor)


class MeetingFile(DownloadPage):
    """One meeting for a calendar program."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        meeting = queries.meeting_of(programme, self.kwargs["meeting"])
        host = f"{require_school().slug}.{settings.BASE_DOMAIN}"
        content = calendar_of([event_of(meeting, queries.people_of(programme), host)]).to_ical()
        return Download(bytes(content), f"{meeting.starts_at:%Y-%m-%d}.ics", "text/calendar; charset=utf-8")
