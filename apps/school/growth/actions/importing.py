"""Levels of many people from a list."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.school.people.errors import wrong
from apps.school.people.models import Framework, Person
from apps.school.people.queries import competencies_of, present
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, DomainError, InputError
from tenants.journal.jobs import start_job
from ui.sheets import read_sheet

from .. import permissions, queries
from ..importing import Fault, KnownPeople, Measured, read, row_place
from ..models import Assessment, DiagnosticSession, LevelImport
from ..rules import agreed_level
from .diagnostics import Given, begin_session, give_assessment, sum_up

MOST = 5000  # rows of one list
AT_ONCE = 30  # so many are written while somebody waits: each is a session with its answers
WRITE_TASK = "growth.write_levels"


@action("growth.import_levels")
def import_levels(
    *,
    file: UploadedFile[Any],
    framework: Framework,
    kind: str,
    side: str,
    made_on: datetime.date,
    at_once: bool,
    acting: Actor,
) -> LevelImport:
    """Write the answers of one side about everybody in the list into their open sessions (begun where there is none);
    ``at_once``: sum these sessions up. With one fault nothing is written and every fault is told; a short list is
    written here, a long one in the background."""
    permissions.require_office(acting)
    if made_on > today():
        raise wrong("made_on", _("The day is in the future."))
    sheet = read_sheet(file)
    found = read(sheet, framework, list(competencies_of(framework)), KnownPeople(present()))
    if side == Assessment.Side.MENTOR:
        found.faults += [fault for measured in found.rows for fault in _without_mentor(measured)]
    found.faults += _under_others(found.rows, framework, kind)
    if found.faults:
        raise InputError(
            _("Nothing was written: the list has faults."),
            problems=[fault.as_problem() for fault in found.faults],
            next_step=_("Correct the list and choose the file again."),
        )
    if len(found.rows) > MOST:
        raise wrong("file", _("The list has more than %(limit)s rows.") % {"limit": MOST})
    made = LevelImport.objects.create(
        framework=framework,
        kind=kind,
        side=side,
        made_on=made_on,
        at_once=at_once,
        rows=[_kept(measured) for measured in found.rows],
        total=len(found.rows),
        author_name=acting.name,
    )
    if made.total <= AT_ONCE:
        while not made.is_over:
            made = write_next(level_import=made, acting=acting)
        return made
    job = start_job(
        task=WRITE_TASK,
        title=_("Levels of %(count)s people") % {"count": made.total},
        acting=acting,
        arguments={"level_import": made.pk},
        result_url=made.get_absolute_url(),
    )
    made.job_id = job.pk
    made.save(update_fields=["job_id", "updated_at"])
    return made


def _kept(measured: Measured) -> dict[str, Any]:
    levels = {str(key): list(values) for key, values in measured.levels.items()}
    return {"row": measured.row, "person": measured.person.pk, "levels": levels}


@action("growth.write_row")
def write_next(*, level_import: LevelImport, acting: Actor) -> LevelImport:
    """The next row, in one step with the count of rows: a lost worker neither loses a row nor writes it twice.

    A row that cannot be written any more (the person has left, another diagnostics was begun) is told at the end.
    """
    made = LevelImport.objects.select_for_update(of=("self",)).select_related("framework").get(pk=level_import.pk)
    if made.is_over:
        return made
    row = made.rows[made.done]
    try:
        with transaction.atomic():
            _write(made, row, acting)
    except DomainError as refusal:
        made.faults.append(Fault(row_place(row["row"]), str(refusal.message)).as_problem())
    made.done += 1
    if made.done == made.total:
        made.rows = []
    made.save(update_fields=["done", "rows", "faults", "updated_at"])
    return made


def _write(made: LevelImport, row: Mapping[str, Any], acting: Actor) -> None:
    person = present().filter(pk=row["person"]).first()
    if person is None:
        raise Conflict(_("This person is not in the school any more."))
    session = _session(person, made.framework, made.kind, made.side, made.made_on, acting)
    levels = {int(key): Given(*values) for key, values in row["levels"].items()}
    sheet = _sheet(session, person, made.side)
    give_assessment(assessment=sheet, levels=levels, given_on=made.made_on, acting=acting)
    if made.at_once:
        sum_up(session=session, levels=proposed_levels(session), acting=acting)


def _under_others(rows: Sequence[Measured], framework: Framework, kind: str) -> list[Fault]:
    """People who are under a diagnostics of another kind by this framework (one query)."""
    open_ones = DiagnosticSession.objects.filter(
        person__in=[measured.person for measured in rows], framework=framework, state=DiagnosticSession.State.OPEN
    ).exclude(kind=kind)
    others = {session.person_id: session for session in open_ones.select_related("person")}
    return [
        Fault(row_place(measured.row), _another(others[measured.person.pk]))
        for measured in rows
        if measured.person.pk in others
    ]


def _another(session: DiagnosticSession) -> str:
    words = _("%(name)s is under another diagnostics by this framework: %(kind)s.")
    return words % {"name": session.person.short_name, "kind": session.get_kind_display()}


def _without_mentor(measured: Measured) -> list[Fault]:
    if queries.mentors_of(measured.person).exclude(pk=measured.person.pk).exists():
        return []
    return [Fault(row_place(measured.row), _("this person has no mentor now"))]


def _session(
    person: Person, framework: Framework, kind: str, side: str, made_on: datetime.date, acting: Actor
) -> DiagnosticSession:
    rows = DiagnosticSession.objects.filter(person=person, framework=framework, state=DiagnosticSession.State.OPEN)
    found = rows.first()
    if found is not None and found.kind != kind:
        raise wrong("kind", _another(found))
    if found is not None:
        return found
    return begin_session(
        person=person, framework=framework, kind=kind, due_on=today(), sides=[side], opened_on=made_on, acting=acting
    )


def _sheet(session: DiagnosticSession, person: Person, side: str) -> Assessment:
    """The sheet of the side: an unanswered one first; made where nobody of the side was asked."""
    rows = session.assessments.filter(side=side).order_by("-given_on", "pk")
    found = rows.filter(given_on__isnull=True).first() or rows.first()
    if found is not None:
        return found
    assessor = person if side == Assessment.Side.SELF else None
    return session.assessments.create(side=side, assessor=assessor)


def proposed_levels(session: DiagnosticSession) -> dict[int, int]:
    """What the answers of a session come to: competency -> level."""
    said: dict[int, list[tuple[str, int]]] = {}
    for sheet in queries.assessments_of(session):
        for row in sheet.levels.all():
            said.setdefault(row.competency_id, []).append((sheet.side, row.level))
    agreed = {competency: agreed_level(given) for competency, given in said.items()}
    return {competency: level for competency, level in agreed.items() if level is not None}
