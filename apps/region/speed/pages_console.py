"""The coordinator's console: the clock, who is there, the plan, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.speed import actions, frames, mending, queries
from apps.region.speed.forms import AnnouncementForm, AnswerForm
from apps.region.speed.models import Registration, SpeedAnnouncement, SpeedCall, SpeedRun
from apps.region.speed.pages import OfEvent
from apps.region.speed.permissions import ORGANISER
from kernel.errors import NotFound
from tenants.isolation.fanout import who_is_here
from tenants.isolation.live import live_url
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, FormPage, Page, Text, go_to

EXTENSIONS = (1, 2, 3, 5, 10)


class AtConsole(OfEvent):
    """Pages from which one comes back to the console."""

    def get_cancel_url(self) -> str:
        """Back to the console."""
        return reverse("speed:console", args=[self.event.pk])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Events, this one, its console."""
        event = reverse("speed:event", args=[self.event.pk])
        return [
            Crumb(_("Speed mentoring"), reverse("speed:index")),
            Crumb(self.event.title, event),
            Crumb(_("Console"), self.get_cancel_url()),
        ]


class ConsolePage(AtConsole, Page):
    """Everything that an organiser needs while the event is held."""

    access = ORGANISER
    template_name = "speed/console.html"

    def get_title(self) -> Text:
        return _("Console")

    def get_lead(self) -> Text:
        return self.event.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:-1]

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if self.event.state == self.event.State.FINISHED:
            url = reverse("speed:report", args=[self.event.pk])
            found.append(Action(_("Report"), url, icon="bar-chart"))
        url = reverse("speed:event", args=[self.event.pk])
        return [*found, Action(_("The event"), url, icon="info-circle", variant="quiet")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hall, at = queries.hall_of(self.event), queries.moment()
        phase = hall.phase(at)
        context = {
            "event": self.event,
            "run": hall.run,
            "phase": phase,
            "is_open": self.event.state == self.event.State.PLANNED,
            "content": {"at": at, **frames.organiser_content(hall, at)},
            "live_url": live_url(self.request, f"/ws/hall/{self.event.pk}/"),
            "rows": mending.rows_of(hall, at, who_is_here(queries.hall_topic(self.event.pk))),
            "calls": mending.calls_of(hall),
            "extensions": EXTENSIONS,
            "form": AnnouncementForm(),
        }
        return super().get_context_data(**context, **kwargs)


class StartPage(AtConsole, ActionPage):
    """The first round begins."""

    access = ORGANISER
    title = _("Begin the first round")

    def perform(self) -> SpeedRun:
        return actions.start_event(event_id=self.event.pk, acting=self.actor)


class CoursePage(AtConsole, ActionPage):
    """An act upon the clock, decided on the version that the console showed."""

    access = ORGANISER
    title = _("Course of the event")
    act: ClassVar[Callable[..., SpeedRun]]

    def number(self, name: str) -> int:
        """A number of the form; 0 without one."""
        value = self.request.POST.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 9 else 0

    def perform(self) -> SpeedRun:
        return type(self).act(event_id=self.event.pk, version=self.number("version"), acting=self.actor)


class PausePage(CoursePage):
    """The clock stands."""

    act = staticmethod(actions.pause_event)


class ResumePage(CoursePage):
    """The clock goes on."""

    act = staticmethod(actions.resume_event)


class SkipPage(CoursePage):
    """The present round or break is over."""

    act = staticmethod(actions.skip_step)


class ExtendPage(CoursePage):
    """The present round or break is longer."""

    def perform(self) -> SpeedRun:
        return actions.extend_step(
            event_id=self.event.pk,
            version=self.number("version"),
            minutes=self.number("minutes"),
            acting=self.actor,
        )


class MissingPage(AtConsole, ActionPage):
    """Somebody is not there."""

    access = ORGANISER
    title = _("Not here")
    success_message = _("The freed places are filled, nobody is moved.")

    def perform(self) -> Registration:
        return actions.mark_missing(
            event_id=self.event.pk, registration_id=self.kwargs["registration"], acting=self.actor
        )


class PlacedPage(AtConsole, ActionPage):
    """Somebody is there after all, or comes off the waiting list."""

    access = ORGANISER
    title = _("Is here")
    success_message = _("Placed into the free places of the rounds that are left.")

    def perform(self) -> Registration:
        return actions.place_late(
            event_id=self.event.pk, registration_id=self.kwargs["registration"], acting=self.actor
        )


class SayPage(AtConsole, FormPage[AnnouncementForm]):
    """An announcement to all."""

    access = ORGANISER
    title = _("An announcement to all")
    form_class = AnnouncementForm
    submit_label = _("Announce")
    success_message = _("Everybody in the hall sees it.")

    def perform(self, form: AnnouncementForm) -> SpeedAnnouncement:
        return actions.announce(event_id=self.event.pk, text=form.cleaned_data["text"], acting=self.actor)


class AnswerPage(AtConsole, FormPage[AnswerForm]):
    """An answer to a question."""

    access = ORGANISER
    title = _("Answer")
    form_class = AnswerForm
    submit_label = _("Answer")

    @cached_property
    def call(self) -> SpeedCall:
        """The question."""
        found = SpeedCall.objects.select_related("author").filter(event=self.event, pk=self.kwargs["call"]).first()
        if found is None:
            raise NotFound
        return found

    def get_lead(self) -> Text:
        return self.call.text

    def perform(self, form: AnswerForm) -> SpeedCall:
        return actions.answer_call(
            event_id=self.event.pk, call_id=self.call.pk, answer=form.cleaned_data["answer"], acting=self.actor
        )


class ComingPage(AtConsole, ActionPage):
    """Help is on its way."""

    access = ORGANISER
    title = _("Technical help")

    def perform(self) -> SpeedCall:
        return actions.answer_call(
            event_id=self.event.pk,
            call_id=self.kwargs["call"],
            answer=str(_("Help is on its way.")),
            acting=self.actor,
        )


class BetterPage(AtConsole, Page):
    """The plan as it stands, and the better one that moves some people, with who."""

    access = ORGANISER
    template_name = "speed/better.html"

    def get_title(self) -> Text:
        return _("A better plan for the rounds ahead")

    @cached_property
    def offered(self) -> mending.Better | None:
        """The computed plan, if any."""
        return mending.better_of(self.event)

    def get_page_actions(self) -> Sequence[Action]:
        url = reverse("speed:find_better", args=[self.event.pk])
        return [Action(_("Compute the better plan"), url, icon="arrow-repeat", variant="secondary", method="post")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, offered=self.offered, **kwargs)


class FindBetterPage(AtConsole, ActionPage):
    """Compute the better plan: at once, or by a job whose progress is shown."""

    access = ORGANISER
    title = _("Compute the better plan")

    def get_cancel_url(self) -> str:
        return reverse("speed:better", args=[self.event.pk])

    def perform(self) -> Any:
        return actions.ask_better_plan(event_id=self.event.pk, result_url=self.get_cancel_url(), acting=self.actor)

    def succeed(self, result: Any) -> HttpResponse:
        """To the progress page, or to the plan where it is ready."""
        url = reverse("jobs:show", args=[result.pk]) if result is not None else self.get_cancel_url()
        return go_to(self.request, url)


class ApplyBetterPage(AtConsole, ConfirmPage):
    """Make the better plan the event's own."""

    access = ORGANISER
    title = _("Hold the better plan")
    confirm_label = _("Hold this plan")
    success_message = _("The rounds ahead follow the better plan.")

    def get_consequences(self) -> list[Text]:
        offered = mending.better_of(self.event)
        found: list[Text] = [_("Only rounds ahead change; those who sit together now stay.")]
        if offered is not None and offered.moved:
            names = ", ".join(moved.person.name for moved in offered.moved)
            found.append(_("Other meetings than planned: %(names)s.") % {"names": names})
        return found

    def perform(self) -> SpeedRun:
        return actions.apply_better_plan(event_id=self.event.pk, acting=self.actor)
