"""«Today»: the first page of every role in a school."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.monitoring.handlers import remote_share
from apps.school.monitoring.indicators import NONE, RemoteShare
from apps.school.regulation import queries as regulation
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.doors import Access
from ui.pages import Action, EmptyState, Page, Text

from . import own
from .cards import cards as pair_cards
from .cards import day_words
from .glance import Number, numbers
from .waiting import WaitingItem, term_words, waiting_for

STAFF = frozenset({"curator", "head", "methodical_association"})
PARTICIPANTS = frozenset({"mentor", "mentee", "guardian"})
SHOWN = 12
SOON_DAYS = 7
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its deadline in words. ``variant``: the first line has the page's one strong button."""

    item: WaitingItem
    term: str
    tone: str
    variant: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one urgency under a heading."""

    title: str
    count: int
    lines: Sequence[Line]


class TodayPage(Page):
    """What waits, by deadline; for participants their pairs, for the office the numbers of the school."""

    access = Access(STAFF | PARTICIPANTS)
    template_name = "today/index.html"

    @cached_property
    def day(self) -> datetime.date:
        """Today in the school."""
        return today()

    @cached_property
    def view(self) -> RegulationView | None:
        """The regulation in force."""
        return regulation.current_or_none()

    @cached_property
    def own(self) -> own.Own:
        """What the person takes part in; nothing is read for others."""
        if not self.actor.has(*PARTICIPANTS):
            return own.Own(None, (), (), (), frozenset())
        return own.read(self.actor, self.day)

    @cached_property
    def remote(self) -> RemoteShare:
        """The school's share in pairs with other schools, for the staff."""
        return remote_share(self.day) if self.actor.has(*STAFF) else NONE

    @cached_property
    def items(self) -> list[WaitingItem]:
        """All lines."""
        return waiting_for(self.actor, own=self.own, view=self.view, remote=self.remote, day=self.day)

    def get_title(self) -> Text:
        if self.actor.has("curator", "methodical_association"):
            return _("Today")
        if self.actor.has("head"):
            return _("For signature")
        if not self.actor.has("mentor", "mentee"):
            return _("Today")
        return _("My pairs") if len(self.own.open_courses) > 1 else _("My pair")

    def get_lead(self) -> Text:
        date = day_words(self.day, self.day - datetime.timedelta(days=2))
        total = len(self.items)
        if not total:
            return date
        waits = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", total) % {"count": total}
        return f"{date} · {waits}"

    def get_page_actions(self) -> Sequence[Action]:
        if self.actor.has("methodical_association"):
            return [
                Action(_("Bank of mentors"), reverse("people:mentors"), "mortarboard", "secondary"),
                Action(_("Bank of mentees"), reverse("people:mentees"), "person-raised-hand", "secondary"),
            ]
        if not self.actor.has("curator") or self.view is None:
            return ()
        return [Action(_("Form a pair"), reverse("pairs:choose"), "plus-lg", "secondary")]

    def get_empty(self) -> EmptyState:
        """What to do when nothing waits."""
        if self.actor.has("curator"):
            action = Action(_("Look at the indicators"), reverse("monitoring:index"), "graph-up", "secondary")
            text = _("Everything is signed, agreed and recorded. A good day to look at how the pairs are doing.")
            return EmptyState(_("All is done"), text, "cup-hot", action)
        if self.actor.has("head"):
            action = Action(_("Signed orders"), f"{reverse('orders:index')}?state=signed", "file-earmark-text")
            return EmptyState(
                _("Nothing to sign"), _("New orders appear here as soon as they are ready."), "cup-hot", action
            )
        if self.actor.has("methodical_association"):
            action = Action(_("Open the programmes"), reverse("programmes:index"), "journal-check", "secondary")
            text = _("You see the pairs and the programmes of the school and help to write them.")
            return EmptyState(_("Pairs and programmes of the school"), text, "journal-check", action)
        if self.own.open_courses:
            text = _("Everything is recorded. See you at the next meeting.")
            return EmptyState(_("All is done for now"), text, "cup-hot")
        return self._nobody_yet()

    def _nobody_yet(self) -> EmptyState:
        action = Action(_("Read the regulation"), reverse("regulation:index"), "bank", "secondary")
        if self.actor.has("mentor", "mentee"):
            text = _(
                "When the curator proposes a pair, you answer here. Meanwhile see how mentoring works in the school."
            )
            return EmptyState(_("Your pair will appear here"), text, "people", action)
        text = _("When the school asks for your consent or your answer, it is here.")
        return EmptyState(_("All is done for now"), text, "cup-hot", action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = "all" in self.request.GET
        shown = self.items if everything else self.items[:SHOWN]
        cards = pair_cards(self.actor, self.own, self.day)
        staff = self.actor.has(*STAFF)
        return super().get_context_data(
            **{
                "numbers": self._numbers() if staff else (),
                "cards": cards,
                "parts": parts(shown, self.items, self.day, strong=not cards),
                "hidden": len(self.items) - len(shown),
                "total": len(self.items),
                "empty": None if self.items else self.get_empty(),
                "is_office": staff,
                **kwargs,
            }
        )

    def _numbers(self) -> Sequence[Number]:
        return numbers(self.actor, self.remote, self.day)


def parts(
    shown: Sequence[WaitingItem], everything: Sequence[WaitingItem], day: datetime.date, *, strong: bool
) -> list[Part]:
    """Lines under the headings of their urgency; empty headings are left out."""
    edge = day + datetime.timedelta(days=SOON_DAYS)

    def urgency(item: WaitingItem) -> str:
        if item.overdue:
            return "overdue"
        return "soon" if item.deadline is not None and item.deadline <= edge else "later"

    titles = {"overdue": _("Overdue"), "soon": _("This week"), "later": _("Everything else")}
    first = shown[0] if shown and strong else None
    found = []
    for name, title in titles.items():
        lines = [_line(item, day, first=item is first) for item in shown if urgency(item) == name]
        if lines:
            found.append(Part(title, sum(urgency(item) == name for item in everything), lines))
    return found


def _line(item: WaitingItem, day: datetime.date, *, first: bool) -> Line:
    tone = "danger" if item.overdue else "neutral"
    if not item.overdue and item.deadline is not None and (item.deadline - day).days <= 1:
        tone = "warning"
    told = replace(item, title=glued(item.title), detail=glued(item.detail))
    return Line(told, term_words(item, day), tone, "primary" if first else "secondary")


def glued(text: str) -> str:
    """Initials stay with their name, a dash with the word before it."""
    return re.sub(r" (?=[^\W\d_]\.|–)", NO_BREAK_SPACE, text)
