"""Reads: roadmaps, their tables, what is due."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from .models import (
    Dependency,
    Event,
    Evidence,
    Measurement,
    Refresh,
    Responsible,
    RewardPaper,
    Roadmap,
    Stage,
    Template,
    Term,
)
from .permissions import STAFF, codes_of
from .turning import next_period


def find(roadmap_id: int) -> Roadmap:
    """One roadmap; ``NotFound`` when this school has none of that id."""
    found = Roadmap.objects.filter(pk=roadmap_id).first()
    if found is None:
        raise NotFound()
    return found


def next_of(roadmap: Roadmap) -> Roadmap | None:
    """The roadmap of the next period where it is there already: a copy, or one made from the same source."""
    same = Q(copied_from=roadmap) | (Q(code=roadmap.code) & ~Q(code=""))
    return Roadmap.objects.filter(same, starts_on=next_period(roadmap)[0]).order_by("pk").first()


def for_list() -> QuerySet[Roadmap]:
    """Roadmaps with ``events``, ``terms``, ``done`` and ``overdue`` counted, the newest period first (one query)."""
    terms = "stages__events__terms"
    is_open = {f"{terms}__done_on__isnull": True, f"{terms}__dropped_on__isnull": True}
    open_late = Q(**{f"{terms}__due_on__lt": today(), **is_open})
    return Roadmap.objects.annotate(
        event_count=Count("stages__events", distinct=True),
        term_count=Count(terms, distinct=True),
        done_count=Count(terms, filter=Q(**{f"{terms}__done_on__isnull": False}), distinct=True),
        late_count=Count(terms, filter=open_late, distinct=True),
    ).order_by("-starts_on", "pk")


def table_of(roadmap: Roadmap) -> list[Stage]:
    """Stages with their events, persons, dependencies and terms, each knowing what is above it (6 queries)."""
    persons = Responsible.objects.select_related("person").order_by("is_deputy", "person__sort_key")
    events = Event.objects.order_by("position", "pk").prefetch_related(
        Prefetch("persons", persons), Prefetch("terms", Term.objects.all()), Prefetch("needs", Dependency.objects.all())
    )
    stages = list(roadmap.stages.order_by("position", "pk").prefetch_related(Prefetch("events", events)))
    by_id = {event.pk: event for stage in stages for event in stage.events.all()}
    for stage in stages:
        stage.roadmap = roadmap
        for event in stage.events.all():
            event.stage = stage
            event.parent = by_id.get(event.parent_id) if event.parent_id else None
            event.after = by_id.get(event.after_id) if event.after_id else None
    return stages


def event_of(roadmap: Roadmap, event_id: int) -> Event:
    """An event of the roadmap; ``NotFound`` when it has none of that id."""
    found = Event.objects.filter(stage__roadmap=roadmap, pk=event_id).select_related("stage__roadmap", "parent").first()
    if found is None:
        raise NotFound()
    return found


def stage_of(roadmap: Roadmap, stage_id: int) -> Stage:
    """A stage of the roadmap; ``NotFound`` when it has none of that id."""
    found = Stage.objects.filter(roadmap=roadmap, pk=stage_id).select_related("roadmap").first()
    if found is None:
        raise NotFound()
    return found


def term_of(roadmap: Roadmap, term_id: int) -> Term:
    """A term of an event of the roadmap; ``NotFound`` when it has none of that id."""
    rows = Term.objects.filter(event__stage__roadmap=roadmap, pk=term_id)
    found = rows.select_related("event__stage__roadmap").first()
    if found is None:
        raise NotFound()
    return found


def evidence_of(roadmap: Roadmap, evidence_id: int) -> Evidence:
    """A piece of evidence of an event of the roadmap; ``NotFound`` when it has none of that id."""
    rows = Evidence.objects.filter(term__event__stage__roadmap=roadmap, pk=evidence_id)
    found = rows.select_related("term__event__stage__roadmap").first()
    if found is None:
        raise NotFound()
    return found


def template_of(template_id: int) -> Template:
    """A template of the school's own; ``NotFound`` when there is none of that id."""
    found = Template.objects.filter(pk=template_id).first()
    if found is None:
        raise NotFound()
    return found


def paper_of(paper_id: int) -> RewardPaper:
    """A paper on rewards; ``NotFound`` when there is none of that id."""
    found = RewardPaper.objects.select_related("person").filter(pk=paper_id).first()
    if found is None:
        raise NotFound()
    return found


def measurement_of(measurement_id: int) -> Measurement:
    """A measurement; ``NotFound`` when there is none of that id."""
    found = Measurement.objects.filter(pk=measurement_id).first()
    if found is None:
        raise NotFound()
    return found


# ---- whose events


def _named(actor: Actor, view: RegulationView | None, *, deputies: bool = True) -> Q:
    """Events which name the actor: in person, or by a code that the actor stands for."""
    chosen = Q(pk__in=[])
    if actor.account_id is not None:
        mine = Responsible.objects.filter(event=OuterRef("event"), person__account_id=actor.account_id)
        chosen |= Q(Exists(mine if deputies else mine.filter(is_deputy=False)))
    for code in sorted(codes_of(actor, view)):
        chosen |= Q(event__responsible__contains=[code])
    return chosen


def terms_at_work() -> QuerySet[Term]:
    """Terms of approved roadmaps with their event and stage."""
    rows = Term.objects.filter(event__stage__roadmap__state=Roadmap.State.APPROVED)
    return rows.select_related("event__stage__roadmap")


def terms_of(actor: Actor, view: RegulationView | None) -> QuerySet[Term]:
    """Terms at work which name the actor, as responsible or as a deputy."""
    return terms_at_work().filter(_named(actor, view))


def is_responsible(actor: Actor, event: Event, view: RegulationView | None) -> bool:
    """True when the event names the actor (one query)."""
    return Term.objects.filter(_named(actor, view), event=event).exists()


def require_visible(actor: Actor, event: Event, view: RegulationView | None) -> None:
    """The staff sees every event, others those at work which name them; ``NotFound`` otherwise (one query)."""
    if STAFF.admits(actor):
        return
    if not (event.stage.roadmap.is_running and is_responsible(actor, event, view)):
        raise NotFound()


def due_for(actor: Actor, view: RegulationView | None, day: datetime.date, ahead: int) -> list[Term]:
    """What is to be told to the actor of what is open, the most urgent first (one query).

    Those who answer for an event are told so many days ahead and on, their deputies when it is overdue, the curator
    and the head when it has been overdue for the days that the roadmap sets for them.
    """
    named = _named(actor, view, deputies=False) | (Q(due_on__lt=day) & _named(actor, view))
    rows = still_open(terms_at_work()).filter(due_on__lte=day + datetime.timedelta(days=ahead))
    if not actor.has("curator", "head"):
        rows = rows.filter(named)
    rows = rows.annotate(is_own=ExpressionWrapper(named, BooleanField()))
    found = rows.order_by("due_on", "event__stage__position", "pk")
    return [term for term in found if term.is_own or _is_told_above(actor, term, day)]


def _is_told_above(actor: Actor, term: Term, day: datetime.date) -> bool:
    roadmap = term.event.stage.roadmap
    after = [roadmap.curator_after] * actor.has("curator") + [roadmap.head_after] * actor.has("head")
    late = (day - term.due_on).days if term.due_on is not None else 0
    return late > 0 and any(late >= days for days in after)


def still_open(rows: QuerySet[Term]) -> QuerySet[Term]:
    """Neither done nor given up."""
    return rows.filter(done_on__isnull=True, dropped_on__isnull=True)


# ---- refresh and monitoring


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh an object of refresh is. ``made_on``: the last refresh, or the day the bank was made; None: empty."""

    code: str
    fresh_on: datetime.date | None
    entries: int


def freshness(codes: Collection[str]) -> dict[str, Freshness]:
    """The last day each object was put right (3 queries)."""
    last = dict(Refresh.objects.order_by("done_on").values_list("code", "done_on"))
    edges = {bank: _bank(bank) for bank in ("mentee_card", "mentor_card")}
    found = {}
    for code in codes:
        made, entries = edges[BANK_OF.get(code, "mentee_card")]
        found[code] = Freshness(code, max(filter(None, (last.get(code), made)), default=None), entries)
    return found


BANK_OF = {
    "mentee_needs": "mentee_card",
    "mentee_registry": "mentee_card",
    "mentor_registry": "mentor_card",
    "selection_training": "mentor_card",
}


def _bank(card: str) -> tuple[datetime.date | None, int]:
    """The day on which the first of those now in a bank entered it, and how many they are."""
    rows = Person.objects.filter(**{f"{card}__state": "active"}).order_by(f"{card}__entered_on")
    days = list(rows.values_list(f"{card}__entered_on", flat=True))
    return (days[0] if days else None), len(days)


def unheld(until: datetime.date) -> list[Measurement]:
    """Measurements due by a day that were not held (one query)."""
    return list(Measurement.objects.filter(held_on__isnull=True, due_on__lte=until))


def held_days(since: datetime.date) -> list[datetime.date]:
    """Days on which measurements were held (one query)."""
    rows = Measurement.objects.filter(held_on__gte=since).values_list("held_on", flat=True)
    return [day for day in rows if day is not None]


def view_now() -> RegulationView | None:
    """The regulation in force, if any."""
    return regulation.current_or_none()
