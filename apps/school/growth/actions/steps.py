"""Steps of a route: planned, marked, proved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.people import actions as people
from apps.school.people.errors import wrong
from apps.school.people.models import Competency, Person, PortfolioItem
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed

from .. import permissions, queries
from ..models import Course, IndividualRoute, RouteStage, RouteStep
from .routes import for_editing, locked

State = RouteStep.State


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What a step says; see ``RouteStep``."""

    stage: RouteStage
    title: str
    due_on: datetime.date
    competency: Competency | None = None
    target_level: int | None = None
    responsible: Person | None = None
    course: Course | None = None


@action("growth.save_step")
def save_step(
    *, route: IndividualRoute, facts: StepFacts, acting: Actor, step: RouteStep | None = None
) -> IndividualRoute:
    """Add a step or change one."""
    row = for_editing(route, acting)
    _check(row, facts)
    found = RouteStep.objects.select_for_update().get(pk=step.pk, stage__route=row) if step else RouteStep()
    found.stage, found.title, found.due_on = facts.stage, facts.title.strip(), facts.due_on
    found.competency, found.target_level = facts.competency, facts.target_level
    found.responsible, found.course = facts.responsible, facts.course
    found.save()
    return row


def _check(route: IndividualRoute, facts: StepFacts) -> None:
    if facts.stage.route_id != route.pk:
        raise wrong("stage", _("Choose a stage of this route."))
    if not route.starts_on <= facts.due_on <= route.ends_on:
        raise wrong("due_on", _("The day lies within the route."))
    competency, level = facts.competency, facts.target_level
    if level is not None and (competency is None or not 1 <= level <= len(competency.framework.levels)):
        raise wrong("target_level", _("The level is one of the scale of the competency."))
    responsible = facts.responsible
    if responsible is not None and responsible.pk not in {person.pk for person in people_for(route)}:
        raise wrong("responsible", _("The person, the tutor or a mentor answers for a step."))


def people_for(route: IndividualRoute) -> list[Person]:
    """Who may answer for a step: the person, the tutor, the mentors of running pairs."""
    found = [route.person, *([route.tutor] if route.tutor else []), *queries.mentors_of(route.person)]
    return list({person.pk: person for person in found}.values())


@action("growth.remove_step")
def remove_step(*, step: RouteStep, acting: Actor) -> IndividualRoute:
    """A step of a draft that nobody has agreed to goes; others are dropped by a mark, with a reason."""
    row = for_editing(step.stage.route, acting)
    if row.revision > 1 or row.state != IndividualRoute.State.DRAFT:
        raise Conflict(_("This step was proposed to the person."), next_step=_("Mark it as dropped and say why."))
    RouteStep.objects.filter(pk=step.pk).delete()
    return row


@action("growth.mark_step")
def mark_step(
    *, step: RouteStep, state: str, acting: Actor, evidence: str = "", done_on: datetime.date | None = None
) -> IndividualRoute:
    """Say how far a step is: by the person, those who write the route, the one who answers for it. What is done or
    dropped has its evidence or its reason."""
    row = locked(step.stage.route)
    _refuse_stranger(row, step, acting)
    if row.state == IndividualRoute.State.DRAFT:
        raise Conflict(_("The route is a draft: its work has not begun."))
    found = RouteStep.objects.select_for_update().get(pk=step.pk)
    words = evidence.strip() or found.evidence
    if state in (State.DONE, State.DROPPED) and not words and found.certificate_id is None:
        raise wrong("evidence", _("Say what shows it, or why it is dropped."))
    on = (done_on or today()) if state == State.DONE else None
    if on is not None and on > today():
        raise wrong("done_on", _("The day is in the future."))
    found.state, found.evidence, found.done_on = state, words, on
    found.save(update_fields=["state", "evidence", "done_on", "updated_at"])
    return row


def _refuse_stranger(route: IndividualRoute, step: RouteStep, acting: Actor) -> None:
    responsible = step.responsible
    answers = responsible is not None and queries.is_own(responsible, acting)
    if not (answers or queries.is_own(route.person, acting) or queries.may_edit(route, acting)):
        raise NotAllowed()


@action("growth.add_certificate")
def add_certificate(
    *, step: RouteStep, title: str, issued_on: datetime.date | None, file: UploadedFile[Any], acting: Actor
) -> IndividualRoute:
    """The paper of a course: it goes into the person's portfolio, and the step is done by it."""
    row = locked(step.stage.route)
    if not permissions.is_office(acting) and not queries.is_own(row.person, acting):
        raise NotAllowed()
    if row.state == IndividualRoute.State.DRAFT:
        raise Conflict(_("The route is a draft: its work has not begun."))
    item = people.add_portfolio_item(
        person=row.person,
        kind=PortfolioItem.Kind.CERTIFICATE,
        title=title,
        visibility=PortfolioItem.Visibility.OFFICE,
        dated=issued_on,
        file=file,
        acting=acting,
    )
    found = RouteStep.objects.select_for_update().get(pk=step.pk)
    found.certificate, found.state, found.done_on = item, State.DONE, issued_on or today()
    found.save(update_fields=["certificate", "state", "done_on", "updated_at"])
    return row
