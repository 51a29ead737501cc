"""Reads about courses and who learns there."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from kernel.clock import today
from kernel.errors import NotFound

from ..models import Course, CourseCompetency, RouteStep
from ..models.routes import OPEN_STEPS
from ..rules import Offer, suited

SUGGESTED = 5


def courses() -> QuerySet[Course]:
    """All with what they cover; ``learners``: steps given to them that were not dropped."""
    covers = CourseCompetency.objects.select_related("competency").order_by("competency__position", "competency_id")
    given = Count("steps", filter=Q(steps__state__in=(*OPEN_STEPS, RouteStep.State.DONE)))
    return Course.objects.annotate(learners=given).prefetch_related(Prefetch("covers", covers))


def course_by_id(course_id: int) -> Course:
    """One course; ``NotFound`` when there is none."""
    found = courses().filter(pk=course_id).first()
    if found is None:
        raise NotFound()
    return found


def suggested(deficits: Collection[int], day: datetime.date | None = None) -> list[Course]:
    """Courses offered now that help with the deficits, the most helpful first (two queries)."""
    if not deficits:
        return []
    rows = {row.pk: row for row in courses().filter(in_use=True, covers__competency__in=deficits).distinct()}
    offers = [Offer(row.pk, covered(row), row.ends_on or row.starts_on) for row in rows.values()]
    return [rows[pk] for pk in suited(offers, deficits, day or today())]


def covered(course: Course) -> frozenset[int]:
    """Competencies of a course that was read by ``courses``."""
    return frozenset(row.competency_id for row in course.covers.all())


def first_for_each(found: Sequence[Course], deficits: Collection[int]) -> dict[int, int]:
    """Competency -> the first course of those found that covers it."""
    return {
        competency: course.pk
        for competency in deficits
        for course in [next((row for row in found if competency in covered(row)), None)]
        if course is not None
    }


def learners_of(course: Course) -> QuerySet[RouteStep]:
    """Steps given to a course, with their people."""
    rows = RouteStep.objects.filter(course=course).exclude(state=RouteStep.State.DROPPED)
    return rows.select_related("stage__route__person", "certificate").order_by(
        "stage__route__person__sort_key", "due_on", "pk"
    )


@dataclass(frozen=True, slots=True)
class Learning:
    """How much was learned: ``people`` went through ``courses`` courses of routes."""

    people: int
    courses: int


def learning_totals(since: datetime.date, until: datetime.date) -> Learning:
    """Courses of routes gone through in a period (one query)."""
    rows = RouteStep.objects.filter(
        state=RouteStep.State.DONE, course__isnull=False, done_on__range=(since, until)
    ).aggregate(people=Count("stage__route__person", distinct=True), courses=Count("pk"))
    return Learning(rows["people"], rows["courses"])
