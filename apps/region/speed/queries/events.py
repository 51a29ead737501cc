"""Reads of events, registrations and timetables."""

from __future__ import annotations

import datetime
import zoneinfo
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from apps.region.speed.models import Registration, SpeedEvent, SpeedFeedback, SpeedMeeting, SpeedPlan, SpeedWish
from apps.region.speed.permissions import oversees
from apps.region.speed.rules import SchoolCondition, condition_of
from kernel.acting import Actor
from kernel.errors import NotFound
from tenants.organisations.models import School, SchoolTerms

ACTIVE = Q(cancelled_at__isnull=True)
IN = ACTIVE & Q(waits=False)


def events_for(actor: Actor) -> QuerySet[SpeedEvent]:
    """Events the actor may see with ``mentors``, ``mentees`` (numbers) and ``signed_up`` (the actor is in)."""
    mine = Registration.objects.of_all_schools().filter(ACTIVE, event=OuterRef("pk"))
    mine = mine.filter(account_id=actor.account_id) if actor.account_id else mine.none()
    active = Q(registrations__cancelled_at__isnull=True, registrations__waits=False)
    events = SpeedEvent.objects.annotate(
        mentors=Count("registrations", filter=active & Q(registrations__side=Registration.Side.MENTOR), distinct=True),
        mentees=Count("registrations", filter=active & Q(registrations__side=Registration.Side.MENTEE), distinct=True),
        signed_up=Exists(mine),
    )
    if oversees(actor):
        return events
    invited = SpeedEvent.schools.through.objects.filter(speedevent=OuterRef("pk"), school__slug__in=list(actor.schools))
    return events.filter(Exists(invited)).exclude(state=SpeedEvent.State.CANCELLED)


def visible_event(event_id: UUID, actor: Actor) -> SpeedEvent:
    """The event, or ``NotFound`` where the actor's schools are not invited."""
    event = events_for(actor).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def registrations_of(event: SpeedEvent) -> QuerySet[Registration]:
    """Who is in, by side and name, with the school."""
    rows = Registration.objects.of_all_schools().filter(IN, event=event)
    return rows.select_related("school").order_by("side", "name", "pk")


def waiting_of(event: SpeedEvent) -> QuerySet[Registration]:
    """Who is on the waiting list, the first one first."""
    rows = Registration.objects.of_all_schools().filter(ACTIVE, event=event, waits=True)
    return rows.select_related("school").order_by("created_at", "pk")


def has_place(event: SpeedEvent, *, side: str, school_id: int) -> bool:
    """Is there a place left on the side, and for the school? Ask with the event locked."""
    taken = list(registrations_of(event).filter(side=side).values_list("school_id", flat=True))
    limit = event.places if side == Registration.Side.MENTOR else event.mentee_places
    if limit is not None and len(taken) >= limit:
        return False
    return event.school_places is None or taken.count(school_id) < event.school_places


def own_registration(event: SpeedEvent, account_id: UUID | None) -> Registration | None:
    """The person's registration for the event, if any."""
    if account_id is None:
        return None
    rows = Registration.objects.of_all_schools().filter(ACTIVE, event=event, account_id=account_id)
    return rows.select_related("school", "event").first()


def round_start(event: SpeedEvent, number: int) -> datetime.datetime:
    """When a round begins: after the one before and the pause, in a series a week later by the event's own clock."""
    if event.format == SpeedEvent.Format.SEQUENTIAL:
        local = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.zone))
        return local + datetime.timedelta(days=7 * (number - 1))
    return event.starts_at + datetime.timedelta(minutes=(event.minutes + event.pause) * (number - 1))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a personal timetable. ``themes``: in common."""

    meeting: int
    round: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    name: str
    school: str
    themes: tuple[str, ...]
    wish: str
    feedback: SpeedFeedback | None = None


def _meetings(event: SpeedEvent) -> QuerySet[SpeedMeeting]:
    people = Registration.objects.of_all_schools().select_related("school")
    return SpeedMeeting.objects.filter(event=event).prefetch_related(
        Prefetch("mentor", queryset=people), Prefetch("mentee", queryset=people)
    )


def timetable_of(event: SpeedEvent, registration: Registration) -> list[Line]:
    """A person's meetings in order, with the person's own feedback."""
    rows = (
        _meetings(event).filter(Q(mentor_id=registration.pk) | Q(mentee_id=registration.pk)).order_by("round", "seat")
    )
    own = SpeedFeedback.objects.filter(author=registration)
    lines: list[Line] = []
    for row in rows.prefetch_related(Prefetch("feedback", queryset=own, to_attr="own_feedback")):
        other = row.mentee if row.mentor_id == registration.pk else row.mentor
        feedback: list[SpeedFeedback] = getattr(row, "own_feedback", [])
        lines.append(_line(event, row, other, feedback[0] if feedback else None))
    return lines


def _line(event: SpeedEvent, row: SpeedMeeting, other: Registration, feedback: SpeedFeedback | None = None) -> Line:
    start = round_start(event, row.round)
    return Line(
        meeting=row.pk,
        round=row.round,
        starts_at=start,
        ends_at=start + datetime.timedelta(minutes=event.minutes),
        name=other.name,
        school=other.school.short_name,
        themes=tuple(sorted(set(row.mentor.themes) & set(row.mentee.themes))),
        wish=other.wish,
        feedback=feedback,
    )


@dataclass(slots=True)
class MatrixRow:
    """One mentor's rounds in order: the mentees of each (none in a free round)."""

    mentor: Registration
    cells: list[list[Registration]]


def matrix_of(event: SpeedEvent) -> list[MatrixRow]:
    """The whole timetable, a row per mentor."""
    rows: dict[int, MatrixRow] = {}
    for meeting in _meetings(event).order_by("round", "seat"):
        row = rows.get(meeting.mentor_id)
        if row is None:
            row = rows[meeting.mentor_id] = MatrixRow(meeting.mentor, [[] for _round in range(event.rounds)])
        row.cells[meeting.round - 1].append(meeting.mentee)
    return sorted(rows.values(), key=lambda row: (row.mentor.name, row.mentor.pk))


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's timetable, to be printed."""

    person: Registration
    lines: list[Line]


def slips_of(event: SpeedEvent) -> list[Slip]:
    """Everybody's own timetable, by side and name (three queries)."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in _meetings(event).order_by("round", "seat"):
        lines[row.mentor_id].append(_line(event, row, row.mentee))
        lines[row.mentee_id].append(_line(event, row, row.mentor))
    return [Slip(person, lines[person.pk]) for person in registrations_of(event)]


def without_meetings(event: SpeedEvent) -> list[Registration]:
    """Who signed up and has no meeting in the timetable."""
    rows = registrations_of(event).annotate(n=Count("as_mentor", distinct=True) + Count("as_mentee", distinct=True))
    return list(rows.filter(n=0))


@dataclass(frozen=True, slots=True)
class Report:
    """An event in numbers."""

    mentors: int
    mentees: int
    schools: int
    meetings: int
    feedback: int
    again: int
    themes: tuple[tuple[str, int], ...]
    lines: tuple[SpeedFeedback, ...]


def report_of(event: SpeedEvent) -> Report:
    """The event's report (four queries)."""
    people = list(registrations_of(event))
    themes: dict[str, int] = defaultdict(int)
    for person in people:
        for theme in person.themes:
            themes[theme] += 1
    lines = list(
        SpeedFeedback.objects.filter(meeting__event=event)
        .prefetch_related(Prefetch("author", queryset=Registration.objects.of_all_schools().select_related("school")))
        .order_by("meeting__round", "pk")
    )
    return Report(
        mentors=sum(person.side == Registration.Side.MENTOR for person in people),
        mentees=sum(person.side == Registration.Side.MENTEE for person in people),
        schools=len({person.school_id for person in people}),
        meetings=SpeedMeeting.objects.filter(event=event).count(),
        feedback=len(lines),
        again=sum(line.again for line in lines),
        themes=tuple(sorted(themes.items(), key=lambda item: (-item[1], item[0]))[:12]),
        lines=tuple(lines),
    )


def conditions_of(schools: Collection[School]) -> list[SchoolCondition]:
    """What each school's regulation says of speed mentoring (one query)."""
    terms = {row.school_id: row.values for row in SchoolTerms.objects.among([school.pk for school in schools])}
    return [condition_of(school.short_name, terms.get(school.pk, {})) for school in schools]


def own_meeting(meeting_id: int, actor: Actor) -> tuple[SpeedMeeting, Registration]:
    """A meeting of the actor and the actor's registration. Raises ``NotFound``."""
    meeting = SpeedMeeting.objects.select_related("event").filter(pk=meeting_id).first()
    if meeting is not None:
        own = own_registration(meeting.event, actor.account_id)
        if own is not None and own.pk in {meeting.mentor_id, meeting.mentee_id}:
            return meeting, own
    raise NotFound


def upcoming(actor: Actor, *, since: datetime.datetime) -> list[SpeedEvent]:
    """Events ahead that concern the actor, soonest first."""
    return list(events_for(actor).filter(starts_at__gte=since).order_by("starts_at")[:5])


def choices_of(registration: Registration) -> QuerySet[Registration]:
    """People of the other side whom the person may wish for or avoid: not of the own school where that is excluded."""
    rows = registrations_of(registration.event).exclude(side=registration.side)
    return rows.exclude(school_id=registration.school_id) if registration.event.exclude_own_school else rows


def wishes_of(registration: Registration) -> list[SpeedWish]:
    """What the person said about others."""
    return list(SpeedWish.objects.filter(author=registration))


def plan_of(event: SpeedEvent, aim: str) -> SpeedPlan | None:
    """The computed timetable of an aim."""
    return SpeedPlan.objects.filter(event=event, aim=aim).first()


def plans_of(event: SpeedEvent) -> list[SpeedPlan]:
    """All computed timetables, the fairest first."""
    return list(SpeedPlan.objects.filter(event=event))
