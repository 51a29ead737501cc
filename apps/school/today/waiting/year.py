"""What the school's year asks for: events of the roadmap, banks to refresh, measurements, the closing event."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.regulation.rules import rewards
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.view import RegulationView
from apps.school.roadmap import due, queries
from apps.school.roadmap.models import Measurement, Roadmap, Term
from kernel.acting import Actor

from .item import WaitingItem, few_or_all, names, short_day

EVENT_DAYS = 7
REFRESH_DAYS = 14
MONITORING_DAYS = 14
CLOSING_DAYS = 45


def lines(actor: Actor, view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """Events due: one's own, and for the office those that have long been overdue; its duties (at most 9 queries)."""
    office = actor.has("curator", "head")
    found = _events(queries.due_for(actor, view, day, EVENT_DAYS), day, office=office)
    if not office:
        return found
    return [*found, *_expired(day), *_refreshes(view, day), *_monitoring(view, day), *_closing(view, day)]


# ---- events


@dataclass(frozen=True, slots=True)
class _Events:
    """Words of one cause. ``office``: the line leads to the list of the roadmap, else to one's own events."""

    overdue: bool
    office: bool
    day: datetime.date

    def one(self, term: Term) -> WaitingItem:
        return WaitingItem(
            code="roadmap.overdue" if self.overdue else "roadmap.due",
            title=term.event.title,
            detail=self._whose(term),
            deadline=term.due_on,
            overdue=self.overdue,
            url=term.event.get_absolute_url(),
            action_label=_("Open the event"),
            icon="signpost-2",
            kind="danger" if self.overdue else "info",
        )

    def many(self, terms: Sequence[Term]) -> WaitingItem:
        if self.overdue:
            title = ngettext(
                "%(count)s event of the roadmap is overdue", "%(count)s events of the roadmap are overdue", len(terms)
            )
        else:
            title = ngettext(
                "%(count)s event of the roadmap is due soon", "%(count)s events of the roadmap are due soon", len(terms)
            )
        return WaitingItem(
            code="roadmap.overdue" if self.overdue else "roadmap.due",
            title=title % {"count": len(terms)},
            detail=names([term.event.title for term in terms]),
            deadline=terms[0].due_on,
            overdue=self.overdue,
            url=self._list(terms[0]),
            action_label=_("Open the events"),
            icon="signpost-2",
            kind="danger" if self.overdue else "info",
            count=len(terms),
        )

    def _whose(self, term: Term) -> str:
        """The stage; to those above also how long it has been overdue, which is why they are told."""
        late = (self.day - term.due_on).days if term.due_on is not None else 0
        if not (self.office and self.overdue):
            return term.event.stage.title
        words = ngettext("overdue for %(count)s day", "overdue for %(count)s days", late) % {"count": late}
        return f"{term.event.stage.title}, {words}"

    def _list(self, term: Term) -> str:
        if not self.office:
            return reverse("roadmap:mine")
        state = "late" if self.overdue else "open"
        return f"{reverse('roadmap:terms', args=[term.event.stage.roadmap_id])}?state={state}"


def _events(terms: Sequence[Term], day: datetime.date, *, office: bool) -> list[WaitingItem]:
    late = [term for term in terms if term.due_on is not None and term.due_on < day]
    soon = [term for term in terms if term.due_on is not None and term.due_on >= day]
    found = []
    for overdue, some in ((True, late), (False, soon)):
        words = _Events(overdue, office, day)
        found += few_or_all(some, words.one, words.many)
    return found


def _expired(day: datetime.date) -> list[WaitingItem]:
    return [
        WaitingItem(
            code="roadmap.expired",
            title=_("The period of the roadmap is over"),
            detail=_("%(title)s, until %(day)s. Turn the year: what was not done goes on or is closed.")
            % {"title": roadmap.title, "day": short_day(roadmap.ends_on)},
            deadline=roadmap.ends_on,
            overdue=True,
            url=reverse("roadmap:turn", args=[roadmap.pk]),
            action_label=_("Turn the year"),
            icon="skip-forward",
            kind="warning",
        )
        for roadmap in due.expired(day)[:1]
    ]


# ---- duties


def _refreshes(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    edge = day + datetime.timedelta(days=REFRESH_DAYS)
    asked = [each for each in due.refreshes(view, day) if each.next is not None and each.next.due <= edge]
    if view is None or not asked:
        return []
    late = [each for each in asked if each.late]
    told = late or asked
    return [
        WaitingItem(
            code="registry.refresh",
            title=_("The refresh of the banks is overdue") if late else _("The banks are to be refreshed"),
            detail=_("%(banks)s. %(clause)s.")
            % {"banks": ", ".join(each.title for each in told), "clause": view.rule(rules.REFRESH).clause},
            deadline=min(each.next.due for each in told if each.next is not None),
            overdue=bool(late),
            url=reverse("roadmap:refreshes"),
            action_label=_("Refresh"),
            icon="arrow-repeat",
            kind="danger" if late else "info",
        )
    ]


def _monitoring(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    if view is None:
        return []
    found = [_measurement(row, view, day) for row in due.measurements(day, MONITORING_DAYS)[:1]]
    if not found and due.is_monitoring_unplanned(view, day):
        found.append(
            WaitingItem(
                code="monitoring.unplanned",
                title=_("The monitoring of this school year is not planned"),
                detail=_("%(days)s. %(clause)s.")
                % {"days": view.render(rules.DEADLINES), "clause": view.rule(rules.DEADLINES).clause},
                url=reverse("roadmap:monitoring_plan"),
                action_label=_("Plan"),
                icon="clipboard-data",
                kind="info",
            )
        )
    return found


def _measurement(row: Measurement, view: RegulationView, day: datetime.date) -> WaitingItem:
    late = row.due_on < day
    key = row.key or rules.FREQUENCY
    return WaitingItem(
        code="monitoring.due",
        title=_("The monitoring was not held in time") if late else _("The monitoring is due"),
        detail=_("%(days)s. %(clause)s.") % {"days": view.render(key), "clause": view.rule(key).clause},
        deadline=row.due_on,
        overdue=late,
        url=reverse("roadmap:held", args=[row.pk]),
        action_label=_("Record the measurement"),
        icon="clipboard-data",
        kind="danger" if late else "info",
    )


def _closing(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """The year ends and its closing event has no mark, or does not even stand in the roadmap."""
    if view is None:
        return []
    return [_closing_line(roadmap, view) for roadmap in due.without_closing_event(day, CLOSING_DAYS)[:1]]


def _closing_line(roadmap: Roadmap, view: RegulationView) -> WaitingItem:
    rule = view.rule(rewards.EVENT)
    return WaitingItem(
        code="roadmap.closing_event",
        title=_("The results of the year are to be summed up"),
        detail=_("%(days)s. %(clause)s.") % {"days": view.render(rewards.EVENT), "clause": rule.clause},
        deadline=roadmap.ends_on,
        url=roadmap.get_absolute_url(),
        action_label=_("Open the roadmap"),
        icon="award",
        kind="info",
    )
