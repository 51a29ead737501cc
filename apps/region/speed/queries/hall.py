"""Reads of the evening itself: the clock, who meets whom now, what is said in the hall.

``hall_of`` reads all that a hall shows in a fixed number of queries; each person's own part is picked from it without
another one, for a thousand people at once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q

from apps.region.speed import course
from apps.region.speed.course import WEEK, Course, Phase
from apps.region.speed.models import (
    Registration,
    SpeedAnnouncement,
    SpeedCall,
    SpeedContinuation,
    SpeedEvent,
    SpeedFeedback,
    SpeedMeeting,
    SpeedRun,
)
from apps.region.speed.timetable.problem import Slot
from kernel.acting import Actor
from kernel.clock import now

from .events import ACTIVE, round_start

LAST_WORDS = 5
MOST_WISHES = 200


def hall_topic(event_id: UUID) -> str:
    """What the processes are told when something of an event changes."""
    return f"hall.{event_id}"


def moment() -> int:
    """Now, in the milliseconds of a course."""
    return round(now().timestamp() * 1000)


def minutes_between(event: SpeedEvent) -> int:
    """Minutes between the end of a round and the next one; of a series the rest of the week."""
    if event.format == SpeedEvent.Format.SEQUENTIAL:
        return WEEK // course.MINUTE - event.minutes
    return event.pause


def run_of(event: SpeedEvent) -> SpeedRun | None:
    """The course of an event that was started."""
    return SpeedRun.objects.filter(event=event).first()


def course_of(run: SpeedRun) -> Course:
    """The course that a row keeps."""
    return course.from_rows(run.started, run.steps, paused=run.paused, finished=run.finished)


def phase_of(run: SpeedRun | None) -> Phase:
    """What it is now."""
    return course.phase_at(course_of(run) if run is not None else None, moment())


def has_begun(event: SpeedEvent, number: int) -> bool:
    """Has the round begun? By the evening's own clock where it was started, else by the timetable."""
    run = run_of(event)
    if run is None:
        return round_start(event, number) <= now()
    phase = phase_of(run)
    return number < course.next_round(phase)


def slots_now(event: SpeedEvent) -> tuple[Slot, ...]:
    """The timetable as it stands."""
    rows = SpeedMeeting.objects.filter(event=event).order_by("round", "mentor_id", "mentee_id")
    return tuple(Slot(row.round, row.mentor_id, row.mentee_id, row.fit) for row in rows)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as the hall sees it."""

    id: int
    round: int
    mentor: int
    mentee: int

    def other(self, person: int) -> int:
        """Whom the person meets."""
        return self.mentee if person == self.mentor else self.mentor


@dataclass(frozen=True)
class Hall:
    """All that is shown of an event that is being held."""

    event: SpeedEvent
    run: SpeedRun | None
    people: dict[int, Registration]
    accounts: dict[UUID, Registration]
    meetings: dict[int, list[Meeting]]
    said: tuple[SpeedAnnouncement, ...]
    calls: dict[int, list[SpeedCall]]
    given: frozenset[tuple[int, int]]
    wished: frozenset[tuple[int, int]]
    course: Course | None

    def phase(self, at: int) -> Phase:
        """What it is at a moment."""
        return course.phase_at(self.course, at)


def hall_of(event: SpeedEvent) -> Hall:
    """Read an evening (seven queries, however many people there are)."""
    run = run_of(event)
    rows = list(Registration.objects.of_all_schools().filter(ACTIVE, event=event).select_related("school"))
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    for row in SpeedMeeting.objects.filter(event=event).order_by("round", "seat"):
        meeting = Meeting(row.pk, row.round, row.mentor_id, row.mentee_id)
        meetings[row.mentor_id].append(meeting)
        meetings[row.mentee_id].append(meeting)
    calls: dict[int, list[SpeedCall]] = defaultdict(list)
    for call in SpeedCall.objects.filter(event=event):
        calls[call.author_id].append(call)
    given = SpeedFeedback.objects.filter(meeting__event=event).values_list("meeting_id", "author_id")
    wished = SpeedContinuation.objects.filter(meeting__event=event).values_list("meeting_id", "author_id")
    return Hall(
        event=event,
        run=run,
        people={row.pk: row for row in rows},
        accounts={row.account_id: row for row in rows},
        meetings=dict(meetings),
        said=tuple(SpeedAnnouncement.objects.filter(event=event)[:LAST_WORDS]),
        calls=dict(calls),
        given=frozenset(given),
        wished=frozenset(wished),
        course=course_of(run) if run is not None else None,
    )


def participant(event: SpeedEvent, registration_id: int) -> Registration | None:
    """Somebody who has signed up and not left, waiting or not."""
    rows = Registration.objects.of_all_schools().filter(ACTIVE, event=event, pk=registration_id)
    return rows.select_related("school").first()


def meeting_now(event: SpeedEvent, own: Registration) -> SpeedMeeting | None:
    """The person's meeting of the present round."""
    phase = phase_of(run_of(event))
    if phase.kind != "round":
        return None
    rows = SpeedMeeting.objects.filter(event=event, round=phase.round, **{own.side: own})
    return rows.select_related("event").order_by("seat").first()


def meeting_going_on(event: SpeedEvent, registration_id: int) -> SpeedMeeting | None:
    """The meeting of the present round in which somebody sits."""
    person = participant(event, registration_id)
    return meeting_now(event, person) if person is not None else None


def meetings_of_room(subject: str) -> list[SpeedMeeting]:
    """The meetings that are held in a room (see ``rooms.subject_of``)."""
    rows = SpeedMeeting.objects.select_related("event").order_by("seat")
    if subject.isdecimal():
        return list(rows.filter(pk=int(subject)))
    start, number, mentor = subject.split(".")
    found = rows.filter(round=int(number), mentor_id=int(mentor))
    return [row for row in found if row.event.pk.hex.startswith(start)]


def people_of_meetings(meetings: list[SpeedMeeting]) -> list[Registration]:
    """Their mentor, then their mentees."""
    ids = list(dict.fromkeys([row.mentor_id for row in meetings] + [row.mentee_id for row in meetings]))
    rows = {row.pk: row for row in Registration.objects.of_all_schools().filter(pk__in=ids)}
    return [rows[pk] for pk in ids]


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Somebody would like to go on with somebody. ``meeting``: where they met."""

    event: SpeedEvent
    author: Registration
    mentor: Registration
    mentee: Registration
    said_at: datetime.datetime


def continuations_for(actor: Actor) -> list[GoingOn]:
    """Wishes to go on of and about people of the curator's schools, all for coordinators; the latest first."""
    people = Registration.objects.of_all_schools().select_related("school")
    rows = SpeedContinuation.objects.select_related("meeting__event").prefetch_related(
        Prefetch("author", queryset=people),
        Prefetch("meeting__mentor", queryset=people),
        Prefetch("meeting__mentee", queryset=people),
    )
    if not actor.has("regional_coordinator"):
        mine = [slug for slug, roles in actor.schools.items() if "curator" in roles]
        rows = rows.filter(Q(meeting__mentor__school__slug__in=mine) | Q(meeting__mentee__school__slug__in=mine))
    return [
        GoingOn(row.meeting.event, row.author, row.meeting.mentor, row.meeting.mentee, row.created_at)
        for row in rows.order_by("-created_at")[:MOST_WISHES]
    ]


def continuations_of(event: SpeedEvent) -> int:
    """How many pairs of an event would like to go on, at least one of the two."""
    return SpeedContinuation.objects.filter(meeting__event=event).values("meeting").distinct().count()
