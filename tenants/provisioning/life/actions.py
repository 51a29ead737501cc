"""Writes of a school's life: into the archive and out, exports that are kept here, orders of destruction."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning.actions import require_operator
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.models import Destruction, SchoolExport

EXPORT_TASK = "provisioning.export_school"
DESTRUCTION_TASK = "provisioning.destroy_school"
Report = Callable[[str], None]
State = School.State


def exports_folder() -> Path:
    """Where exports ordered on pages are kept; nothing below it is ever served but by the operator's page."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@action("school.order_export")
def order_export(*, school: School, acting: Actor, result_url: str) -> Job:
    """An export that is made in the background and kept here until the next one, or until it is removed."""
    require_operator(acting)
    if school.state in (State.NEW, State.DELETED):
        raise Conflict(_("A school that is being created or was deleted has nothing to export."))
    export = SchoolExport.objects.create(school=school, account_id=acting.account_id)
    return start_job(
        task=EXPORT_TASK,
        title=_("Exporting the school “%(name)s”") % {"name": school.short_name},
        arguments={"export": str(export.pk)},
        acting=acting,
        result_url=result_url,
    )


def carry_out_export(export_id: UUID, report: Report, acting: Actor) -> SchoolExport:
    """Make an ordered export. Repeatable: a run that was killed before it was recorded is made anew."""
    export = SchoolExport.objects.of_all_schools().select_related("school").get(pk=export_id)
    if export.finished_at is not None:
        return export
    target = exports_folder() / f"{export.pk}.zip"
    target.unlink(missing_ok=True)
    _described, digest = export_school(export.school, target, report)
    return finish_export(export=export, size=target.stat().st_size, digest=digest, acting=acting)


@action("school.finish_export")
def finish_export(*, export: SchoolExport, size: int, digest: str, acting: Actor) -> SchoolExport:
    """The export can be downloaded; earlier ones of the school go."""
    require_operator(acting)
    export.file, export.size, export.digest, export.finished_at = f"{export.pk}.zip", size, digest, now()
    export.save()
    for earlier in SchoolExport.objects.of(export.school_id).filter(removed_at=None).exclude(pk=export.pk):
        if earlier.is_kept:
            _remove(earlier)
    return export


@action("school.remove_export")
def remove_export(*, export: SchoolExport, acting: Actor) -> SchoolExport:
    """Delete the file of an export; the record of it stays."""
    require_operator(acting)
    if not export.is_kept:
        raise Conflict(_("This export is not kept any more."))
    return _remove(export)


def _remove(export: SchoolExport) -> SchoolExport:
    (exports_folder() / export.file).unlink(missing_ok=True)
    export.removed_at = now()
    export.save(update_fields=["removed_at", "updated_at"])
    return export


@action("school.order_destruction")
def order_destruction(
    *,
    school: School,
    confirm: str,
    act_number: str,
    act_date: datetime.date,
    basis: str,
    responsible: str,
    acting: Actor,
    address: str = "",
) -> Destruction:
    """Record the act by which a school's data are destroyed; the destruction itself is ``carry_out_destruction``.

    ``confirm``: the school's slug, typed by a person. Only archived schools. An order that was begun is returned as it
    is: the same command goes on where it was.
    """
    require_operator(acting)
    locked = School.objects.select_for_update().get(pk=school.pk)
    begun = Destruction.objects.of(locked.pk).filter(finished_at=None).first()
    if confirm != locked.slug:
        problem = {"place": "confirm", "message": _("Type it to confirm: %(slug)s") % {"slug": locked.slug}}
        raise InputError(problem["message"], problems=[problem])
    if begun is not None:
        return begun
    if locked.state != State.ARCHIVED:
        raise Conflict(
            _("Only an archived school can be deleted; this one is: %(state)s.")
            % {"state": locked.get_state_display()},
            next_step=_("Export the school, then archive it."),
        )
    texts = {"act_number": act_number, "basis": basis, "responsible": responsible}
    problems = [{"place": place, "message": _("Fill this in.")} for place, text in texts.items() if not text.strip()]
    if problems:
        raise InputError(_("The act of destruction is incomplete."), problems=problems)
    return Destruction.objects.create(
        school=locked, account_id=acting.account_id, act_date=act_date, address=address.strip(),
        **{name: text.strip() for name, text in texts.items()},
    )  # fmt: skip


@action("school.order_destruction_with_job")
def order_destruction_with_job(*, acting: Actor, result_url: str, school: School, **act: object) -> Job:
    """``order_destruction``, then a job that carries it out: for the page."""
    destruction = order_destruction(school=school, acting=acting, **act)  # type: ignore[arg-type]  # fields of the form
    return start_job(
        task=DESTRUCTION_TASK,
        title=_("Deleting the school “%(name)s”") % {"name": school.short_name},
        arguments={"destruction": str(destruction.pk)},
        acting=acting,
        result_url=result_url,
    )
