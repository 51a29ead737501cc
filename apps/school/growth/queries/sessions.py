"""Reads about diagnostic sessions and what assessors say in them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from apps.school.pairs.models import MatchMentee
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.errors import NotFound

from .. import permissions
from ..models import AssessedLevel, Assessment, DiagnosticSession
from .people import RUNNING, visible_people


def sessions() -> QuerySet[DiagnosticSession]:
    """All with their people; ``asked`` and ``given`` count the assessors."""
    return DiagnosticSession.objects.select_related("person", "framework").annotate(
        asked=Count("assessments"), given=Count("assessments", filter=Q(assessments__given_on__isnull=False))
    )


def to_look_after(day: datetime.date) -> tuple[list[DiagnosticSession], list[DiagnosticSession]]:
    """Open sessions in which nobody is silent (to be summed up), and those behind their day in which somebody is
    (one query)."""
    rows: QuerySet[Any] = sessions().filter(state=DiagnosticSession.State.OPEN)
    complete = Q(given=F("asked"), asked__gt=0)
    found = list(rows.filter(complete | Q(due_on__lt=day)).order_by("due_on", "pk"))
    ready = [row for row in found if row.given == row.asked > 0]
    return ready, [row for row in found if row.given < row.asked]


def session_for(actor: Actor, session_id: int) -> DiagnosticSession:
    """A session of a person whose growth the actor may see; else ``NotFound``."""
    found = sessions().filter(pk=session_id, person__in=visible_people(actor)).first()
    if found is None:
        raise NotFound()
    return found


def last_session(person: Person) -> DiagnosticSession | None:
    """The open one, else the newest that was summed up."""
    rows = sessions().filter(person=person).exclude(state=DiagnosticSession.State.CANCELLED)
    return rows.order_by("-state", "-opened_on", "-pk").first()  # «open» comes after «closed»


def assessments_of(session: DiagnosticSession) -> list[Assessment]:
    """Everybody asked, with levels (two queries)."""
    levels = Prefetch("levels", AssessedLevel.objects.select_related("competency"))
    return list(session.assessments.select_related("assessor").prefetch_related(levels))


def sheets_shown(session: DiagnosticSession, actor: Actor) -> list[Assessment]:
    """Those that the actor may read: assessors do not see each other before the session is summed up."""
    rows = assessments_of(session)
    if permissions.is_office(actor) or not session.is_open:
        return rows
    return [row for row in rows if row.assessor is not None and row.assessor.account_id == actor.account_id]


def assessment_for(actor: Actor, assessment_id: int) -> Assessment:
    """A sheet that the actor fills in: the own one; the office's and, from paper, everybody's by the office.

    A mentor's is out of reach when the pair does not run any more.
    """
    rows = Assessment.objects.select_related("session__person", "session__framework", "assessor")
    if not permissions.is_office(actor):
        mentored = Q(side=Assessment.Side.MENTOR) & ~Q(session__person__in=visible_people(actor))
        rows = rows.filter(assessor__account_id=actor.account_id, assessor__isnull=False).exclude(mentored)
    found = rows.filter(pk=assessment_id).first() if actor.account_id is not None or actor.place == "system" else None
    if found is None:
        raise NotFound()
    return found


def awaited(actor: Actor) -> QuerySet[Assessment]:
    """Sheets of open sessions that wait for the actor, the nearest term first."""
    rows = Assessment.objects.filter(session__state=DiagnosticSession.State.OPEN, given_on__isnull=True)
    if actor.account_id is None:
        return rows.none()
    rows = rows.filter(assessor__account_id=actor.account_id)
    mentored = Q(side=Assessment.Side.MENTOR) & ~Q(session__person__in=visible_people(actor))
    found = rows if permissions.is_office(actor) else rows.exclude(mentored)
    return found.select_related("session__person", "session__framework").order_by("session__due_on", "pk")


def without(kind: str, *, ends_by: datetime.date | None = None) -> QuerySet[Person]:
    """Mentees of running pairs (that end by a day) without a diagnostics of a kind, open or summed up."""
    seat = MatchMentee.objects.filter(card__person=OuterRef("pk"), until__isnull=True, match__state__in=RUNNING)
    if ends_by is not None:
        seat = seat.filter(match__ends_on__lte=ends_by)
    # A diagnostics of an earlier pair is not one of this pair.
    since = DiagnosticSession.objects.filter(
        person=OuterRef("card__person"), kind=kind, opened_on__gte=OuterRef("match__starts_on")
    )
    if kind == DiagnosticSession.Kind.ENTRY:
        since = DiagnosticSession.objects.filter(person=OuterRef("card__person"), kind=kind)
    held = since.exclude(state=DiagnosticSession.State.CANCELLED)
    return Person.objects.filter(Exists(seat.exclude(Exists(held))))
