"""Reports of the act: compiled from data, approved by the head."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.monitoring import OF_PROGRAMME
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed

from .. import compiling, permissions
from ..models import MonitoringRun, Report


@action("report.compile")
def compile_report(
    *,
    kind: str,
    conclusion: str,
    acting: Actor,
    run: MonitoringRun | None = None,
    programme: Programme | None = None,
    person: Person | None = None,
) -> Report:
    """Compile a report from the data of this moment; a draft of the same kind and subject is compiled anew.

    About a ``run``, or about a mentee (``person``) and the ``programme``. ``conclusion``: the curator's own words.
    """
    permissions.require_office(acting)
    if kind not in catalogue().dictionaries["report_kind"]:
        raise InputError(_("There is no such kind of report."))
    if (kind in OF_PROGRAMME) != (programme is not None):
        raise InputError(_("This kind of report is about something else."))
    if not conclusion.strip():
        message = _("Write the conclusion: the numbers do not speak for themselves.")
        raise InputError(message, problems=[{"place": "conclusion", "message": message}])
    if programme is not None and (person is None or person not in people_of(programme).mentees):
        raise InputError(_("This person is not a mentee of the programme."))
    about = {"kind": kind, "run": run, "programme": programme, "person": person}
    found = Report.objects.select_for_update().filter(**about).first()
    if found is not None and found.state == Report.State.APPROVED:
        raise Conflict(_("This report is approved: it is no longer changed."))
    report = found or Report(**about)
    report.title = compiling.title_of(kind, run, person)
    report.content = compiling.content_of(report, conclusion.strip())
    report.compiled_on = today()
    report.save()
    return report


@action("report.approve")
def approve_report(*, report: Report, acting: Actor) -> Report:
    """The head approves a compiled report; from then on it is frozen."""
    if not permissions.approves(acting):
        raise NotAllowed()
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.state == Report.State.APPROVED:
        raise Conflict(_("This report is approved already."))
    locked.state, locked.approved_on, locked.approved_by = Report.State.APPROVED, today(), acting.name
    locked.save(update_fields=["state", "approved_on", "approved_by", "updated_at"])
    return locked


@action("report.drop")
def drop_report(*, report: Report, acting: Actor) -> Report:
    """Throw a draft away."""
    permissions.require_office(acting)
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.state == Report.State.APPROVED:
        raise Conflict(_("An approved report is kept."))
    Report.objects.filter(pk=locked.pk).delete()
    return locked
