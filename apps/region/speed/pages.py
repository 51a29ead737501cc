"""Pages of events: the list, sign-up, timetables, feedback, the organiser's work."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.region.speed import actions, queries, zones
from apps.region.speed.calendars import calendar_of
from apps.region.speed.forms import SignUpForm, WishesForm
from apps.region.speed.models import Registration, SpeedEvent
from apps.region.speed.permissions import OFFICE, PEOPLE, oversees
from kernel.clock import now
from kernel.errors import Conflict, NotFound
from tenants.organisations.models import School
from tenants.organisations.queries import working_schools
from ui.files import Download
from ui.pages import (
    Action,
    ActionPage,
    Crumb,
    DetailPage,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    Text,
)
from ui.tables import BadgeColumn, DateTimeColumn, LinkColumn, NumberColumn, Table

State = SpeedEvent.State


class EventTable(Table):
    """Events with their numbers."""

    title = LinkColumn(verbose_name=_("Event"), linkify=lambda record: reverse("speed:event", args=[record.pk]))
    starts_at = DateTimeColumn(verbose_name=_("Begins"))
    state = BadgeColumn(
        verbose_name=_("State"),
        kinds={State.SIGN_UP: "active", State.PLANNED: "info", State.FINISHED: "success", State.CANCELLED: "neutral"},
    )
    mentors = NumberColumn(verbose_name=_("Mentors"))
    mentees = NumberColumn(verbose_name=_("Mentees"))

    class Meta(Table.Meta):
        model = SpeedEvent
        fields = ("title", "starts_at", "state", "mentors", "mentees")


class EventsPage(ListPage[SpeedEvent]):
    """Events that concern the person, all for coordinators."""

    access = PEOPLE
    title = _("Speed mentoring")
    lead = _("Short meetings one after another: a question, an answer, a next step.")
    table_class = EventTable
    export_name = "speed-events"
    empty = EmptyState(_("No events yet"), _("Events to which your school is invited appear here."), "lightning-charge")

    def get_queryset(self) -> QuerySet[SpeedEvent]:
        return queries.events_for(self.actor).order_by("-starts_at")

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if self.actor.has("regional_coordinator"):
            found.append(Action(_("New event"), reverse("speed:new"), icon="plus-lg"))
        if OFFICE.admits(self.actor):
            url = reverse("speed:continuations")
            found.append(Action(_("Who would like to go on"), url, icon="signpost-2", variant="secondary"))
        return found


class EventPage(DetailPage[SpeedEvent]):
    """An event: one's own timetable for participants, the whole of it for the organiser."""

    access = PEOPLE
    template_name = "speed/event.html"

    def find(self) -> SpeedEvent:
        return queries.visible_event(self.kwargs["event"], self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Speed mentoring"), reverse("speed:index"))]

    @cached_property
    def registration(self) -> Registration | None:
        """The person's own registration."""
        return queries.own_registration(self.object, self.actor.account_id)

    def get_page_actions(self) -> Sequence[Action]:
        event, found = self.object, []
        if event.state == State.SIGN_UP and self.registration is None and _schools_of(self, event):
            found.append(Action(_("Sign up"), reverse("speed:sign_up", args=[event.pk]), icon="person-plus"))
        own = self.registration
        if own is not None and event.state == State.SIGN_UP and _may_wish(own):
            url = reverse("speed:wishes", args=[event.pk])
            found.append(Action(_("Whom I would like to meet"), url, icon="heart", variant="secondary"))
        if event.state == State.PLANNED and (own is not None or self.is_going_on):
            url = reverse("speed:hall", args=[event.pk])
            found.append(Action(_("To the hall"), url, icon="door-open"))
        if own is not None and event.state in {State.PLANNED, State.FINISHED}:
            url = reverse("speed:calendar", args=[event.pk])
            found.append(Action(_("To my calendar (.ics)"), url, icon="calendar-plus", variant="secondary"))
        if self.actor.has("regional_coordinator"):
            found += self._organiser_actions(event)
        return found

    @cached_property
    def is_going_on(self) -> bool:
        """Has the evening been started?"""
        return queries.run_of(self.object) is not None

    def _organiser_actions(self, event: SpeedEvent) -> list[Action]:
        found: list[Action] = []
        ahead = event.starts_at > now() and not self.is_going_on
        if event.state == State.SIGN_UP:
            url = reverse("speed:edit", args=[event.pk])
            found.append(Action(_("Change"), url, icon="pencil", variant="secondary"))
        if event.state in {State.SIGN_UP, State.PLANNED} and ahead:
            url = reverse("speed:plan", args=[event.pk])
            found.append(Action(_("Compute the timetable"), url, icon="grid-3x3", method="post"))
            if event.plans.exists():
                url = reverse("speed:plans", args=[event.pk])
                found.append(Action(_("Compare timetables"), url, icon="layout-split", variant="secondary"))
        if event.state == State.PLANNED:
            found.append(Action(_("Console"), reverse("speed:console", args=[event.pk]), icon="sliders"))
        if event.state == State.PLANNED and not ahead:
            found.append(Action(_("Finish"), reverse("speed:finish", args=[event.pk]), icon="flag", method="post"))
        if event.state in {State.PLANNED, State.FINISHED}:
            url = reverse("speed:report", args=[event.pk])
            found.append(Action(_("Report"), url, icon="bar-chart", variant="secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.object
        planned = event.state in {State.PLANNED, State.FINISHED}
        context: dict[str, Any] = {
            "registration": self.registration,
            "lines": queries.timetable_of(event, self.registration) if self.registration and planned else [],
            "planned": planned,
            "now": now(),
            "zone": str(self.zone),
            "zone_differs": zones.differs(event, self.zone),
            "spans_days": event.format == SpeedEvent.Format.SEQUENTIAL,
            "schools": event.schools.all(),
            "oversees": oversees(self.actor),
            "organises": self.actor.has("regional_coordinator"),
        }
        if oversees(self.actor):
            context["people"] = queries.registrations_of(event)
            context["waiting"] = queries.waiting_of(event)
            context["published"] = event.plans.exclude(published_at=None).first()
            context["rounds"] = range(1, event.rounds + 1)
            context["matrix"] = queries.matrix_of(event) if planned else []
            context["without"] = queries.without_meetings(event) if planned else []
        return super().get_context_data(**context, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The times are those of the reader's own school, the event's own for coordinators."""
        response = super().render_to_response(context, **kwargs)
        if isinstance(response, TemplateResponse):
            with timezone.override(self.zone):
                response.render()
        return response

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The reader's clock."""
        schools = [] if oversees(self.actor) else _schools_of(self, self.object)
        return zones.zone_for(self.object, self.registration, schools)


def _may_wish(own: Registration) -> bool:
    """Mentees choose among mentors; mentors learn who needs them from the timetable, so that no list of mentees goes
    around."""
    return own.side == Registration.Side.MENTEE


def _schools_of(page: Any, event: SpeedEvent) -> list[School]:
    slugs = list(page.actor.schools)
    return list(working_schools().filter(slug__in=slugs, speed_events=event))


class OfEvent:
    """What pages below an event share."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def event(self) -> SpeedEvent:
        """The event of the address."""
        return queries.visible_event(self.kwargs["event"], self.actor)

    def get_cancel_url(self) -> str:
        """Back to the event."""
        return reverse("speed:event", args=[self.event.pk])

    def get_success_url(self, result: Any) -> str:
        """Back to the event."""
        return self.get_cancel_url()

    def get_crumbs(self) -> Sequence[Crumb]:
        """Events, then this one."""
        return [Crumb(_("Speed mentoring"), reverse("speed:index")), Crumb(self.event.title, self.get_cancel_url())]


class SignUpPage(OfEvent, FormPage[SignUpForm]):
    """Sign oneself up."""

    access = PEOPLE
    title = _("Sign up")
    form_class = SignUpForm
    submit_label = _("Sign up")
    draft = True

    def get_lead(self) -> Text:
        return self.event.title

    @cached_property
    def schools(self) -> list[School]:
        """One's own schools that are invited."""
        found = _schools_of(self, self.event)
        if not found:
            raise NotFound
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        mentor = self.actor.has("mentor", "curator", "head", "methodical_association")
        sides = [Registration.Side.MENTOR] if mentor else []
        sides += [Registration.Side.MENTEE] if self.actor.has("mentee") or mentor else []
        choices = [(school.pk, school.short_name) for school in self.schools]
        return {
            **super().get_form_kwargs(),
            "schools": choices,
            "sides": [str(side) for side in sides],
            "themes": self.event.themes,
            "rounds": self._rounds(),
        }

    def _rounds(self) -> list[tuple[int, str]]:
        """Rounds with the time of each by the clock of the reader's school."""
        zone = zones.zone_for(self.event, None, self.schools)
        looks = "j E, H:i" if self.event.format == SpeedEvent.Format.SEQUENTIAL else "H:i"
        found = []
        for number in range(1, self.event.rounds + 1):
            at = date_format(queries.round_start(self.event, number).astimezone(zone), looks)
            found.append((number, gettext("Round %(n)s, %(at)s") % {"n": number, "at": at}))
        return found

    def get_success_message(self, result: Registration) -> Text:
        if result.waits:
            return _("All places are taken: you are on the waiting list and come in when one is free.")
        return _("You are signed up. The timetable will appear here.")

    def perform(self, form: SignUpForm) -> Registration:
        account = self.actor.account_id
        school = next((item for item in self.schools if item.pk == form.cleaned_data["school"]), None)
        if account is None or school is None:
            raise NotFound
        return self.write(
            event_id=self.event.pk,
            school=school,
            account_id=account,
            name=self.actor.name,
            side=form.cleaned_data["side"],
            themes=form.all_themes(),
            wish=form.cleaned_data["wish"],
            absent=form.cleaned_data.get("absent") or (),
            acting=self.actor,
        )

    def write(self, **values: Any) -> Registration:
        """The action behind the form."""
        return actions.sign_up(**values)


class WishesPage(OfEvent, FormPage[WishesForm]):
    """Whom a mentee would like to meet, whom rather not."""

    access = PEOPLE
    title = _("Whom I would like to meet")
    form_class = WishesForm
    submit_label = _("Save")
    success_message = _("Your wishes are saved.")

    @cached_property
    def own(self) -> Registration:
        """One's own registration as a mentee."""
        own = queries.own_registration(self.event, self.actor.account_id)
        if own is None or not _may_wish(own):
            raise NotFound
        return own

    def get_form_kwargs(self) -> dict[str, Any]:
        people = [(row.pk, _told(row)) for row in queries.choices_of(self.own)]
        return {**super().get_form_kwargs(), "people": people}

    def get_initial(self) -> dict[str, Any]:
        wishes = queries.wishes_of(self.own)
        return {kind: [wish.other_id for wish in wishes if wish.kind == kind] for kind in ("wanted", "avoided")}

    def perform(self, form: WishesForm) -> None:
        account = self.own.account_id
        actions.wish_for(event_id=self.event.pk, account_id=account, **form.values(), acting=self.actor)


def _told(person: Registration) -> str:
    themes = f": {', '.join(person.themes)}" if person.themes else ""
    return f"{person.name}, {person.school.short_name}{themes}"


class LeavePage(OfEvent, ActionPage):
    """Cancel one's own registration."""

    access = PEOPLE
    title = _("Cancel my registration")
    success_message = _("Your registration is cancelled.")

    def perform(self) -> None:
        own = queries.own_registration(self.event, self.actor.account_id)
        if own is None:
            raise NotFound
        actions.cancel_registration(event_id=self.event.pk, registration_id=own.pk, acting=self.actor)


class CalendarPage(DownloadPage):
    """One's own timetable for a calendar."""

    access = PEOPLE

    def get_download(self) -> Download:
        event = queries.visible_event(self.kwargs["event"], self.actor)
        own = queries.own_registration(event, self.actor.account_id)
        if own is None:
            raise NotFound
        if event.state not in {State.PLANNED, State.FINISHED}:
            raise Conflict(_("The timetable is not ready yet."), next_step=_("Come back when the sign-up is over."))
        content = calendar_of(event, queries.timetable_of(event, own), host=settings.BASE_DOMAIN)
        return Download(content, "speed-mentoring.ics", "text/calendar; charset=utf-8")
