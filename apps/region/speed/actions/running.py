"""The evening's clock: each act changes the kept course, any process reads from it what it is now.

Two coordinators may act at once: who decided on an older version of the course is told, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed import course, queries, rules
from apps.region.speed.course import MINUTE, Course
from apps.region.speed.models import SpeedEvent, SpeedRun
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError, refuse_if

from .locking import locked_event, require_state, tell_hall

State = SpeedEvent.State
EARLY_MINUTES = 30
"""An evening may be started so much before it was announced."""
MOST_MINUTES = 30


@action("speed.start_event")
def start_event(*, event_id: UUID, acting: Actor) -> SpeedRun:
    """The first round begins now. Starting what has been started does nothing."""
    event = locked_event(event_id)
    run = queries.run_of(event)
    if run is not None:
        return run
    require_state(event, State.PLANNED)
    if (event.starts_at - now()).total_seconds() > EARLY_MINUTES * 60:
        raise Conflict(
            _("The event begins later: it can be started half an hour before."),
            next_step=_("Come back shortly before the event begins."),
        )
    begun = course.begun(
        rounds=event.rounds, minutes=event.minutes, between=queries.minutes_between(event), at=queries.moment()
    )
    run = SpeedRun.objects.create(event=event, started=begun.started, steps=course.as_rows(begun))
    tell_hall(event)
    return run


@action("speed.pause_event")
def pause_event(*, event_id: UUID, version: int, acting: Actor) -> SpeedRun:
    """The clock stands for all."""
    return _change(event_id, version, course.paused)


@action("speed.resume_event")
def resume_event(*, event_id: UUID, version: int, acting: Actor) -> SpeedRun:
    """The clock goes on."""
    return _change(event_id, version, course.resumed)


@action("speed.extend_step")
def extend_step(*, event_id: UUID, version: int, minutes: int, acting: Actor) -> SpeedRun:
    """The present round or break is longer. A round stays within the strictest regulation of the schools invited."""
    if not 1 <= minutes <= MOST_MINUTES:
        message = _("From 1 to %(most)s minutes.") % {"most": MOST_MINUTES}
        raise InputError(message, problems=[{"place": "minutes", "message": message}])

    def longer(before: Course, at: int) -> Course:
        return course.extended(before, minutes, at)

    return _change(event_id, version, longer, check=_require_length)


@action("speed.skip_step")
def skip_step(*, event_id: UUID, version: int, acting: Actor) -> SpeedRun:
    """The present round or break is over now."""
    return _change(event_id, version, course.skipped)


def finish_course(event: SpeedEvent) -> None:
    """The clock of an event that is being finished stands for good; the event is locked."""
    run = queries.run_of(event)
    if run is not None:
        _keep(run, course.finished(queries.course_of(run), queries.moment()))


def _change(
    event_id: UUID,
    version: int,
    change: Callable[[Course, int], Course],
    *,
    check: Callable[[SpeedEvent, Course, int], None] | None = None,
) -> SpeedRun:
    event = locked_event(event_id)
    run, at = require_run(event), queries.moment()
    before = queries.course_of(run)
    if course.phase_at(before, at).kind == "over":
        raise Conflict(_("All rounds are over."), next_step=_("Finish the event."))
    after = change(before, at)
    if after == before:
        return run
    if run.version != version:
        raise Conflict(
            _("Somebody else has changed the course of the event meanwhile."),
            next_step=_("Look at the console again and decide anew."),
        )
    if check is not None:
        check(event, after, at)
    _keep(run, after)
    tell_hall(event)
    return run


def _require_length(event: SpeedEvent, after: Course, at: int) -> None:
    phase = course.phase_at(after, at)
    if phase.kind == "round":
        shape = rules.Shape(event.format, event.rounds, event.seats, -(-phase.length // MINUTE))
        conditions = queries.conditions_of(list(event.schools.all()))
        refuse_if(rules.event_allowed(conditions, shape), next_step=_("Let the round end, or extend it by less."))


def require_run(event: SpeedEvent) -> SpeedRun:
    """The course of an event that is going on; refuses before and after."""
    require_state(event, State.PLANNED)
    run = queries.run_of(event)
    if run is None:
        raise Conflict(_("The event has not been started yet."))
    return run


def _keep(run: SpeedRun, after: Course) -> None:
    run.steps, run.paused, run.finished = course.as_rows(after), after.paused, after.finished
    run.version += 1
    run.save(update_fields=["steps", "paused", "finished", "version", "updated_at"])
