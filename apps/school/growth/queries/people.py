"""Whose growth an actor may see, and how a person was measured over time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import Competency, Diagnostics, DiagnosticsLevel, Framework, Guardianship, Person
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from .. import permissions
from ..models import DiagnosticSession
from ..rules import Point, Span, spans

ADULT = 18
RUNNING = (Match.State.ACTIVE,)


def is_own(person: Person, actor: Actor) -> bool:
    """True when it is the actor's own record."""
    return actor.account_id is not None and person.account_id == actor.account_id


def _came_of_age_before(day: datetime.date) -> datetime.date:
    """Who was born after this day is under eighteen on ``day``."""
    try:
        return day.replace(year=day.year - ADULT)
    except ValueError:  # 29 February
        return day.replace(year=day.year - ADULT, day=28)


def _minors() -> Q:
    """Under eighteen; of a pupil whose day of birth is not entered the school has guardians, so it is one too."""
    born_after = Q(birth_date__gt=_came_of_age_before(today()))
    return born_after | Q(birth_date__isnull=True, kind=Person.Kind.PUPIL)


def _mentored_by(actor: Actor) -> Exists:
    """Mentees of running pairs in which the actor mentors now."""
    mentor = MatchMentor.objects.filter(
        match=OuterRef("match"), until__isnull=True, card__person__account_id=actor.account_id
    )
    mentee = MatchMentee.objects.filter(
        Exists(mentor), card__person=OuterRef("pk"), until__isnull=True, match__state__in=RUNNING
    )
    return Exists(mentee)


def _ward_of(actor: Actor) -> Exists:
    return Exists(Guardianship.objects.filter(ward=OuterRef("pk"), guardian__account_id=actor.account_id))


def visible_people(actor: Actor) -> QuerySet[Person]:
    """The office: everybody; others themselves, mentees of their running pairs, wards under eighteen."""
    if permissions.is_office(actor):
        return Person.objects.all()
    if actor.account_id is None:
        return Person.objects.none()
    ward = Q(_ward_of(actor)) & _minors()
    return Person.objects.filter(Q(account_id=actor.account_id) | Q(_mentored_by(actor)) | ward)


def person_for(actor: Actor, person_id: int) -> Person:
    """One of them; ``NotFound`` for everybody else."""
    found = visible_people(actor).filter(pk=person_id).first()
    if found is None:
        raise NotFound()
    return found


def mentees_of(actor: Actor) -> QuerySet[Person]:
    """Mentees of the actor's running pairs."""
    if actor.account_id is None:
        return Person.objects.none()
    return Person.objects.filter(_mentored_by(actor))


def wards_of(actor: Actor) -> QuerySet[Person]:
    """Wards of the actor under eighteen."""
    if actor.account_id is None:
        return Person.objects.none()
    return Person.objects.filter(Q(_ward_of(actor)) & _minors())


def mentors_of(person: Person) -> QuerySet[Person]:
    """Who mentors a person in running pairs now."""
    mentee = MatchMentee.objects.filter(card__person=person, until__isnull=True, match=OuterRef("match"))
    seat = MatchMentor.objects.filter(
        Exists(mentee), card__person=OuterRef("pk"), until__isnull=True, match__state__in=RUNNING
    )
    return Person.objects.filter(Exists(seat))


@dataclass(frozen=True, slots=True)
class History:
    """A person measured by one framework, the earliest first.

    ``points``: the same for the rules; ``competencies``: all that was ever measured, in the framework's order;
    ``spans``: competency -> before and now.
    """

    framework: Framework
    diagnostics: tuple[Diagnostics, ...]
    points: tuple[Point, ...]
    competencies: tuple[Competency, ...]
    spans: Mapping[int, Span]

    @property
    def deficits(self) -> list[Competency]:
        """Competencies in use whose newest level is below the level of a deficit."""
        weak_below = self.framework.weak_below
        return [row for row in self.competencies if row.in_use and self.spans[row.pk].last < weak_below]


def _history(rows: Sequence[Diagnostics]) -> History:
    points = tuple(
        Point(row.made_on, _kind_of(row), {level.competency_id: level.level for level in row.levels.all()})
        for row in rows
    )
    measured = {level.competency for row in rows for level in row.levels.all()}
    order = tuple(sorted(measured, key=lambda row: (row.position, row.pk)))
    return History(rows[0].framework, tuple(rows), points, order, spans(points))


def _kind_of(row: Diagnostics) -> str:
    session: DiagnosticSession | None = getattr(row, "session", None)
    return session.kind if session is not None else ""


def histories(person_ids: Iterable[int]) -> dict[int, list[History]]:
    """Person -> measurements by framework, the framework measured last first (two queries for everybody)."""
    levels = DiagnosticsLevel.objects.select_related("competency")
    rows = Diagnostics.objects.filter(person__in=list(person_ids)).select_related("framework", "session")
    found: dict[int, dict[int, list[Diagnostics]]] = {}
    for row in rows.prefetch_related(Prefetch("levels", levels)).order_by("made_on", "pk"):
        found.setdefault(row.person_id, {}).setdefault(row.framework_id, []).append(row)
    return {
        person: sorted(
            (_history(rows) for rows in by_framework.values()),
            key=lambda history: (history.diagnostics[-1].made_on, history.diagnostics[-1].pk),
            reverse=True,
        )
        for person, by_framework in found.items()
    }


def history_of(person: Person) -> list[History]:
    """The measurements of one person."""
    return histories([person.pk]).get(person.pk, [])
