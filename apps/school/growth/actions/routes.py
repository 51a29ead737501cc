"""The life of an individual route: built, changed, proposed, agreed, gone through or given up."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.school.pairs.models import MatchMentee
from apps.school.people.errors import wrong
from apps.school.people.models import Competency, Framework, Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed

from .. import announcing, permissions, planning, queries
from ..models import DevelopmentStage, IndividualRoute, RouteStage, RouteStep
from ..models.routes import LIVE_ROUTES
from ..paper import LANGUAGE
from ..queries.courses import first_for_each
from ..queries.people import RUNNING

State = IndividualRoute.State


def locked(route: IndividualRoute) -> IndividualRoute:
    """The route, live, with nobody else changing it; ``Conflict`` when it is over."""
    found = IndividualRoute.objects.select_for_update(of=("self",)).select_related("person", "tutor").get(pk=route.pk)
    if not found.is_live:
        raise Conflict(_("This route is closed."))
    return found


def for_editing(route: IndividualRoute, acting: Actor) -> IndividualRoute:
    """The route locked for somebody who may change it; an agreed one waits for a word anew, as a new revision."""
    found = locked(route)
    if not queries.may_edit(found, acting):
        raise NotAllowed()
    if found.state == State.AGREED:
        found.state, found.revision = State.PROPOSED, found.revision + 1
        found.save(update_fields=["state", "revision", "updated_at"])
        announcing.tell_of_change(found, acting)
    return found


@action("growth.build_route")
def build_route(
    *, person: Person, acting: Actor, framework: Framework | None = None, tutor: Person | None = None
) -> IndividualRoute:
    """A draft from the deficits of the newest diagnostics (by ``framework``): stages of the school till the end of the
    running pair, a step for each deficit with the course that suits it best."""
    owner = Person.objects.select_for_update().get(pk=person.pk)
    mentored = queries.mentees_of(acting).filter(pk=owner.pk).exists()
    if not permissions.is_office(acting) and not mentored:
        raise NotAllowed()
    if IndividualRoute.objects.filter(person=owner, state__in=LIVE_ROUTES).exists():
        raise Conflict(_("There is a route under way."), next_step=_("Change it, or close it first."))
    found = queries.history_of(owner)
    history = next((row for row in found if framework is None or row.framework.pk == framework.pk), None)
    if history is None:
        raise Conflict(_("There is no diagnostics yet."), next_step=_("Hold the entry diagnostics first."))
    deficits = history.deficits
    if not deficits:
        raise Conflict(
            _("The newest diagnostics shows no deficit."), next_step=_("Measure by another framework, or anew.")
        )
    starts_on, ends_on = today(), _end_for(owner)
    route = IndividualRoute.objects.create(
        person=owner,
        basis=history.diagnostics[-1],
        tutor=tutor or queries.mentors_of(owner).first(),
        goal=_goal(deficits),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    keys = [row.pk for row in deficits]
    courses = first_for_each(queries.suggested(keys), keys)
    wanted = [planning.Deficit(row.pk, history.framework.weak_below) for row in deficits]
    with override(LANGUAGE):
        planned = planning.plan(queries.stage_titles(), wanted, courses, starts_on, ends_on)
        _write(route, planned, {row.pk: row.title for row in deficits})
    return route


def _goal(deficits: Sequence[Competency]) -> str:
    with override(LANGUAGE):
        return _("Make up the deficits: %(list)s.") % {"list": ", ".join(row.title for row in deficits)}


def _end_for(person: Person) -> datetime.date:
    """The last day of the running pairs; without one, or with one that ends at once, the usual time."""
    rows = MatchMentee.objects.filter(card__person=person, until__isnull=True, match__state__in=RUNNING)
    last: datetime.date | None = rows.aggregate(last=Max("match__ends_on"))["last"]
    soonest = today() + datetime.timedelta(days=planning.USUAL_DAYS // 6)
    usual = today() + datetime.timedelta(days=planning.USUAL_DAYS)
    return last if last is not None and last >= soonest else usual


def _write(route: IndividualRoute, planned: Sequence[planning.StagePlan], titles: dict[int, str]) -> None:
    for position, stage in enumerate(planned):
        row = RouteStage.objects.create(
            route=route, title=stage.title, position=position, starts_on=stage.starts_on, ends_on=stage.ends_on
        )
        RouteStep.objects.bulk_create(
            RouteStep(
                stage=row,
                competency_id=step.competency,
                title=_words(step, titles)[:300],
                target_level=step.target,
                due_on=step.due_on,
                responsible=route.person if step.what == "work" else route.tutor,
                course_id=step.course,
            )
            for step in stage.steps
        )


def _words(step: planning.StepPlan, titles: dict[int, str]) -> str:
    if step.what == "begin":
        return _("Talk the diagnostics through and agree on the goals")
    if step.what == "check":
        return _("Repeat the diagnostics and sum up")
    return _("Work on: %(competency)s") % {"competency": titles[step.competency or 0]}


@action("growth.change_route")
def change_route(
    *,
    route: IndividualRoute,
    goal: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    tutor: Person | None,
    acting: Actor,
) -> IndividualRoute:
    """Change what the route says of itself. Stages keep their steps; their days are shared anew."""
    row = for_editing(route, acting)
    if ends_on < starts_on:
        raise wrong("ends_on", _("The end comes after the beginning."))
    is_moved = (row.starts_on, row.ends_on) != (starts_on, ends_on)
    row.goal, row.starts_on, row.ends_on, row.tutor = goal.strip(), starts_on, ends_on, tutor
    row.save()
    stages = list(row.stages.all()) if is_moved else []
    for stage, (first, last) in zip(stages, planning.divided(starts_on, ends_on, len(stages) or 1), strict=False):
        stage.starts_on, stage.ends_on = first, last
        stage.save(update_fields=["starts_on", "ends_on"])
    return row


@action("growth.propose_route")
def propose_route(*, route: IndividualRoute, acting: Actor) -> IndividualRoute:
    """Put a draft before the person it is for."""
    row = for_editing(route, acting)
    if row.state != State.DRAFT:
        raise Conflict(_("The route waits for a word already."))
    if not RouteStep.objects.filter(stage__route=row).exclude(state=RouteStep.State.DROPPED).exists():
        raise Conflict(_("There is no step in the route."), next_step=_("Add a step first."))
    row.state = State.PROPOSED
    row.save(update_fields=["state", "updated_at"])
    return row


@action("growth.answer_route")
def answer_route(*, route: IndividualRoute, agrees: bool, acting: Actor, words: str = "") -> IndividualRoute:
    """The word of the person: agreed, or back to those who write it with what is to be changed."""
    row = locked(route)
    if not queries.may_answer(row, acting):
        raise NotAllowed()
    if row.state != State.PROPOSED:
        raise Conflict(_("The route does not wait for a word now."))
    if not agrees and not words.strip():
        raise wrong("words", _("Say what is to be changed."))
    row.state = State.AGREED if agrees else State.DRAFT
    row.answered_on, row.answer = today(), words.strip()
    row.save(update_fields=["state", "answered_on", "answer", "updated_at"])
    return row


@action("growth.close_route")
def close_route(*, route: IndividualRoute, gone_through: bool, outcome: str, acting: Actor) -> IndividualRoute:
    """The end of a route: gone through (nothing in it waits any more), or given up for a reason."""
    row = locked(route)
    if not queries.may_edit(row, acting):
        raise NotAllowed()
    if not outcome.strip():
        raise wrong("outcome", _("Say what it came to."))
    if gone_through:
        _refuse_unfinished(row)
    row.state = State.DONE if gone_through else State.DROPPED
    row.closed_on, row.outcome = today(), outcome.strip()
    row.save(update_fields=["state", "closed_on", "outcome", "updated_at"])
    return row


def _refuse_unfinished(route: IndividualRoute) -> None:
    if route.state != State.AGREED:
        raise Conflict(_("The route is not agreed."), next_step=_("Let the person answer first."))
    waiting = [step.title for stage in queries.table_of(route) for step in stage.steps.all() if step.is_open]
    if waiting:
        raise Conflict(
            _("Steps still wait: %(list)s.") % {"list": "; ".join(waiting)},
            next_step=_("Mark them done or drop them with a reason."),
        )


@action("growth.save_stages")
def save_stages(*, titles: Sequence[str], acting: Actor) -> int:
    """The stages that new routes get; an empty list leaves them to the catalogue. Returns how many there are."""
    permissions.require_office(acting)
    kept = [" ".join(title.split())[:120] for title in titles]
    if len({title.casefold() for title in kept}) < len(kept):
        raise wrong("titles", _("A stage stands there twice."))
    DevelopmentStage.objects.all().delete()
    DevelopmentStage.objects.bulk_create(
        DevelopmentStage(title=title, position=number) for number, title in enumerate(kept)
    )
    return len(kept)
