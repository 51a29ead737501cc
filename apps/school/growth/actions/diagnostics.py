"""A diagnostic session: begun, answered by those asked, summed up into a diagnostics of the person."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.people import actions as people
from apps.school.people.errors import wrong
from apps.school.people.models import Diagnostics, Framework, Person
from apps.school.people.queries import competencies_of
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from .. import permissions, queries
from ..models import AssessedLevel, Assessment, DiagnosticSession

Side = Assessment.Side
State = DiagnosticSession.State


@dataclass(frozen=True, slots=True)
class Given:
    """What an assessor says of one competency."""

    level: int
    evidence: str = ""
    comment: str = ""


def locked(session: DiagnosticSession) -> DiagnosticSession:
    """The session, still open, with nobody else changing it; ``Conflict`` when it is over."""
    found = DiagnosticSession.objects.select_for_update().get(pk=session.pk)
    if not found.is_open:
        raise Conflict(_("This diagnostics is over already."))
    return found


@action("growth.begin_session")
def begin_session(
    *,
    person: Person,
    framework: Framework,
    kind: str,
    due_on: datetime.date,
    sides: Collection[str],
    acting: Actor,
    opened_on: datetime.date | None = None,
) -> DiagnosticSession:
    """Ask about a person: themselves, the mentors of running pairs, the office, as ``sides`` say."""
    permissions.require_office(acting)
    Person.objects.select_for_update().get(pk=person.pk)
    begun = opened_on or today()
    if due_on < begun:
        raise wrong("due_on", _("The answers come after the beginning."))
    if not framework.in_use or not competencies_of(framework).exists():
        raise wrong("framework", _("This framework is not in use."))
    if DiagnosticSession.objects.filter(person=person, framework=framework, state=State.OPEN).exists():
        raise Conflict(
            _("A diagnostics by this framework is under way: %(name)s.") % {"name": person.short_name},
            next_step=_("Sum it up or cancel it first."),
        )
    row = DiagnosticSession.objects.create(
        person=person, framework=framework, kind=kind, opened_on=begun, due_on=due_on
    )
    _ask(row, person, sides)
    return row


def _ask(session: DiagnosticSession, person: Person, sides: Collection[str]) -> None:
    rows: list[Assessment] = []
    if Side.SELF in sides:
        rows.append(Assessment(session=session, side=Side.SELF, assessor=person))
    if Side.MENTOR in sides:
        mentors = queries.mentors_of(person).exclude(pk=person.pk)
        rows += [Assessment(session=session, side=Side.MENTOR, assessor=mentor) for mentor in mentors]
    rows += [Assessment(session=session, side=side) for side in (Side.CURATOR, Side.EXPERT) if side in sides]
    if not rows:
        raise wrong("sides", _("Nobody is asked: %(name)s has no mentor now.") % {"name": person.short_name})
    Assessment.objects.bulk_create(rows)


@action("growth.begin_many")
def begin_many(
    *,
    persons: Sequence[Person],
    framework: Framework,
    kind: str,
    due_on: datetime.date,
    sides: Collection[str],
    acting: Actor,
) -> list[DiagnosticSession]:
    """Ask about many: of those about whom is asked already nobody is asked twice."""
    if not persons:
        raise wrong("persons", _("Choose at least one person."))
    busy = DiagnosticSession.objects.filter(person__in=persons, framework=framework, state=State.OPEN)
    asked = set(busy.values_list("person_id", flat=True))
    return [
        begin_session(person=person, framework=framework, kind=kind, due_on=due_on, sides=sides, acting=acting)
        for person in persons
        if person.pk not in asked
    ]


@action("growth.ask_expert")
def ask_expert(*, session: DiagnosticSession, expert: Person, acting: Actor) -> DiagnosticSession:
    """One more assessor, any employee of the school: seen is only what the expert writes."""
    permissions.require_office(acting)
    row = locked(session)
    if expert.pk == row.person_id or row.assessments.filter(assessor=expert).exists():
        raise wrong("expert", _("This person is asked already."))
    Assessment.objects.create(session=row, side=Side.EXPERT, assessor=expert)
    return row


@action("growth.assess")
def give_assessment(
    *,
    assessment: Assessment,
    levels: Mapping[int, Given],
    acting: Actor,
    given_on: datetime.date | None = None,
    note: str = "",
) -> DiagnosticSession:
    """The word of one assessor: competency id -> level with what it rests on. Until the session is summed up it may be
    given anew. What the assessor cannot judge is left out."""
    sheet = queries.assessment_for(acting, assessment.pk)
    session = locked(sheet.session)
    on = given_on or today()
    if on > today():
        raise wrong("given_on", _("The day is in the future."))
    refuse_unknown({key: given.level for key, given in levels.items()}, session.framework)
    if not levels:
        raise wrong("given_on", _("Give at least one level."))
    sheet.levels.all().delete()
    AssessedLevel.objects.bulk_create(
        AssessedLevel(
            assessment=sheet,
            competency_id=competency,
            level=given.level,
            evidence=given.evidence.strip(),
            comment=given.comment.strip(),
        )
        for competency, given in levels.items()
    )
    sheet.given_on, sheet.note = on, note.strip()
    sheet.save(update_fields=["given_on", "note", "updated_at"])
    return session


def refuse_unknown(levels: Mapping[int, int], framework: Framework) -> None:
    """Every competency is one of the framework, every level one of its scale."""
    known = set(competencies_of(framework).values_list("pk", flat=True))
    if not known.issuperset(levels) or any(not 1 <= level <= len(framework.levels) for level in levels.values()):
        raise Conflict(_("The framework has changed meanwhile."), next_step=_("Open the form again."))


@action("growth.sum_up")
def sum_up(
    *, session: DiagnosticSession, levels: Mapping[int, int], acting: Actor, note: str = ""
) -> DiagnosticSession:
    """What the assessors come to: written down as a diagnostics of the person, and the cards follow it."""
    permissions.require_office(acting)
    row = locked(session)
    given = list(row.assessments.filter(given_on__isnull=False).values_list("side", "given_on"))
    if not given:
        raise Conflict(_("Nobody has answered yet."), next_step=_("Wait for the answers or write one down from paper."))
    row.result = people.record_diagnostics(
        person=row.person,
        framework=row.framework,
        way=_way({side for side, _day in given}),
        levels=levels,
        made_on=max(day for _side, day in given if day is not None),
        note=note,
        acting=acting,
    )
    row.state, row.closed_on = State.CLOSED, today()
    row.save(update_fields=["result", "state", "closed_on", "updated_at"])
    return row


def _way(sides: Collection[str]) -> str:
    """How it was measured, in the words of the card: by the strongest of those who answered."""
    if Side.CURATOR in sides or Side.EXPERT in sides:
        return Diagnostics.Way.CURATOR
    return Diagnostics.Way.OBSERVATION if Side.MENTOR in sides else Diagnostics.Way.SELF


@action("growth.cancel_session")
def cancel_session(*, session: DiagnosticSession, acting: Actor) -> DiagnosticSession:
    """The diagnostics comes to nothing; what was written in it stays to be read by the office."""
    permissions.require_office(acting)
    row = locked(session)
    row.state = State.CANCELLED
    row.save(update_fields=["state", "updated_at"])
    return row
