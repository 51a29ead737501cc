"""Whom lesson visits tell what. Imported by ``ProgrammesConfig.ready``."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.sending import Happening, notify, notify_all
from apps.school.pairs import pausing
from apps.school.people.announcing import accounts_by_person, accounts_of
from apps.school.people.models import Person
from apps.school.regulation.rules.visits import MonthOfVisits, last_day_of, month_of_visits
from apps.school.regulation.view import RegulationView
from kernel.actions import ActionRecord

from . import queries, visiting
from .models import LessonVisit, Programme, VisitPlan, Way

AGREE_AHEAD = 1
"""So many days before it an agreed visit is told of once more."""

kinds.register_group("visits", _("Lesson visits"), order=32)
kinds.register(
    "visit.planned",
    group="visits",
    title=_("A lesson visit is agreed"),
    text=_("%(visitor)s visits the lesson of %(host)s: %(lesson)s, %(day)s."),
    outside="%(day)s",
)
kinds.register(
    "visit.moved",
    group="visits",
    title=_("A lesson visit is moved"),
    text=_("%(visitor)s visits the lesson of %(host)s: %(lesson)s, %(day)s now."),
    outside="%(day)s",
)
kinds.register(
    "visit.cancelled",
    group="visits",
    title=_("A lesson visit is called off"),
    text=_("%(lesson)s, %(day)s. Reason: %(reason)s"),
)
kinds.register(
    "visit.soon",
    group="visits",
    title=_("A lesson visit is tomorrow"),
    text=_("%(visitor)s visits the lesson of %(host)s: %(lesson)s, %(day)s."),
    outside="%(day)s",
)
kinds.register(
    "visit.analysed",
    group="visits",
    title=_("The analysis of a lesson is ready"),
    text="%(lesson)s, %(day)s.",
)
kinds.register(
    "visit.behind",
    group="visits",
    title=_("Lesson visits of this month fall behind"),
    text=_("%(pair)s: %(done)s of %(needed)s. Agree on a day until %(last)s."),
    asks=True,
)


def _url(programme: int) -> str:
    return reverse("programmes:visits", args=[programme], urlconf=settings.SCHOOL_URLCONF)


def _facts(plan: VisitPlan) -> dict[str, object]:
    return {
        "visitor": plan.visitor.short_name,
        "host": plan.host.short_name,
        "lesson": plan.lesson,
        "day": plan.on_day,
        "reason": plan.reason,
    }


@on("lesson_visit.plan", "lesson_visit.move", "lesson_visit.cancel")
def tell_of_plan(record: ActionRecord) -> None:
    """The other side (both, when the office did it)."""
    plan = VisitPlan.objects.select_related("mentee", "mentor").get(pk=key_of(record.subject))
    kind = {"lesson_visit.plan": "visit.planned", "lesson_visit.move": "visit.moved"}.get(
        record.code, "visit.cancelled"
    )
    told = Happening(
        to=accounts_of([plan.mentor, plan.mentee]),
        key=f"{plan.pk}:{len(plan.moves)}",
        url=_url(plan.programme_id),
        facts=_facts(plan),
    )
    notify_all(kind, [told], besides=record.acting)


@on("lesson_visit.record")
def tell_of_analysis(record: ActionRecord) -> None:
    """Whose lesson it was reads what the visitor wrote."""
    visit = LessonVisit.objects.select_related("mentee", "mentor").get(pk=key_of(record.subject))
    notify(
        "visit.analysed",
        to=accounts_of([visit.host] if visit.host is not None else []),
        key=f"{visit.pk}",
        besides=record.acting,
        url=_url(visit.programme_id),
        lesson=visit.lesson,
        day=visit.visited_on,
    )


@every_day
def tell_of_visits_soon(day: datetime.date) -> None:
    """Each agreed visit once on the day before it; a moved one again."""
    on_day = day + datetime.timedelta(days=AGREE_AHEAD)
    plans = list(
        VisitPlan.objects.filter(state=VisitPlan.State.PLANNED, on_day=on_day).select_related("mentee", "mentor")
    )
    accounts = accounts_by_person(person for plan in plans for person in (plan.mentor, plan.mentee))
    notify_all(
        "visit.soon",
        [
            Happening(
                to=[*accounts[plan.mentor_id], *accounts[plan.mentee_id]],
                key=f"{plan.pk}:{plan.on_day}",
                url=_url(plan.programme_id),
                facts=_facts(plan),
            )
            for plan in plans
        ],
    )


# ---- months that fall behind


@every_day
def tell_of_months_behind(day: datetime.date) -> None:
    """The mentors of a pair once a month, when it is time to agree the visits that it still lacks."""
    last = last_day_of(day)
    behind = list(_behind(day))
    accounts = accounts_by_person(person for programme, _month in behind for person in _mentors(programme))
    notify_all(
        "visit.behind",
        [
            Happening(
                to=[account for person in _mentors(programme) for account in accounts[person.pk]],
                key=f"{programme.pk}:{day:%Y-%m}",
                url=reverse("programmes:visit_agree", args=[programme.pk], urlconf=settings.SCHOOL_URLCONF),
                facts={"pair": programme.match.title, "done": month.done, "needed": month.needed, "last": last},
            )
            for programme, month in behind
        ],
    )


def _mentors(programme: Programme) -> Sequence[Person]:
    return queries.people_of(programme).mentors


def _behind(day: datetime.date) -> Iterator[tuple[Programme, MonthOfVisits]]:
    """Running programmes whose month, a whole one of the pair, is to be made up for; one that stands still is not."""
    first, last = day.replace(day=1), last_day_of(day)
    rows = Programme.objects.filter(
        state=Programme.State.RUNNING, match__starts_on__lte=first, match__ends_on__gte=last
    ).exclude(match__in=pausing.pauses_on(day).order_by().values("match"))
    programmes = list(queries.with_people(rows.select_related("match").order_by("pk")))
    this_month = {"programme__in": programmes, "way": Way.TO_MENTEE}
    done = _counts(LessonVisit.objects.filter(visited_on__range=(first, last), **this_month))
    agreed = VisitPlan.objects.filter(state=VisitPlan.State.PLANNED, on_day__range=(day, last), **this_month)
    planned = _counts(agreed)
    away = pausing.spans_of(programme.match_id for programme in programmes)
    views: dict[int | None, RegulationView] = {}
    for programme in programmes:
        version = programme.match.regulation_version_id
        if version not in views:
            views[version] = queries.view_for(programme.match)
        if visiting.is_visited(views[version], programme):
            counts = {"done": done.get(programme.pk, 0), "planned": planned.get(programme.pk, 0)}
            month = month_of_visits(views[version], day, **counts, away=away.get(programme.match_id, []))
            if month.is_due:
                yield programme, month


def _counts(rows: QuerySet[LessonVisit] | QuerySet[VisitPlan]) -> Mapping[int, int]:
    """Programme -> rows."""
    counted = rows.order_by().values("programme").annotate(number=Count("pk"))
    return dict(counted.values_list("programme", "number"))
