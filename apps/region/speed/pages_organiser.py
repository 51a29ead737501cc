"""Pages of the coordinator who organises an event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.speed import actions, queries
from apps.region.speed.forms import EventForm
from apps.region.speed.models import Registration, SpeedEvent
from apps.region.speed.pages import OfEvent
from apps.region.speed.permissions import ORGANISER
from ui.files import XLSX, Download, write_xlsx
from ui.pages import ActionPage, ConfirmPage, Crumb, DetailPage, DownloadPage, FormPage, Page, Text


class NewEventPage(FormPage[EventForm]):
    """A new event."""

    access = ORGANISER
    title = _("New event")
    form_class = EventForm
    submit_label = _("Open the sign-up")
    success_message = _("The event is saved, the invited schools can sign up.")
    draft = True

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Speed mentoring"), reverse("speed:index"))]

    def get_cancel_url(self) -> str:
        return reverse("speed:index")

    def save(self, form: EventForm, event: SpeedEvent | None) -> SpeedEvent:
        """One call of the action for a new and for a changed event."""
        data = form.cleaned_data
        return actions.save_event(
            event_id=event.pk if event else None,
            title=data["title"],
            about=data["about"],
            starts_at=form.moment(),
            zone=data["zone"],
            rounds=data["rounds"],
            minutes=data["minutes"],
            pause=data["pause"],
            places=data["places"],
            exclude_own_school=data["exclude_own_school"],
            event_format=data["format"],
            seats=data["seats"],
            mentee_places=data["mentee_places"],
            school_places=data["school_places"],
            themes=data["themes"],
            schools=list(data["schools"]),
            acting=self.actor,
        )

    def perform(self, form: EventForm) -> SpeedEvent:
        return self.save(form, None)

    def get_success_url(self, result: SpeedEvent) -> str:
        return reverse("speed:event", args=[result.pk])


class EditEventPage(OfEvent, NewEventPage):
    """Change an event before its timetable."""

    submit_label = _("Save")

    def get_title(self) -> Text:
        return self.event.title

    def get_initial(self) -> dict[str, Any]:
        return EventForm.initial_of(self.event)

    def perform(self, form: EventForm) -> SpeedEvent:
        return self.save(form, self.event)


class ReopenPage(OfEvent, ConfirmPage):
    """Throw the timetable away."""

    access = ORGANISER
    title = _("Open the sign-up again")
    danger = True
    confirm_label = _("Throw the timetable away")
    success_message = _("The sign-up is open again.")

    def get_consequences(self) -> list[Text]:
        return [_("The timetable is thrown away; registrations stay."), _("People can sign up and leave again.")]

    def perform(self) -> SpeedEvent:
        return actions.reopen_sign_up(event_id=self.event.pk, acting=self.actor)


class CancelPage(OfEvent, ConfirmPage):
    """Call the event off."""

    access = ORGANISER
    title = _("Cancel the event")
    danger = True
    confirm_label = _("Cancel the event")
    success_message = _("The event is cancelled.")

    def get_consequences(self) -> list[Text]:
        return [_("Participants no longer see the event."), _("The registrations stay on record.")]

    def perform(self) -> SpeedEvent:
        return actions.cancel_event(event_id=self.event.pk, acting=self.actor)


class FinishPage(OfEvent, ActionPage):
    """Close the event."""

    access = ORGANISER
    title = _("Finish the event")
    success_message = _("The event is finished: here is its report.")

    def get_success_url(self, result: Any) -> str:
        return reverse("speed:report", args=[self.event.pk])

    def perform(self) -> SpeedEvent:
        return actions.finish_event(event_id=self.event.pk, acting=self.actor)


class RemovePage(OfEvent, ActionPage):
    """Take a person out."""

    access = ORGANISER
    title = _("Remove from the event")
    success_message = _("The registration is cancelled.")

    def perform(self) -> None:
        actions.cancel_registration(
            event_id=self.event.pk, registration_id=self.kwargs["registration"], acting=self.actor
        )


class ReportPage(DetailPage[SpeedEvent]):
    """The event in numbers and in people's words."""

    access = ORGANISER
    template_name = "speed/report.html"

    def find(self) -> SpeedEvent:
        return queries.visible_event(self.kwargs["event"], self.actor)

    @cached_property
    def report(self) -> queries.Report:
        """Numbers and lines."""
        return queries.report_of(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        event = reverse("speed:event", args=[self.object.pk])
        return [Crumb(_("Speed mentoring"), reverse("speed:index")), Crumb(self.object.title, event)]

    def get_title(self) -> Text:
        return _("Report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        going_on = queries.continuations_of(self.object)
        return super().get_context_data(report=self.report, going_on=going_on, **kwargs)


class SlipsPage(OfEvent, Page):
    """Everybody's own timetable on paper: to be cut and handed out at the door."""

    access = ORGANISER
    template_name = "speed/slips.html"

    def get_title(self) -> Text:
        return self.event.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(slips=queries.slips_of(self.event), event=self.event, **kwargs)


class TimetableFile(DownloadPage):
    """The whole timetable as XLSX, a row per mentor."""

    access = ORGANISER

    def get_download(self) -> Download:
        event = queries.visible_event(self.kwargs["event"], self.actor)
        rounds = range(1, event.rounds + 1)
        headers = [str(_("Mentor")), str(_("School")), *(str(_("Round %(n)s") % {"n": n}) for n in rounds)]
        rows = [
            [row.mentor.name, row.mentor.school.short_name, *map(_cell, row.cells)] for row in queries.matrix_of(event)
        ]
        return Download(write_xlsx(headers, rows, title=str(_("Timetable"))), "timetable.xlsx", XLSX)


def _cell(people: list[Registration]) -> str:
    return "; ".join(f"{person.name} ({person.school.short_name})" for person in people)
