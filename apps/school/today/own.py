"""What a participant (or a guardian, for the wards) takes part in: read once, a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from apps.school.monitoring.models import Satisfaction
from apps.school.pairs import queries as pairs
from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import OVER, Meeting, PlanItem, Programme
from apps.school.programmes.queries import People, Progress
from apps.school.regulation import queries as regulation
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import now

ASKED_DAYS = 60  # so long after its end a programme asks how satisfied one is
NOTED_DAYS = 14  # so long after a meeting its note is asked for
DUE_DAYS = 7  # a row of the plan is told of so many days ahead


@dataclass(frozen=True)
class Course:
    """One programme of a person or of a ward. ``me``: whose it is; ``sides``: on which sides.

    ``is_only``: the account has no other open programme, so that nobody asks which one is meant.
    """

    programme: Programme
    people: People
    me: Person
    is_ward: bool
    sides: frozenset[str]
    progress: Progress
    planned: Sequence[Meeting]
    held: Sequence[Meeting]
    undone: Sequence[PlanItem]
    view: RegulationView | None
    has_plan: bool
    is_only: bool

    @property
    def is_open(self) -> bool:
        """True while it may be worked in."""
        return not self.programme.is_over

    @property
    def is_draft(self) -> bool:
        """True while it is written."""
        return self.programme.state == Programme.State.DRAFT

    @property
    def others(self) -> list[Person]:
        """The other side; of somebody on both sides everybody else."""
        side = self.people.mentees if "mentor" in self.sides else self.people.mentors
        return [person for person in side if person.pk != self.me.pk]

    @property
    def is_mentored(self) -> bool:
        """True when the others are the mentors."""
        return "mentor" not in self.sides

    @cached_property
    def next_meeting(self) -> Meeting | None:
        """The nearest one that has not ended yet."""
        coming = [m for m in self.planned if m.starts_at + datetime.timedelta(minutes=m.minutes) > now()]
        return coming[0] if coming else None

    @cached_property
    def unrecorded(self) -> list[Meeting]:
        """Meetings behind us that nobody has recorded."""
        return [m for m in self.planned if m.starts_at + datetime.timedelta(minutes=m.minutes) <= now()]

    @property
    def unwritten(self) -> Meeting | None:
        """The last held meeting, when one's own side has written nothing of it."""
        if not self.held:
            return None
        last = self.held[-1]
        return None if any(getattr(last, f"{side}_note") for side in self.sides) else last

    def due(self, day: datetime.date) -> list[PlanItem]:
        """Rows of the plan without a mark that are behind their day or due soon."""
        edge = day + datetime.timedelta(days=DUE_DAYS)
        return [item for item in self.undone if item.due_on is not None and item.due_on <= edge]


@dataclass(frozen=True)
class Own:
    """Everything of one account. ``me`` is None for an account that is linked to nobody in the school."""

    me: Person | None
    wards: Sequence[Person]
    courses: Sequence[Course]
    proposals: Sequence[Match]
    answered: frozenset[tuple[int, int]]

    @property
    def persons(self) -> list[Person]:
        """Oneself and the wards."""
        return [*([self.me] if self.me else []), *self.wards]

    @property
    def open_courses(self) -> list[Course]:
        """Programmes at work or being written, the nearest meeting first."""
        last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        found = [course for course in self.courses if course.is_open]
        return sorted(found, key=lambda course: course.next_meeting.starts_at if course.next_meeting else last)


def read(actor: Actor, day: datetime.date) -> Own:
    """What the actor takes part in (at most 13 queries, whatever the number of rows)."""
    persons = _persons(actor)
    if not persons:
        return Own(None, (), (), (), frozenset())
    me = next((person for person in persons if person.account_id == actor.account_id), None)
    wards = [person for person in persons if person is not me]
    chosen = _programmes(persons, day)
    answers = Satisfaction.objects.filter(programme__in=chosen, person__in=persons) if chosen else ()
    return Own(
        me=me,
        wards=wards,
        courses=_courses(chosen, persons, me, day),
        proposals=_proposals(persons),
        answered=frozenset((row.programme_id, row.person_id) for row in answers),
    )


def _persons(actor: Actor) -> list[Person]:
    if actor.account_id is None:
        return []
    mine = Q(account_id=actor.account_id)
    if actor.has("guardian"):
        mine |= Q(guardians__guardian__account_id=actor.account_id)
    return list(Person.objects.filter(mine).select_related("mentor_card", "mentee_card").distinct())


def _seats(persons: Sequence[Person], match: str) -> tuple[Exists, Exists]:
    here = {"card__person__in": persons, "until__isnull": True, "match": OuterRef(match)}
    return Exists(MatchMentor.objects.filter(**here)), Exists(MatchMentee.objects.filter(**here))


def _programmes(persons: Sequence[Person], day: datetime.date) -> list[Programme]:
    mentor, mentee = _seats(persons, "match")
    lately = Q(state__in=OVER, completed_on__gte=day - datetime.timedelta(days=ASKED_DAYS))
    rows = Programme.objects.filter(mentor | mentee).filter(Q(state__in=programmes.OPEN) | lately)
    return list(programmes.with_people(rows.select_related("match").order_by("match__ends_on", "pk")))


def _proposals(persons: Sequence[Person]) -> list[Match]:
    mentor, mentee = _seats(persons, "pk")
    rows = Match.objects.filter(mentor | mentee, state=Match.State.PROPOSED)
    return list(pairs.with_people(rows.order_by("created_at", "pk")))


def _views(chosen: Sequence[Programme]) -> Mapping[int | None, RegulationView | None]:
    keys = {programme.match.regulation_version_id for programme in chosen}
    versions = RegulationVersion.objects.filter(pk__in=[key for key in keys if key is not None])
    found: dict[int | None, RegulationView | None] = {row.pk: regulation.view_of_version(row) for row in versions}
    if None in keys:
        found[None] = regulation.current_or_none()
    return found


def _courses(
    chosen: Sequence[Programme], persons: Sequence[Person], me: Person | None, day: datetime.date
) -> list[Course]:
    if not chosen:
        return []
    progress, views = programmes.progress_of(chosen), _views(chosen)
    meetings, undone = _meetings(chosen), _undone(chosen)
    is_only = sum(not programme.is_over for programme in chosen) == 1
    found = []
    for programme in chosen:
        people = programmes.people_of(programme)
        planned, held = meetings[programme.pk]
        for person in persons:
            sides = frozenset(
                side
                for side, seated in (("mentor", people.mentors), ("mentee", people.mentees))
                if any(each.pk == person.pk for each in seated)
            )
            if sides:
                found.append(
                    Course(
                        programme=programme,
                        people=people,
                        me=person,
                        is_ward=person is not me,
                        sides=sides,
                        progress=progress[programme.pk],
                        planned=planned,
                        held=held,
                        undone=undone[programme.pk],
                        view=views.get(programme.match.regulation_version_id),
                        has_plan=progress[programme.pk].items > 0,
                        is_only=is_only,
                    )
                )
    return found


def _meetings(chosen: Sequence[Programme]) -> dict[int, tuple[list[Meeting], list[Meeting]]]:
    recent = Q(state=Meeting.State.HELD, starts_at__gte=now() - datetime.timedelta(days=NOTED_DAYS))
    rows = Meeting.objects.filter(Q(state=Meeting.State.PLANNED) | recent, programme__in=chosen)
    found: dict[int, tuple[list[Meeting], list[Meeting]]] = {programme.pk: ([], []) for programme in chosen}
    for meeting in rows.order_by("starts_at", "pk"):
        planned, held = found[meeting.programme_id]
        (planned if meeting.state == Meeting.State.PLANNED else held).append(meeting)
    return found


def _undone(chosen: Sequence[Programme]) -> dict[int, list[PlanItem]]:
    found: dict[int, list[PlanItem]] = {programme.pk: [] for programme in chosen}
    for item in PlanItem.objects.filter(programme__in=chosen, done_on=None):
        found[item.programme_id].append(item)
    return found
