"""Lesson visits: those that this month still lacks, those agreed for these days, those that nobody recorded."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.pairs import pausing
from apps.school.programmes import visiting
from apps.school.programmes.models import LessonVisit, VisitPlan, Way
from apps.school.regulation.rules.pauses import is_away
from apps.school.regulation.rules.visits import MonthOfVisits, last_day_of, month_of_visits

from ..own import Course, Own
from .item import WaitingItem, short_day

SOON_DAYS = 2  # an agreed visit is told of so many days before


def lines(own: Own, day: datetime.date) -> list[WaitingItem]:
    """Of those who mentor and of those who visit back (three queries); a pair that stands still lacks no visit."""
    courses = [course for course in own.open_courses if not course.is_ward]
    if not courses:
        return []
    plans = list(
        VisitPlan.objects.filter(
            programme__in=[course.programme for course in courses], state=VisitPlan.State.PLANNED
        ).select_related("mentor", "mentee")
    )
    return [*_due(courses, plans, day), *_agreed(courses, plans, day)]


def _due(courses: Sequence[Course], plans: Sequence[VisitPlan], day: datetime.date) -> list[WaitingItem]:
    """Visits that a month lacks, told in time by the school days that are left of it."""
    first, last = day.replace(day=1), last_day_of(day)
    mine = [course for course in courses if "mentor" in course.sides and _is_visited(course, first, last)]
    away = pausing.spans_of(course.programme.match_id for course in mine)
    mine = [course for course in mine if not is_away(away.get(course.programme.match_id, []), day)]
    if not mine:
        return []
    rows = LessonVisit.objects.filter(
        programme__in=[course.programme for course in mine], visited_on__range=(first, last), way=Way.TO_MENTEE
    )
    counted = dict(rows.order_by().values("programme").annotate(number=Count("pk")).values_list("programme", "number"))
    found = []
    for course in mine:
        if course.view is None:
            continue
        done = counted.get(course.programme.pk, 0)
        planned = sum(
            plan.programme_id == course.programme.pk and plan.way == Way.TO_MENTEE and day <= plan.on_day <= last
            for plan in plans
        )
        pauses = away.get(course.programme.match_id, [])
        month = month_of_visits(course.view, day, done=done, planned=planned, away=pauses)
        if month.is_due:
            found.append(_missing(course, month, last))
    return found


def _is_visited(course: Course, first: datetime.date, last: datetime.date) -> bool:
    match = course.programme.match
    whole = match.starts_on <= first and match.ends_on >= last
    return whole and course.view is not None and visiting.is_visited(course.view, course.programme)


def _missing(course: Course, month: MonthOfVisits, last: datetime.date) -> WaitingItem:
    left = ngettext("%(count)s school day is left", "%(count)s school days are left", month.days_left)
    names = ", ".join(person.short_name for person in course.others)
    return WaitingItem(
        code="visits.due",
        title=_("Lesson visits this month: %(done)s of %(needed)s") % {"done": month.done, "needed": month.needed},
        detail=_("With: %(names)s") % {"names": names} + f". {left % {'count': month.days_left}}.",
        deadline=last,
        url=reverse("programmes:visit_agree", args=[course.programme.pk]),
        action_label=_("Agree a visit"),
        icon="easel",
        kind="warning",
    )


def _agreed(courses: Sequence[Course], plans: Sequence[VisitPlan], day: datetime.date) -> list[WaitingItem]:
    """Agreed visits of these days for both sides; those whose day has passed for the visitor, who records them."""
    soon = day + datetime.timedelta(days=SOON_DAYS)
    me = {course.me.pk for course in courses}
    found = []
    for plan in plans:
        is_past = plan.on_day < day
        if plan.on_day > soon or not me & ({plan.visitor.pk} if is_past else {plan.visitor.pk, plan.host.pk}):
            continue
        words = {"day": short_day(plan.on_day), "lesson": plan.lesson}
        title = _("A visit is not recorded: %(lesson)s, %(day)s") if is_past else _("A visit: %(lesson)s, %(day)s")
        found.append(
            WaitingItem(
                code="visits.agreed",
                title=title % words,
                detail=f"{plan.visitor.short_name} → {plan.host.short_name}",
                deadline=plan.on_day,
                overdue=is_past,
                url=reverse("programmes:visit_held" if is_past else "programmes:visits", args=_address(plan, is_past)),
                action_label=_("Record a visit") if is_past else _("Open the lesson visits"),
                icon="easel",
                kind="warning" if is_past else "info",
            )
        )
    return found


def _address(plan: VisitPlan, is_past: bool) -> list[int]:
    return [plan.programme_id, plan.pk] if is_past else [plan.programme_id]
