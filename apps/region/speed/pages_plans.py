"""The coordinator's pages about computed timetables: both side by side, one person's row, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.speed import actions, queries
from apps.region.speed.comparing import MOST_LOSERS, compare
from apps.region.speed.explaining import Row, explain
from apps.region.speed.gathering import Gathered, gather
from apps.region.speed.models import Registration, SpeedEvent, SpeedPlan
from apps.region.speed.pages import OfEvent
from apps.region.speed.permissions import ORGANISER
from kernel.clock import now
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, DetailPage, Text, go_to

State = SpeedEvent.State


class ComputePage(OfEvent, ActionPage):
    """Compute the timetables: at once, or by a job whose progress is shown."""

    access = ORGANISER
    title = _("Compute the timetable")

    def perform(self) -> Any:
        return actions.ask_timetable(event_id=self.event.pk, result_url=self.plans_url, acting=self.actor)

    @property
    def plans_url(self) -> str:
        """Where the timetables are compared."""
        return reverse("speed:plans", args=[self.event.pk])

    def succeed(self, result: Any) -> HttpResponse:
        """To the progress page, or to the timetables where they are ready."""
        url = reverse("jobs:show", args=[result.pk]) if result is not None else self.plans_url
        return go_to(self.request, url)


class PlansPage(DetailPage[SpeedEvent]):
    """The fairest timetable and the one of the best total, compared."""

    access = ORGANISER
    template_name = "speed/plans.html"

    def find(self) -> SpeedEvent:
        return queries.visible_event(self.kwargs["event"], self.actor)

    def get_title(self) -> Text:
        return _("Computed timetables")

    def get_crumbs(self) -> Sequence[Crumb]:
        event = reverse("speed:event", args=[self.object.pk])
        return [Crumb(_("Speed mentoring"), reverse("speed:index")), Crumb(self.object.title, event)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; with a person and an aim chosen below, that person's row."""
        person, aim = request.GET.get("person", ""), request.GET.get("aim", "")
        if person.isdecimal() and aim in SpeedPlan.Aim:
            return redirect("speed:row", self.object.pk, aim, int(person))
        return super().get(request, *args, **kwargs)

    @cached_property
    def is_open(self) -> bool:
        """Can a timetable still be computed and published?"""
        return self.object.state in {State.SIGN_UP, State.PLANNED} and self.object.starts_at > now()

    def get_page_actions(self) -> Sequence[Action]:
        if not self.is_open:
            return ()
        url = reverse("speed:plan", args=[self.object.pk])
        return [Action(_("Compute again"), url, icon="arrow-repeat", variant="secondary", method="post")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gathered = gather(self.object)
        offered, compared = compare(queries.plans_of(self.object), gathered)
        columns = [{"offered": each, "lost": compared.lost(each.plan.aim) if compared else []} for each in offered]
        context = {
            "columns": columns,
            "compared": compared,
            "is_open": self.is_open,
            "stale": any(each.is_stale for each in offered),
            "people": gathered.people.values(),
            "most": MOST_LOSERS,
        }
        return super().get_context_data(**context, **kwargs)


class OfPlan(OfEvent):
    """What pages below a computed timetable share."""

    @cached_property
    def plan(self) -> SpeedPlan:
        """The timetable of the address."""
        found = queries.plan_of(self.event, self.kwargs["aim"])
        if found is None:
            raise NotFound
        return found

    def get_cancel_url(self) -> str:
        """Back to the timetables."""
        return reverse("speed:plans", args=[self.event.pk])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Events, this one, its timetables."""
        event = reverse("speed:event", args=[self.event.pk])
        return [
            Crumb(_("Speed mentoring"), reverse("speed:index")),
            Crumb(self.event.title, event),
            Crumb(_("Computed timetables"), self.get_cancel_url()),
        ]


class PublishPage(OfPlan, ConfirmPage):
    """Show a timetable to the participants."""

    access = ORGANISER
    confirm_label = _("Publish")
    success_message = _("The timetable is published.")

    def get_title(self) -> Text:
        return _("Publish the timetable: %(aim)s") % {"aim": self.plan.get_aim_display()}

    def get_consequences(self) -> list[Text]:
        found: list[Text] = [
            _("Each participant sees their own timetable, on the page and for the calendar."),
            _("The sign-up closes; it can be opened again before the event begins."),
        ]
        if self.event.state == State.PLANNED:
            found.append(_("The timetable published before gives way."))
        return found

    def perform(self) -> SpeedEvent:
        return actions.publish_plan(event_id=self.event.pk, aim=self.plan.aim, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("speed:event", args=[self.event.pk])


class RowPage(OfPlan, DetailPage[Registration]):
    """Why a person meets these people and not others."""

    access = ORGANISER
    template_name = "speed/row.html"

    @cached_property
    def gathered(self) -> Gathered:
        """The event's people."""
        return gather(self.event)

    def find(self) -> Registration | None:
        return self.gathered.people.get(self.kwargs["registration"])

    def get_title(self) -> Text:
        return self.object.name

    def get_lead(self) -> Text:
        return f"{self.object.get_side_display()}, {self.object.school.short_name}"

    @cached_property
    def row(self) -> Row:
        """Meetings, other possible ones, those that cannot be."""
        return explain(self.plan, self.gathered, self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, plan=self.plan, event=self.event, **kwargs)
