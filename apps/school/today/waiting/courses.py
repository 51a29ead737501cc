"""Programmes that need the curator: not approved, quiet, near their end, with a plan behind time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.pairs import pausing
from apps.school.pairs.models import Match
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import PlanItem, Programme
from apps.school.regulation.rules.pauses import Span, days_at_work, is_away

from .item import WaitingItem, few_or_all, names, short_day

APPROVE_DAYS = 14
NEAR_END_DAYS = 14


@dataclass(frozen=True, slots=True)
class Course:
    """An open programme in dates. ``last``: the last held meeting, or the beginning of the pair.

    ``quiet_days``: so long without a meeting and the pair is quiet, as the school has set it; ``away``: its pauses.
    """

    programme: int
    match: int
    state: str
    starts_on: datetime.date
    ends_on: datetime.date
    last: datetime.date
    quiet_days: int
    away: Sequence[Span] = ()

    def silent(self, day: datetime.date) -> int:
        """Days without a meeting, those of pauses left out."""
        return days_at_work(self.away, self.last, day)

    def cause(self, day: datetime.date) -> str:
        """The one thing that it needs most; empty when it needs nothing."""
        if self.state == Programme.State.DRAFT:
            return "unapproved" if (day - self.starts_on).days > APPROVE_DAYS else ""
        if (self.ends_on - day).days <= NEAR_END_DAYS:
            return "ending"
        return "quiet" if self.silent(day) > self.quiet_days else ""


def flagged(day: datetime.date, quiet_days: int) -> dict[str, list[Course]]:
    """Open programmes by what they need, the most urgent first; a pair that is paused is not quiet (two queries)."""
    rows = programmes.with_progress(Programme.objects.filter(state__in=programmes.OPEN)).order_by("match__ends_on")
    found: dict[str, list[Course]] = {"unapproved": [], "quiet": [], "ending": []}
    fields = ("pk", "match_id", "state", "match__starts_on", "match__ends_on", "last_held")
    read = list(rows.values_list(*fields))
    away = pausing.spans_of(row[1] for row in read)
    for pk, match, state, starts_on, ends_on, held in read:
        last = programmes.last_meeting(starts_on, held)
        course = Course(pk, match, state, starts_on, ends_on, last, quiet_days, away.get(match, []))
        cause = course.cause(day)
        if cause and not (cause == "quiet" and is_away(course.away, day)):
            found[cause].append(course)
    return found


def shown_matches(found: Mapping[str, Sequence[Course]]) -> list[int]:
    """Pairs whose names the lines tell."""
    return [course.match for courses in found.values() for course in courses[:4]]


def lines(found: Mapping[str, Sequence[Course]], matches: Mapping[int, Match], day: datetime.date) -> list[WaitingItem]:
    """Lines of all causes; ``matches``: the pairs of ``shown_matches`` by id, with people."""
    titles = {key: match.title for key, match in matches.items()}
    return [
        *_lines(_Unapproved(titles, day), found["unapproved"]),
        *_lines(_Quiet(titles, day), found["quiet"]),
        *_lines(_Ending(titles, day), found["ending"]),
    ]


def _lines(words: _Words, found: Sequence[Course]) -> list[WaitingItem]:
    return few_or_all(found, words.one, words.many)


@dataclass(frozen=True, slots=True)
class _Words:
    titles: Mapping[int, str]
    day: datetime.date

    def one(self, course: Course) -> WaitingItem:
        raise NotImplementedError

    def many(self, found: Sequence[Course]) -> WaitingItem:
        raise NotImplementedError

    def told(self, found: Sequence[Course]) -> str:
        """The first pairs."""
        return names([self.titles[course.match] for course in found if course.match in self.titles], len(found))


class _Unapproved(_Words):
    def one(self, course: Course) -> WaitingItem:
        return WaitingItem(
            code="programmes.unapproved",
            title=_("The programme is not approved: %(pair)s") % {"pair": self.titles[course.match]},
            detail=_("The pair has been at work since %(day)s.") % {"day": short_day(course.starts_on)},
            deadline=_approve_by(course),
            overdue=True,
            url=reverse("programmes:show", args=[course.programme]),
            action_label=_("Open the programme"),
            icon="journal-check",
            kind="danger",
        )

    def many(self, found: Sequence[Course]) -> WaitingItem:
        title = ngettext(
            "%(count)s programme is not approved in time", "%(count)s programmes are not approved in time", len(found)
        )
        return WaitingItem(
            code="programmes.unapproved",
            title=title % {"count": len(found)},
            detail=self.told(found),
            deadline=min(_approve_by(course) for course in found),
            overdue=True,
            url=f"{reverse('programmes:index')}?state=draft",
            action_label=_("Open the drafts"),
            icon="journal-check",
            kind="danger",
            count=len(found),
        )


def _approve_by(course: Course) -> datetime.date:
    return course.starts_on + datetime.timedelta(days=APPROVE_DAYS)


class _Quiet(_Words):
    def one(self, course: Course) -> WaitingItem:
        silent = course.silent(self.day)
        told = ngettext("No meeting for %(days)s day", "No meeting for %(days)s days", silent) % {"days": silent}
        return WaitingItem(
            code="programmes.quiet",
            title=_("The pair does not meet: %(pair)s") % {"pair": self.titles[course.match]},
            detail=told,
            deadline=_met_by(course),
            overdue=True,
            url=reverse("programmes:show", args=[course.programme]),
            action_label=_("Open the programme"),
            icon="moon",
            kind="warning",
        )

    def many(self, found: Sequence[Course]) -> WaitingItem:
        title = ngettext("%(count)s pair has not met for long", "%(count)s pairs have not met for long", len(found))
        return WaitingItem(
            code="programmes.quiet",
            title=title % {"count": len(found)},
            detail=self.told(found),
            deadline=min(_met_by(course) for course in found),
            overdue=True,
            url=f"{reverse('programmes:index')}?state=running&quiet=14",
            action_label=_("Look who"),
            icon="moon",
            kind="warning",
            count=len(found),
        )


def _met_by(course: Course) -> datetime.date:
    return course.last + datetime.timedelta(days=course.quiet_days)


class _Ending(_Words):
    def one(self, course: Course) -> WaitingItem:
        over = course.ends_on < self.day
        title = _("The term is over: %(pair)s") if over else _("The term ends: %(pair)s")
        return WaitingItem(
            code="programmes.ending",
            title=title % {"pair": self.titles[course.match]},
            detail=_("Sum up the results and complete the programme. The last day is %(day)s.")
            % {"day": short_day(course.ends_on)},
            deadline=course.ends_on,
            overdue=over,
            url=reverse("programmes:complete", args=[course.programme]),
            action_label=_("Complete"),
            icon="flag",
            kind="danger" if over else "info",
        )

    def many(self, found: Sequence[Course]) -> WaitingItem:
        over = any(course.ends_on < self.day for course in found)
        title = ngettext(
            "The term of %(count)s programme ends or is over",
            "The terms of %(count)s programmes end or are over",
            len(found),
        )
        return WaitingItem(
            code="programmes.ending",
            title=title % {"count": len(found)},
            detail=self.told(found),
            deadline=min(course.ends_on for course in found),
            overdue=over,
            url=f"{reverse('programmes:index')}?state=running&sort=ends_on",
            action_label=_("Sum up results"),
            icon="flag",
            kind="danger" if over else "info",
            count=len(found),
        )


def overdue_plan(day: datetime.date) -> list[WaitingItem]:
    """Activities of open programmes behind their day; pairs that stand still are not hurried (one query)."""
    late = PlanItem.objects.filter(done_on=None, due_on__lt=day, programme__state__in=programmes.OPEN).order_by()
    late = late.exclude(programme__match__in=pausing.pauses_on(day).order_by().values("match"))
    sums = late.aggregate(
        count=Count("pk"), courses=Count("programme", distinct=True), first=Min("due_on"), programme=Min("programme")
    )
    if not sums["count"]:
        return []
    title = ngettext(
        "%(count)s activity of the plans is overdue", "%(count)s activities of the plans are overdue", sums["count"]
    )
    told = ngettext("In %(count)s programme", "In %(count)s programmes", sums["courses"])
    plan = reverse("programmes:plan", args=[sums["programme"]])
    return [
        WaitingItem(
            code="plan.overdue",
            title=title % {"count": sums["count"]},
            detail=told % {"count": sums["courses"]},
            deadline=sums["first"],
            overdue=True,
            url=plan if sums["courses"] == 1 else f"{reverse('programmes:index')}?state=running",
            action_label=_("Open the plan") if sums["courses"] == 1 else _("Open the programmes"),
            icon="list-check",
            kind="warning",
            count=sums["count"],
        )
    ]
