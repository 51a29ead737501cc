"""Levels of many people from a list."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.people.errors import wrong
from apps.school.people.models import Framework, Person
from apps.school.people.queries import competencies_of, present
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError
from ui.sheets import read_sheet

from .. import permissions, queries
from ..importing import Fault, KnownPeople, Measured, read, row_place
from ..models import Assessment, DiagnosticSession
from ..rules import agreed_level
from .diagnostics import Given, begin_session, give_assessment, sum_up

MOST = 200  # people of one list: each is a session with its answers, written while somebody waits


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
) -> int:
    """Write the answers of one side about everybody in the list into their open sessions (begun where there is none);
    ``at_once``: sum these sessions up. How many people; with one fault nothing is written and every fault is told."""
    permissions.require_office(acting)
    if made_on > today():
        raise wrong("made_on", _("The day is in the future."))
    sheet = read_sheet(file)
    found = read(sheet, framework, list(competencies_of(framework)), KnownPeople(present()))
    if side == Assessment.Side.MENTOR:
        found.faults += [fault for measured in found.rows for fault in _without_mentor(measured)]
    if found.faults:
        raise InputError(
            _("Nothing was written: the list has faults."),
            problems=[fault.as_problem() for fault in found.faults],
            next_step=_("Correct the list and choose the file again."),
        )
    if len(found.rows) > MOST:
        raise wrong("file", _("The list has more than %(limit)s rows.") % {"limit": MOST})
    for measured in found.rows:
        session = _session(measured.person, framework, kind, side, made_on, acting)
        sheet_of = _sheet(session, measured, side)
        levels = {key: Given(*values) for key, values in measured.levels.items()}
        give_assessment(assessment=sheet_of, levels=levels, given_on=made_on, acting=acting)
        if at_once:
            sum_up(session=session, levels=proposed_levels(session), acting=acting)
    return len(found.rows)


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
        words = _("%(name)s is under another diagnostics by this framework: %(kind)s.")
        raise wrong("kind", words % {"name": person.short_name, "kind": found.get_kind_display()})
    if found is not None:
        return found
    return begin_session(
        person=person, framework=framework, kind=kind, due_on=today(), sides=[side], opened_on=made_on, acting=acting
    )


def _sheet(session: DiagnosticSession, measured: Measured, side: str) -> Assessment:
    """The sheet of the side: an unanswered one first; made where nobody of the side was asked."""
    rows = session.assessments.filter(side=side).order_by("-given_on", "pk")
    found = rows.filter(given_on__isnull=True).first() or rows.first()
    if found is not None:
        return found
    assessor = measured.person if side == Assessment.Side.SELF else None
    return session.assessments.create(side=side, assessor=assessor)


def proposed_levels(session: DiagnosticSession) -> dict[int, int]:
    """What the answers of a session come to: competency -> level."""
    said: dict[int, list[tuple[str, int]]] = {}
    for sheet in queries.assessments_of(session):
        for row in sheet.levels.all():
            said.setdefault(row.competency_id, []).append((sheet.side, row.level))
    agreed = {competency: agreed_level(given) for competency, given in said.items()}
    return {competency: level for competency, level in agreed.items() if level is not None}
