"""Writes and reads on contests, open lessons, talks and publications of the people of a programme."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.pairs.models import MatchMentor
from apps.school.people import sections
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import NotFound

from . import queries
from .errors import WrongInput
from .models import Participation, Programme
from .opened import locked_for_work

Kind, Result = Participation.Kind, Participation.Result
# What may come of what: nobody wins an open lesson, and a contest is not published.
RESULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Kind.CONTEST: (Result.AHEAD, Result.TOOK_PART, Result.LAUREATE, Result.PRIZE, Result.WINNER),
        Kind.OPEN_LESSON: (Result.AHEAD, Result.HELD),
        Kind.TALK: (Result.AHEAD, Result.HELD, Result.LAUREATE),
        Kind.PUBLICATION: (Result.AHEAD, Result.PUBLISHED),
        Kind.PROJECT: (Result.AHEAD, Result.TOOK_PART, Result.LAUREATE, Result.PRIZE, Result.WINNER, Result.HELD),
    }
)
AHEAD_DAYS = 400
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Part:
    """What is recorded. Codes as of ``Participation``."""

    kind: str
    title: str
    on_day: datetime.date
    level: str = Participation.Level.SCHOOL
    where: str = ""
    result: str = Result.AHEAD
    link: str = ""


def part_of(programme: Programme, part_id: int) -> Participation:
    """A record of the programme; ``NotFound`` when it has none of that id."""
    found = programme.participations.select_related("person").filter(pk=part_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def _check(programme: Programme, person: Person, part: Part) -> None:
    people = queries.people_of(programme)
    if person not in (*people.mentors, *people.mentees):
        raise WrongInput("person", _("Choose somebody of this pair."))
    if not part.title.strip():
        raise WrongInput("title", _("Name the contest, the lesson or the publication."))
    if part.kind not in Kind.values or part.level not in Participation.Level.values:
        raise WrongInput("kind", _("There is no such kind or level."))
    if part.result not in RESULTS[part.kind]:
        raise WrongInput("result", _("This result does not belong to this kind."))
    if part.result != Result.AHEAD and part.on_day > today():
        raise WrongInput("result", _("What is ahead has no result yet."))
    if not programme.match.starts_on <= part.on_day <= today() + datetime.timedelta(days=AHEAD_DAYS):
        raise WrongInput("on_day", _("Name a day from the beginning of the pair on."))


def _write(row: Participation, person: Person, part: Part) -> Participation:
    row.person, row.kind, row.level, row.result = person, part.kind, part.level, part.result
    row.title, row.where, row.on_day, row.link = part.title.strip(), part.where.strip(), part.on_day, part.link
    row.save()
    return row


@action("participation.record")
def record_part(*, programme: Programme, person: Person, part: Part, acting: Actor) -> Participation:
    """Somebody of the pair takes part, or took part, in something."""
    found = locked_for_work(programme, acting)
    _check(found, person, part)
    return _write(Participation(programme=found), person, part)


@action("participation.change")
def change_part(*, record: Participation, person: Person, part: Part, acting: Actor) -> Participation:
    """Correct a record, or tell the result."""
    found = locked_for_work(record.programme, acting)
    _check(found, person, part)
    return _write(part_of(found, record.pk), person, part)


@action("participation.remove")
def remove_part(*, record: Participation, acting: Actor) -> Programme:
    """Take a record back (the audit trail keeps it)."""
    found = locked_for_work(record.programme, acting)
    part_of(found, record.pk).delete()
    return found


# ---- on the person's card


def _led_by(person: Person) -> Q:
    """Programmes that a person led or leads; a former mentor keeps what was reached under him or her."""
    matches = MatchMentor.objects.filter(card__person=person).values("match")
    return Q(programme__match__in=matches)


def counts_of(rows: QuerySet[Participation]) -> list[tuple[str, int, int]]:
    """(kind in words, records, prizes) of each kind that has any (one query)."""
    prizes = Count("pk", filter=Q(result__in=(Result.LAUREATE, Result.PRIZE, Result.WINNER)))
    found = rows.order_by().values("kind").annotate(number=Count("pk"), prizes=prizes)
    counted = {row["kind"]: (row["number"], row["prizes"]) for row in found}
    return [(str(label), *counted[code]) for code, label in Kind.choices if code in counted]


def participation_section(person: Person, actor: Actor) -> sections.Section | None:
    """What a person took part in, and for a mentor what the mentees did; nothing for those who took part in nothing."""
    done = Participation.objects.exclude(result=Result.AHEAD)
    visible = queries.visible_to(actor).order_by().values("pk")
    own = done.filter(person=person, programme__in=visible)
    mentees = done.filter(_led_by(person), programme__in=visible).exclude(person=person)
    rows = list(own[:SHOWN])
    counted = counts_of(mentees)
    if not rows and not counted:
        return None
    context = {"own": counts_of(own), "rows": rows, "mentees": counted}
    return sections.Section(
        gettext_lazy("Contests, open lessons, publications"), "programmes/person_section.html", "trophy", context
    )


def register() -> None:
    """Add the card to every person's page."""
    sections.register("participation", participation_section, order=40)
