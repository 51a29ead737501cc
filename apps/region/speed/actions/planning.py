"""Timetables: computed for each aim, compared by the coordinator, one of them published."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed import queries
from apps.region.speed.gathering import Gathered, aim_of, gather, slots_of
from apps.region.speed.models import SpeedEvent, SpeedMeeting, SpeedPlan
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, NotFound
from tenants.journal.jobs import start_job
from tenants.journal.models import Job

from .locking import locked_event, require_ahead, require_state

State = SpeedEvent.State
PLAN_TASK = "speed.plan_event"
AT_ONCE = 4_000
"""Pairs of people times rounds that are computed within the request: well under a second."""


@action("speed.ask_timetable")
def ask_timetable(*, event_id: UUID, result_url: str, acting: Actor) -> Job | None:
    """Compute the timetables at once, or start a job (returned) where that takes longer.

    Raises ``Conflict`` when there is nobody to meet, or the event has begun.
    """
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP, State.PLANNED)
    require_ahead(event)
    gathered = gather(event)
    if not gathered.problem.mentors or not gathered.problem.mentees:
        raise Conflict(_("A timetable needs at least one mentor and one mentee."))
    if _is_small(gathered):
        for aim in SpeedPlan.Aim.values:
            compute_plan(event_id=event_id, aim=aim, acting=acting)
        return None
    job = start_job(
        task=PLAN_TASK,
        title=_("Timetable: %(title)s") % {"title": event.title},
        acting=acting,
        arguments={"event": str(event.pk)},
        result_url=result_url,
    )
    event.job_id = job.pk
    event.save(update_fields=["job_id", "updated_at"])
    return job


def _is_small(gathered: Gathered) -> bool:
    problem = gathered.problem
    return not problem.has_absences and len(problem.arcs) * problem.rounds <= AT_ONCE


@action("speed.compute_plan")
def compute_plan(*, event_id: UUID, aim: str, acting: Actor) -> SpeedPlan:
    """Compute the best timetable of an aim and keep it in the place of the former one. Repeatable."""
    # The solvers take seconds to import, and only this needs them.
    from apps.region.speed.timetable.solving import timetable

    event = locked_event(event_id)
    require_state(event, State.SIGN_UP, State.PLANNED)
    gathered = gather(event)
    found = timetable(gathered.problem, aim_of(aim))
    plan, _created = SpeedPlan.objects.update_or_create(
        event=event,
        aim=aim,
        defaults={
            "slots": [[slot.round, slot.mentor, slot.mentee, slot.fit] for slot in found.slots],
            "gap": found.gap,
            "people": gathered.digest,
            "published_at": None,
        },
    )
    return plan


@action("speed.publish_plan")
def publish_plan(*, event_id: UUID, aim: str, acting: Actor) -> SpeedEvent:
    """Make a computed timetable the event's own, all at once: people see it. A former one gives way.

    Raises ``Conflict`` when people or wishes have changed since it was computed.
    """
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP, State.PLANNED)
    require_ahead(event)
    plan = queries.plan_of(event, aim)
    if plan is None:
        raise NotFound
    if plan.people != gather(event).digest:
        raise Conflict(
            _("People or wishes have changed since this timetable was computed."),
            next_step=_("Compute the timetable again."),
        )
    _replace_meetings(event, plan)
    event.plans.update(published_at=None)
    plan.published_at = now()
    plan.save(update_fields=["published_at", "updated_at"])
    event.state = State.PLANNED
    event.save(update_fields=["state", "updated_at"])
    return event


def _replace_meetings(event: SpeedEvent, plan: SpeedPlan) -> None:
    SpeedMeeting.objects.filter(event=event).delete()
    taken: Counter[tuple[int, int]] = Counter()
    rows = []
    for slot in slots_of(plan):
        taken[slot.round, slot.mentor] += 1
        seat = taken[slot.round, slot.mentor]
        rows.append(
            SpeedMeeting(
                event=event, round=slot.round, mentor_id=slot.mentor, mentee_id=slot.mentee, seat=seat, fit=slot.fit
            )
        )
    SpeedMeeting.objects.bulk_create(rows)
