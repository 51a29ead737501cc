"""What the console shows: who is there with whom, and the better plan told beside the present one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from apps.region.speed import course, queries
from apps.region.speed.gathering import digest_now, gather
from apps.region.speed.models import Registration, SpeedCall, SpeedEvent
from apps.region.speed.queries import Hall
from apps.region.speed.timetable.problem import Slot
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A participant in the console. ``now``: whom they meet in the present round (in a break: in the one to come);
    ``place``: "hall", "room" or nowhere; ``is_missing``: out of the rounds that are left."""

    person: Registration
    now: tuple[Registration, ...]
    place: str
    is_missing: bool


def rows_of(hall: Hall, at: int, here: Collection[str]) -> list[PersonRow]:
    """Everybody: mentors, then mentees, by name; who waits comes last."""
    phase = hall.phase(at)
    number = max(1, phase.round)
    since = course.refill_round(phase) if phase.kind != "over" else number
    people = sorted(hall.people.values(), key=lambda each: (each.waits, each.side != "mentor", each.name, each.pk))
    return [
        PersonRow(
            person=person,
            now=tuple(
                hall.people[meeting.other(person.pk)]
                for meeting in hall.meetings.get(person.pk, ())
                if meeting.round == number and meeting.other(person.pk) in hall.people
            ),
            place="room" if f"{person.pk}@room" in here else "hall" if str(person.pk) in here else "",
            is_missing=min(since, hall.event.rounds) in person.missed,
        )
        for person in people
    ]


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call with its author."""

    call: SpeedCall
    author: Registration


def calls_of(hall: Hall) -> list[CallRow]:
    """Calls that wait first, the oldest first; then those answered, the latest first."""
    known = {author: calls for author, calls in hall.calls.items() if author in hall.people}
    rows = [CallRow(call, hall.people[author]) for author, calls in known.items() for call in calls]
    waiting = sorted((row for row in rows if row.call.answered_at is None), key=lambda row: row.call.pk)
    done = sorted((row for row in rows if row.call.answered_at is not None), key=lambda row: -row.call.pk)
    return [*waiting, *done[:10]]


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody whose planned meetings change. ``before``, ``after``: round and whom, in the rounds ahead."""

    person: Registration
    before: tuple[tuple[int, str], ...]
    after: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Better:
    """The better plan beside the present one, in the rounds from ``since``. ``is_stale``: computed from other people
    or before a round began; ``is_same``: the present plan is the best itself."""

    since: int
    is_stale: bool
    is_same: bool
    meetings: tuple[int, int]
    fit: tuple[int, int]
    moved: tuple[Moved, ...]


def better_of(event: SpeedEvent) -> Better | None:
    """The plan that was computed and is not held yet."""
    run = queries.run_of(event)
    if run is None:
        raise NotFound
    if run.better is None:
        return None
    gathered, slots = gather(event), queries.slots_now(event)
    since = int(run.better["since"])
    now = [slot for slot in slots if slot.round >= since]
    then = [slot for slot in (Slot(*row) for row in run.better["slots"]) if slot.round >= since]
    people = gathered.people
    return Better(
        since=since,
        is_stale=since != course.next_round(queries.phase_of(run))
        or run.better["digest"] != digest_now(gathered, slots),
        is_same=set(now) == set(then),
        meetings=(len(now), len(then)),
        fit=(sum(slot.fit for slot in now) // 10, sum(slot.fit for slot in then) // 10),
        moved=tuple(
            Moved(people[pk], _rounds(people, now, pk), _rounds(people, then, pk))
            for pk in run.better["moved"]
            if pk in people
        ),
    )


def _rounds(people: dict[int, Registration], slots: Sequence[Slot], pk: int) -> tuple[tuple[int, str], ...]:
    found = []
    for slot in slots:
        if pk in slot.ends:
            other = people.get(slot.mentee if pk == slot.mentor else slot.mentor)
            found.append((slot.round, other.name if other is not None else "—"))
    return tuple(sorted(found))
