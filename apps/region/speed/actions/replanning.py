"""Who does not come, who comes late: the plan is mended at once and nobody is moved; the better plan is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed import course, queries
from apps.region.speed.gathering import digest_now, gather
from apps.region.speed.models import Registration, SpeedEvent, SpeedMeeting, SpeedRun
from apps.region.speed.timetable.problem import FAIREST, Slot
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, NotFound
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from tenants.organisations.models import School

from .locking import locked_event, tell_hall
from .running import require_run
from .signing import new_registration

BETTER_TASK = "speed.better_plan"
AT_ONCE = 4_000
"""Pairs of people times rounds left that are planned anew within the request."""


@action("speed.mark_missing")
def mark_missing(*, event_id: UUID, registration_id: int, acting: Actor) -> Registration:
    """Somebody is not there: out of the rounds that are left; the freed places are filled, nobody is moved."""
    event = locked_event(event_id)
    person = _person(event, registration_id)
    since = course.refill_round(queries.phase_of(require_run(event)))
    missed = sorted({*person.missed, *range(since, event.rounds + 1)})
    if missed != person.missed:
        person.missed = missed
        person.save(update_fields=["missed", "updated_at"])
        _refill(event, since)
    return person


@action("speed.place_late")
def place_late(*, event_id: UUID, registration_id: int, acting: Actor) -> Registration:
    """Somebody is there after all, or comes off the waiting list: into free places of the rounds that are left."""
    event = locked_event(event_id)
    person = _person(event, registration_id, waiting=True)
    since = course.refill_round(queries.phase_of(require_run(event)))
    earlier = range(1, since) if person.waits else [number for number in person.missed if number < since]
    if person.waits or list(earlier) != person.missed:
        _place(event, person, earlier, since)
    return person


@action("speed.come_late")
def come_late(
    *,
    event_id: UUID,
    school: School,
    account_id: UUID,
    name: str,
    side: str,
    themes: str,
    wish: str,
    acting: Actor,
) -> Registration:
    """Somebody who had not signed up comes to an event that is going on."""
    event = locked_event(event_id)
    since = course.refill_round(queries.phase_of(require_run(event)))
    if since > event.rounds:
        raise Conflict(_("The last round has begun: nobody can be placed any more."))
    person = new_registration(
        event, school=school, account_id=account_id, name=name, side=side, themes=themes, wish=wish
    )
    if not person.waits:
        _place(event, person, range(1, since), since)
    return person


def _person(event: SpeedEvent, registration_id: int, *, waiting: bool = False) -> Registration:
    person = queries.participant(event, registration_id)
    if person is None or (person.waits and not waiting):
        raise NotFound
    return person


def _place(event: SpeedEvent, person: Registration, missed: Iterable[int], since: int) -> None:
    person.waits, person.missed = False, list(missed)
    person.save(update_fields=["waits", "missed", "updated_at"])
    _refill(event, since)


def _refill(event: SpeedEvent, since: int) -> None:
    # The solvers take seconds to import, and only a change of the plan needs them.
    from apps.region.speed.timetable.repair import refill

    if since <= event.rounds:
        _hold(event, refill(gather(event).problem, queries.slots_now(event), since), since)
    tell_hall(event)


def _hold(event: SpeedEvent, slots: Iterable[Slot], since: int) -> None:
    """Make the rounds from ``since`` those of the plan; meetings that stay keep their rows and what hangs on them."""
    wanted = {(slot.round, slot.mentor, slot.mentee): slot for slot in slots if slot.round >= since}
    rows = SpeedMeeting.objects.filter(event=event, round__gte=since)
    gone = [row.pk for row in rows if (row.round, row.mentor_id, row.mentee_id) not in wanted]
    SpeedMeeting.objects.filter(pk__in=gone).delete()
    seats: Counter[tuple[int, int]] = Counter()
    taken = {(row.round, row.mentor_id, row.seat) for row in rows.all()}
    for row in rows.all():
        wanted.pop((row.round, row.mentor_id, row.mentee_id))
    made = []
    for slot in sorted(wanted.values(), key=lambda each: each.order):
        place = slot.round, slot.mentor
        seats[place] += 1
        while (*place, seats[place]) in taken:
            seats[place] += 1
        made.append(
            SpeedMeeting(
                event=event,
                round=slot.round,
                mentor_id=slot.mentor,
                mentee_id=slot.mentee,
                seat=seats[place],
                fit=slot.fit,
            )
        )
    SpeedMeeting.objects.bulk_create(made)


@action("speed.ask_better_plan")
def ask_better_plan(*, event_id: UUID, result_url: str, acting: Actor) -> Job | None:
    """Look for the best plan of the rounds ahead: at once, or by a job (returned) where that takes longer."""
    event = locked_event(event_id)
    require_run(event)
    problem = gather(event).problem
    if len(problem.arcs) * problem.rounds <= AT_ONCE:
        find_better_plan(event_id=event_id, acting=acting)
        return None
    return start_job(
        task=BETTER_TASK,
        title=_("A better plan: %(title)s") % {"title": event.title},
        acting=acting,
        arguments={"event": str(event.pk)},
        result_url=result_url,
    )


@action("speed.find_better_plan")
def find_better_plan(*, event_id: UUID, acting: Actor) -> SpeedRun:
    """Compute the best plan of the rounds ahead and keep it beside the present one. Repeatable."""
    from apps.region.speed.timetable.repair import replan

    event = locked_event(event_id)
    run = require_run(event)
    since = course.next_round(queries.phase_of(run))
    if since > event.rounds:
        raise Conflict(_("No round is ahead: there is nothing to plan."))
    gathered, slots = gather(event), queries.slots_now(event)
    found = replan(gathered.problem, slots, since, FAIREST)
    run.better = {
        "since": since,
        "slots": [[slot.round, slot.mentor, slot.mentee, slot.fit] for slot in found.slots],
        "moved": sorted(found.moved),
        "digest": digest_now(gathered, slots),
    }
    run.save(update_fields=["better", "updated_at"])
    return run


@action("speed.apply_better_plan")
def apply_better_plan(*, event_id: UUID, acting: Actor) -> SpeedRun:
    """Make the offered plan the event's own, for rounds ahead only. Raises ``Conflict`` when it is out of date."""
    event = locked_event(event_id)
    run = require_run(event)
    if run.better is None:
        raise Conflict(_("No better plan is computed."), next_step=_("Compute it first."))
    since = course.next_round(queries.phase_of(run))
    if run.better["since"] != since or run.better["digest"] != digest_now(gather(event), queries.slots_now(event)):
        raise Conflict(
            _("A round has begun or people have changed since this plan was computed."),
            next_step=_("Compute it again."),
        )
    _hold(event, (Slot(*row) for row in run.better["slots"]), since)
    run.better = None
    run.version += 1
    run.save(update_fields=["better", "version", "updated_at"])
    tell_hall(event)
    return run
