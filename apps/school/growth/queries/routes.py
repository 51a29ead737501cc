"""Reads about individual routes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from apps.school.journal.models import SchoolAudit
from apps.school.pairs.queries import is_guardian_of
from apps.school.pairs.rules import answers_through_guardian
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none
from kernel.acting import Actor
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import NotFound

from .. import permissions
from ..models import DevelopmentStage, IndividualRoute, RouteStage, RouteStep
from ..models.routes import OPEN_STEPS
from .people import is_own, mentees_of, visible_people

STAGES = "stage_of_young_teacher"


def routes() -> QuerySet[IndividualRoute]:
    """All with their people; ``steps`` and ``done`` count the steps that were not dropped, ``late`` the overdue."""
    kept = Q(stages__steps__state__in=(*OPEN_STEPS, RouteStep.State.DONE))
    late = Q(stages__steps__state__in=OPEN_STEPS, stages__steps__due_on__lt=today())
    return IndividualRoute.objects.select_related("person", "tutor").annotate(
        steps=Count("stages__steps", filter=kept),
        done=Count("stages__steps", filter=Q(stages__steps__state=RouteStep.State.DONE)),
        late=Count("stages__steps", filter=late),
    )


def _seen_by(actor: Actor) -> Q:
    """Routes of those whose growth the actor may see, and those that the actor accompanies as a tutor; a draft is for
    those who write it."""
    if permissions.is_office(actor):
        return Q()
    if actor.account_id is None:
        return Q(pk__in=[])
    written = ~Q(state=IndividualRoute.State.DRAFT) | Q(person__in=mentees_of(actor))
    return Q(tutor__account_id=actor.account_id) | (Q(person__in=visible_people(actor)) & written)


def visible_routes(actor: Actor) -> QuerySet[IndividualRoute]:
    """Routes that the actor may open."""
    return routes().filter(_seen_by(actor))


def to_look_after() -> tuple[list[IndividualRoute], list[IndividualRoute]]:
    """Routes at work with a step behind its day, and drafts that came back with a wish (one query)."""
    state = IndividualRoute.State
    rows: QuerySet[Any] = routes()
    late = Q(state__in=(state.PROPOSED, state.AGREED), late__gt=0)
    back = Q(state=state.DRAFT) & ~Q(answer="")
    found = list(rows.filter(late | back).order_by("ends_on", "pk"))
    return [row for row in found if row.state != state.DRAFT], [row for row in found if row.state == state.DRAFT]


def route_for(actor: Actor, route_id: int) -> IndividualRoute:
    """One of them; else ``NotFound``."""
    found = visible_routes(actor).filter(pk=route_id).first()
    if found is None:
        raise NotFound()
    return found


def step_for(actor: Actor, step_id: int) -> RouteStep:
    """A step of a route that the actor may see; else ``NotFound``."""
    step = RouteStep.objects.select_related("stage__route__person", "course", "certificate").filter(pk=step_id).first()
    if step is None:
        raise NotFound()
    route_for(actor, step.stage.route_id)
    return step


def last_route(person: Person, actor: Actor) -> IndividualRoute | None:
    """The live route of a person, else the newest one, if the actor may see it."""
    rows = list(visible_routes(actor).filter(person=person).order_by("-starts_on", "-pk"))
    live = [route for route in rows if route.is_live]
    return next(iter(live or rows), None)


def table_of(route: IndividualRoute) -> list[RouteStage]:
    """Stages with their steps (two queries)."""
    steps = RouteStep.objects.select_related("competency__framework", "responsible", "course", "certificate")
    return list(route.stages.prefetch_related(Prefetch("steps", steps)))


def targets(person: Person) -> dict[int, int]:
    """Competency -> the highest level that the newest agreed or live route leads to (one query)."""
    newest = IndividualRoute.objects.filter(person=person).exclude(state=IndividualRoute.State.DROPPED)
    steps = RouteStep.objects.filter(
        stage__route__in=newest.order_by("-starts_on", "-pk")[:1], target_level__isnull=False
    ).exclude(state=RouteStep.State.DROPPED)
    found: dict[int, int] = {}
    for competency, level in steps.values_list("competency_id", "target_level"):
        if competency is not None and level is not None:
            found[competency] = max(level, found.get(competency, 0))
    return found


def due_steps(actor: Actor, until: datetime.date) -> QuerySet[RouteStep]:
    """Open steps of proposed and agreed routes up to a day for which the actor answers: of the own route, or named as
    responsible for them."""
    if actor.account_id is None:
        return RouteStep.objects.none()
    own = Q(stage__route__person__account_id=actor.account_id) | Q(responsible__account_id=actor.account_id)
    live = (IndividualRoute.State.PROPOSED, IndividualRoute.State.AGREED)
    seen = IndividualRoute.objects.filter(_seen_by(actor), state__in=live)
    rows = RouteStep.objects.filter(own, stage__route__in=seen, state__in=OPEN_STEPS, due_on__lte=until)
    return rows.select_related("stage__route__person").order_by("due_on", "pk")


def may_edit(route: IndividualRoute, actor: Actor) -> bool:
    """True for the office, the tutor and the mentors of running pairs."""
    if permissions.is_office(actor):
        return True
    if route.tutor is not None and is_own(route.tutor, actor):
        return True
    return mentees_of(actor).filter(pk=route.person_id).exists()


def may_answer(route: IndividualRoute, actor: Actor) -> bool:
    """True for the person, or for the guardian of one too small to answer alone."""
    if answers_through_guardian(route.person.age_on(today())):
        return is_guardian_of(actor, route.person)
    return is_own(route.person, actor)


def stage_titles() -> list[str]:
    """The stages of new routes: the school's own, else those of the catalogue in the school's words."""
    own = list(DevelopmentStage.objects.values_list("title", flat=True))
    if own:
        return own
    view = current_or_none()
    codes = catalogue().dictionaries[STAGES]
    words: Mapping[str, str] = {
        code: view.local_name(STAGES, code) if view is not None else catalogue().title(STAGES, code) for code in codes
    }
    return [f"{word[:1].upper()}{word[1:]}" for word in words.values()]


def life_of(route: IndividualRoute) -> QuerySet[SchoolAudit]:
    """The acts about a route, the newest first."""
    return SchoolAudit.objects.filter(subject=reference(route)).order_by("-at", "-id")
