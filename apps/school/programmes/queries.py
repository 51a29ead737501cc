"""Reads: whose programmes, with whom, how far."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from django.utils.timezone import localdate

from apps.school.pairs import pausing
from apps.school.pairs import queries as pairs
from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules.pauses import Span, days_at_work, share_passed
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import now, today
from kernel.errors import NotFound

from .choices import filled
from .models import Meeting, PlanItem, Programme
from .permissions import Standing, standing_of

OPEN = (Programme.State.DRAFT, Programme.State.RUNNING)
YO_TAIL = "\uffff"  # what ``Person.sort_key`` puts behind «е» for «ё»


def visible_to(actor: Actor) -> QuerySet[Programme]:
    """Programmes of the pairs this actor may see, with their pair."""
    return Programme.objects.filter(match__in=pairs.visible_to(actor).order_by().values("pk")).select_related("match")


def people_at(path: str = "") -> list[Prefetch[str, Any, str]]:
    """Prefetches of the people of pairs, the programme being at ``path`` (2 queries, whatever the number of rows)."""
    mentors = MatchMentor.objects.select_related("card__person").order_by("card__person__sort_key", "pk")
    mentees = MatchMentee.objects.select_related("card__person").order_by("card__person__sort_key", "pk")
    return [Prefetch(f"{path}match__mentors", mentors), Prefetch(f"{path}match__mentees", mentees)]


def with_people(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds the people of the pairs."""
    return programmes.prefetch_related(*people_at())


def get_visible(programme_id: int, actor: Actor) -> Programme:
    """One programme with its people; ``NotFound`` when there is none, or it is somebody else's."""
    found = with_people(visible_to(actor)).filter(pk=programme_id).first()
    if found is None:
        raise NotFound()
    return found


def meeting_of(programme: Programme, meeting_id: int) -> Meeting:
    """A meeting of the programme; ``NotFound`` when it has none of that id."""
    found = programme.meetings.filter(pk=meeting_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def item_of(programme: Programme, item_id: int) -> PlanItem:
    """A row of the plan; ``NotFound`` when it has none of that id."""
    found = programme.plan.filter(pk=item_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


@dataclass(frozen=True, slots=True)
class People:
    """Present participants of a pair."""

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]

    def side_of(self, account_id: object) -> frozenset[str]:
        """Sides an account is on; none for an unknown account."""
        if account_id is None:
            return frozenset()
        sides = {"mentor": self.mentors, "mentee": self.mentees}
        return frozenset(
            side for side, persons in sides.items() if any(person.account_id == account_id for person in persons)
        )

    @property
    def title(self) -> str:
        """«Иванова А. П. – Петров И. С., Сидорова О. В.»."""
        return " – ".join(", ".join(person.short_name for person in side) for side in (self.mentors, self.mentees))


def people_of(programme: Programme) -> People:
    """Who takes part now; reads nothing where ``with_people`` was asked."""
    match = programme.match
    return People(
        tuple(row.card.person for row in match.mentors.all() if row.until is None),
        tuple(row.card.person for row in match.mentees.all() if row.until is None),
    )


def standing(programme: Programme, acting: Actor) -> Standing:
    """What the actor is in this programme."""
    return standing_of(acting, people_of(programme).side_of(acting.account_id))


def view_for(match: Match) -> RegulationView:
    """The version of the regulation that the pair lives under."""
    if match.regulation_version_id is None:
        return regulation.current()
    return regulation.version_view(match.regulation_version_id)


def form_choices() -> list[tuple[str, str]]:
    """Forms of the regulation in force, in the school's words; none where no regulation is adopted."""
    view = regulation.current_or_none()
    return view.choices("forms.enabled") if view is not None else []


def note_of(programme: Programme, view: RegulationView) -> dict[str, str]:
    """The note with what is chosen in it, in the school's words."""
    return filled(view, programme)


# ---- how far


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a programme is. ``term_percent``: share of the term that has passed; moments are aware."""

    items: int
    items_done: int
    meetings: int
    held: int
    term_percent: int
    days_left: int
    last_held: datetime.datetime | None
    next_at: datetime.datetime | None

    @property
    def percent(self) -> int:
        """Done rows of the plan and held meetings of all that are planned."""
        total = self.items + self.meetings
        return (self.items_done + self.held) * 100 // total if total else 0


def _count_of(rows: QuerySet[PlanItem] | QuerySet[Meeting]) -> Coalesce:
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _edge(meetings: QuerySet[Meeting], edge: type[Max] | type[Min]) -> Subquery:
    moments = meetings.filter(programme=OuterRef("pk")).order_by().values("programme")
    return Subquery(moments.annotate(edge=edge("starts_at")).values("edge"))


def with_progress(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds ``items``, ``items_done``, ``meeting_count``, ``held``, ``last_held``, ``next_at`` to every row."""
    meetings = Meeting.objects.all()
    held = meetings.filter(state=Meeting.State.HELD)
    return programmes.annotate(
        items=_count_of(PlanItem.objects.all()),
        items_done=_count_of(PlanItem.objects.filter(done_on__isnull=False)),
        meeting_count=_count_of(meetings.exclude(state=Meeting.State.MISSED)),
        held=_count_of(held),
        last_held=_edge(held, Max),
        next_at=_edge(meetings.filter(state=Meeting.State.PLANNED, starts_at__gte=now()), Min),
    )


COUNTED = ("items", "items_done", "meeting_count", "held", "last_held", "next_at")


def progress_of(programmes: Iterable[Programme]) -> dict[int, Progress]:
    """Progress by programme id, two queries however many there are; pauses are no part of the term."""
    matches = {programme.pk: programme.match_id for programme in programmes}
    rows = with_progress(Programme.objects.filter(pk__in=matches).order_by())
    fields = ("pk", "match__starts_on", "match__ends_on", "completed_on", *COUNTED)
    away = pausing.spans_of(matches.values())
    return {row[0]: _progress(away.get(matches[row[0]], []), *row[1:]) for row in rows.values_list(*fields)}


def _progress(
    away: Sequence[Span],
    starts_on: datetime.date,
    ends_on: datetime.date,
    completed_on: datetime.date | None,
    items: int,
    items_done: int,
    meetings: int,
    held: int,
    last_held: datetime.datetime | None,
    next_at: datetime.datetime | None,
) -> Progress:
    day = completed_on or today()
    left = max((ends_on - day).days, 0)
    passed = share_passed(away, starts_on, ends_on, day)
    return Progress(items, items_done, meetings, held, passed, left, last_held, next_at)


# ---- lists


def for_list(actor: Actor) -> QuerySet[Programme]:
    """Rows of the list: people, progress and the mentor's name to sort by."""
    first = MatchMentor.objects.filter(match=OuterRef("match"), until__isnull=True).order_by("card__person__sort_key")
    named = visible_to(actor).annotate(mentor_key=Subquery(first.values("card__person__sort_key")[:1]))
    return with_progress(with_people(named.order_by("mentor_key", "pk")))


def named_like(programmes: QuerySet[Programme], text: str) -> QuerySet[Programme]:
    """Programmes with a participant whose name has every word of ``text`` (ё and е are the same letter)."""
    for word in text.lower().replace("ё", "е").split():
        sides = [
            side.filter(match=OuterRef("match"))
            .annotate(plain=Replace(F("card__person__sort_key"), Value(YO_TAIL), Value("")))
            .filter(plain__contains=word)
            for side in (MatchMentor.objects.all(), MatchMentee.objects.all())
        ]
        programmes = programmes.filter(Exists(sides[0]) | Exists(sides[1]))
    return programmes


def quiet_for(programmes: QuerySet[Programme], days: int) -> QuerySet[Programme]:
    """Open programmes without a held meeting for ``days`` days of work, begun at least as long ago.

    Two queries at once, about pairs that have paused: their days are counted without the pauses.
    """
    edge = now() - datetime.timedelta(days=days)
    recent = Meeting.objects.filter(programme=OuterRef("pk"), state=Meeting.State.HELD, starts_at__gte=edge)
    begun = today() - datetime.timedelta(days=days)
    found = programmes.filter(~Exists(recent), state__in=OPEN, match__starts_on__lte=begun)
    return found.exclude(pk__in=_excused_by_pauses(days))


def _excused_by_pauses(days: int) -> list[int]:
    """Open programmes that have not been silent for so many days of work, though for so many of the calendar."""
    paused = Programme.objects.filter(state__in=OPEN, match__pauses__isnull=False).distinct().order_by()
    fields = ("pk", "match_id", "match__starts_on", "last_held")
    rows = list(with_progress(paused).values_list(*fields))
    away = pausing.spans_of(match for _pk, match, _start, _held in rows)
    return [
        pk
        for pk, match, start, held in rows
        if days_at_work(away.get(match, []), last_meeting(start, held), today()) < days
    ]


def last_meeting(starts_on: datetime.date, held: datetime.datetime | None) -> datetime.date:
    """Since when a pair is silent: the last held meeting, or its beginning."""
    return max(starts_on, localdate(held)) if held is not None else starts_on


def overdue(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Open programmes whose term is over."""
    return programmes.filter(state__in=OPEN, match__ends_on__lt=today())


def own(actor: Actor) -> QuerySet[Programme]:
    """Programmes where the actor is a participant, also where the role in the school would show more."""
    if actor.account_id is None:
        return Programme.objects.none()
    mine = Q(card__person__account_id=actor.account_id, until__isnull=True)
    matches = [
        side.filter(mine, match=OuterRef("match")) for side in (MatchMentor.objects.all(), MatchMentee.objects.all())
    ]
    return Programme.objects.filter(Exists(matches[0]) | Exists(matches[1])).select_related("match")


def _meetings(actor: Actor) -> QuerySet[Meeting]:
    programmes = visible_to(actor).filter(state__in=OPEN).order_by().values("pk")
    chosen = Meeting.objects.filter(programme__in=programmes, state=Meeting.State.PLANNED)
    return chosen.select_related("programme__match").prefetch_related(*people_at("programme__"))


def next_meetings(actor: Actor, limit: int) -> list[Meeting]:
    """The nearest planned meetings of the programmes this actor sees, with their people."""
    return list(_meetings(actor).filter(starts_at__gte=now()).order_by("starts_at", "pk")[:limit])


def unrecorded_meetings(actor: Actor, limit: int) -> list[Meeting]:
    """Meetings whose time has passed and which nobody has recorded yet, the oldest first."""
    return list(_meetings(actor).filter(starts_at__lt=now()).order_by("starts_at", "pk")[:limit])
