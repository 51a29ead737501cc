"""The agenda with its month, and the calendar that programs read by a secret address."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes.calendar import calendar_of
from kernel.clock import today
from tenants.isolation.context import require_school
from tenants.isolation.hosts import address_of
from ui.pages import Action, ActionPage, Crumb, Download, DownloadPage, EmptyState, Page

from .. import actions, queries
from ..models import FeedAddress
from ..permissions import BY_ADDRESS, MEETINGS, OWN
from ..queries.agenda import token_of
from .base import at, crumbs, me

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


def _read(text: str) -> datetime.date | None:
    """A day from the address; nonsense is no day."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


class IndexPage(Page):
    """The month and the list of one's meetings; staff see those of all pairs."""

    access = MEETINGS
    template_name = "meetings/index.html"

    @cached_property
    def day(self) -> datetime.date | None:
        """The chosen day."""
        return _read(self.request.GET.get("day", ""))

    @cached_property
    def month(self) -> datetime.date:
        """First day of the shown month."""
        asked = self.day or _read(f"{self.request.GET.get('month', '')}-01") or today()
        return asked.replace(day=1)

    def is_staff(self) -> bool:
        """True for those who see the meetings of all pairs."""
        return self.actor.has("curator", "head", "methodical_association")

    def get_title(self) -> Any:
        return _("Meetings of the pairs") if self.is_staff() else _("My meetings")

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if self.actor.has("mentor", "mentee"):
            found.append(Action(_("My hours"), at("hours"), "clock", "secondary"))
            found.append(Action(_("To my calendar"), at("feed"), "calendar-check", "secondary"))
        if self.actor.has("curator"):
            found.append(Action(_("Times of the school"), at("school"), "bell", "secondary"))
        return [*found, Action(_("My notes"), at("notes"), "lock", "quiet")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = queries.agenda(self.actor, self.month, self.day)
        before = (self.month - datetime.timedelta(days=1)).strftime("%Y-%m")
        after = (self.month + datetime.timedelta(days=32)).strftime("%Y-%m")
        text = _("Times are proposed on the page of a pair, under “Meetings”.")
        return super().get_context_data(
            **{
                "agenda": agenda,
                "names": WEEKDAYS_ABBR.values(),
                "month_title": date_format(self.month, "F Y"),
                "heading": self._heading(),
                "day": self.day,
                "today": today(),
                "before": before,
                "after": after,
                "empty": EmptyState(_("No meetings at this time"), text, "calendar-event"),
                **kwargs,
            }
        )

    def _heading(self) -> str:
        if self.day is not None:
            return date_format(self.day, "j E, l")
        ahead = self.month <= today()
        return gettext("Ahead") if ahead else date_format(self.month, "F Y")


class FeedPage(Page):
    """The address of one's own calendar: made, renewed, closed."""

    access = OWN
    title = _("My calendar")
    lead = _("A secret address which the calendar of your phone or computer reads by itself.")
    template_name = "meetings/feed.html"

    @cached_property
    def person(self) -> Person:
        """Whose calendar."""
        return me(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = FeedAddress.objects.filter(person=self.person).first()
        return super().get_context_data(**{"feed": feed, "address": _address(feed) if feed else "", **kwargs})


def _address(feed: FeedAddress) -> str:
    path = reverse("meetings:feed_file", args=[feed.pk, token_of(feed)], urlconf=settings.SCHOOL_URLCONF)
    return f"{address_of(require_school().slug)}{path}"


class _Feed(ActionPage):
    access = OWN

    @cached_property
    def person(self) -> Person:
        """Whose calendar."""
        return me(self.actor)

    def get_success_url(self, result: Any) -> str:
        return at("feed")

    def get_cancel_url(self) -> str:
        return at("feed")


class FeedOpenPage(_Feed):
    """Make an address, or a new one instead of the present one."""

    success_message = _("The address is ready.")

    def perform(self) -> FeedAddress:
        return actions.open_feed(person=self.person, acting=self.actor)


class FeedClosePage(_Feed):
    """Close the address."""

    success_message = _("The address is closed: nobody reads your calendar by it any more.")

    def perform(self) -> None:
        actions.close_feed(person=self.person, acting=self.actor)


class FeedFile(DownloadPage):
    """A person's meetings for calendar programs. The secret address is the right; it opens nothing else."""

    access = BY_ADDRESS

    def get_download(self) -> Download:
        person = queries.persons_feed(self.kwargs["feed"], self.kwargs["feed_token"])
        host = f"{require_school().slug}.{settings.BASE_DOMAIN}"
        calendar = calendar_of(queries.feed_events(person, host))
        calendar.add("x-wr-calname", gettext("Mentoring"))
        calendar.add("x-published-ttl", "PT1H")
        return Download(bytes(calendar.to_ical()), "meetings.ics", "text/calendar; charset=utf-8")
