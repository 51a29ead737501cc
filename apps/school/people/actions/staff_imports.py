"""The life of an uploaded list: uploaded, checked in the background, confirmed and written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError
from tenants.isolation.commits import after_commit
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from ui.sheets import Sheet, read_sheet

from ..errors import wrong
from ..importing import columns as naming
from ..importing.plan import KnownPeople, Plan, fill_plan
from ..importing.report import preview_of, problems_of
from ..models import ColumnMemory, Person, StaffImport, sort_key_of
from .persons import EDITABLE

State = StaffImport.State

BATCH = 500
CHECK_TASK = "people.check_import"
WRITE_TASK = "people.write_import"
MAY_BE_NAMED = {State.UPLOADED, State.CHECKED, State.FAILED}
MAY_BE_CANCELLED = {State.UPLOADED, State.CHECKING, State.CHECKED, State.FAILED}


def _locked(staff_import: StaffImport) -> StaffImport:
    return StaffImport.objects.select_for_update().get(pk=staff_import.pk)


def _moved_on() -> Conflict:
    return Conflict(_("This list is at another step already."), next_step=_("Open the list again and look."))


@action("import.begin")
def begin_import(*, file: UploadedFile[Any], kind: str, acting: Actor) -> StaffImport:
    """Keep an uploaded list and guess what its columns mean. ``UnreadableFile`` says what is wrong with the file."""
    if kind not in Person.Kind.values:
        raise wrong("kind", _("Choose who is in the list."))
    sheet = read_sheet(file)
    file.seek(0)
    remembered = dict(ColumnMemory.objects.values_list("title", "field"))
    titles = [column.title for column in sheet.columns]
    return StaffImport.objects.create(
        file=file,
        file_name=(file.name or "")[-200:],
        kind=kind,
        columns=[{"title": column.title, "samples": list(column.samples)} for column in sheet.columns],
        mapping=naming.guess(titles, remembered),
        counts={"rows": len(sheet.rows)},
        account_id=acting.account_id,
    )


@action("import.name_columns")
def name_columns(*, staff_import: StaffImport, mapping: Mapping[str, str], acting: Actor) -> Job:
    """Say what each column means (title -> field or empty), remember it, and start the check."""
    locked = _locked(staff_import)
    if locked.state not in MAY_BE_NAMED:
        raise _moved_on()
    titles = [column["title"] for column in locked.columns]
    chosen = {title: mapping.get(title, naming.SKIP) for title in titles}
    faults = naming.faults(chosen)
    if faults:
        problems = [{"place": title, "message": str(message)} for title, message in faults]
        raise InputError(_("The columns are not clear yet."), problems=problems)
    _remember(chosen)
    job = start_job(
        task=CHECK_TASK,
        title=_("Checking the list “%(name)s”") % {"name": locked.file_name},
        acting=acting,
        arguments={"staff_import": locked.pk},
        result_url=locked.get_absolute_url(),
    )
    locked.mapping, locked.state, locked.job_id, locked.message = chosen, State.CHECKING, job.pk, ""
    locked.save(update_fields=["mapping", "state", "job_id", "message", "updated_at"])
    return job


def _remember(mapping: Mapping[str, str]) -> None:
    """Keep the meaning of each title; of titles that are equal when compared, a named one wins."""
    meanings: dict[str, str] = {}
    for title, field in mapping.items():
        key = naming.plain(title)[:120]
        if key:
            meanings[key] = meanings.get(key) or field
    ColumnMemory.objects.bulk_create(
        [ColumnMemory(title=title, field=field) for title, field in meanings.items()],
        update_conflicts=True,
        unique_fields=["title"],
        update_fields=["field"],
    )


@action("import.checked")
def save_check(*, staff_import: StaffImport, job: Job, plan: Plan, acting: Actor) -> StaffImport:
    """Keep what the check found. A check that was overtaken (cancelled, columns named anew) changes nothing."""
    locked = _locked(staff_import)
    if locked.state == State.CHECKING and locked.job_id == job.pk:
        locked.counts = plan.counts
        locked.problems = problems_of(plan, locked.mapping)
        locked.preview = preview_of(plan)
        locked.state = State.CHECKED
        locked.save()
    return locked


@action("import.confirm")
def confirm_import(*, staff_import: StaffImport, acting: Actor) -> Job:
    """Write the good rows in the background. Until this step nothing of the list is among the persons."""
    locked = _locked(staff_import)
    if locked.state != State.CHECKED:
        raise _moved_on()
    if not locked.counts.get("new") and not locked.counts.get("changed"):
        raise Conflict(_("There is nothing to write in this list."))
    job = start_job(
        task=WRITE_TASK,
        title=_("Writing the list “%(name)s”") % {"name": locked.file_name},
        acting=acting,
        arguments={"staff_import": locked.pk},
        result_url=locked.get_absolute_url(),
    )
    locked.state, locked.job_id = State.WRITING, job.pk
    locked.save(update_fields=["state", "job_id", "updated_at"])
    return job


@action("import.write")
def write_import(*, staff_import: StaffImport, sheet: Sheet, acting: Actor) -> StaffImport:
    """Write all good rows in one transaction. Called again after a lost worker it finds the list done and does nothing.

    The plan is made anew under a lock of the table, so that nobody added meanwhile is doubled.
    """
    locked = _locked(staff_import)
    if locked.state != State.WRITING:
        return locked
    _lock_persons()
    plan = Plan()
    for _done in fill_plan(plan, sheet, locked.mapping, locked.kind, KnownPeople(Person.objects.all()), today()):
        pass
    _write(plan)
    locked.counts, locked.problems = plan.counts, problems_of(plan, locked.mapping)
    locked.state = State.DONE
    _clean(locked)
    locked.save()
    return locked


def _lock_persons() -> None:
    """Nobody else adds or changes persons until the end of the transaction; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_person IN SHARE ROW EXCLUSIVE MODE")


def _write(plan: Plan) -> None:
    moment = now()
    for _row, person in plan.new:
        person.sort_key = sort_key_of(person.last_name, person.first_name, person.patronymic)
    Person.objects.bulk_create([person for _row, person in plan.new], batch_size=BATCH)
    changed = [person for _row, person, _changes in plan.changed]
    for person in changed:
        person.sort_key = sort_key_of(person.last_name, person.first_name, person.patronymic)
        person.updated_at = moment
    # One INSERT ... ON CONFLICT per batch: many times faster than an UPDATE with a CASE for every field.
    Person.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*EDITABLE, "sort_key", "updated_at"],
    )


def _clean(staff_import: StaffImport) -> None:
    """A finished list keeps its counts and its rejected rows; the file with everybody's data goes."""
    name, storage = staff_import.file.name, staff_import.file.storage
    staff_import.preview, staff_import.columns = {}, []
    staff_import.file = ""
    if name:
        after_commit(lambda: storage.delete(name), robust=True)


@action("import.cancel")
def cancel_import(*, staff_import: StaffImport, acting: Actor) -> StaffImport:
    """Nothing of the list is written, and its data go."""
    locked = _locked(staff_import)
    if locked.state not in MAY_BE_CANCELLED:
        raise _moved_on()
    locked.state, locked.problems = State.CANCELLED, []
    _clean(locked)
    locked.save()
    return locked


@action("import.fail")
def fail_import(*, staff_import: StaffImport, message: str, acting: Actor) -> StaffImport:
    """The check or the writing could not be done; the columns can be named again or the list cancelled."""
    locked = _locked(staff_import)
    if locked.state in (State.CHECKING, State.WRITING):
        locked.state, locked.message = State.FAILED, message[:300]
        locked.save(update_fields=["state", "message", "updated_at"])
    return locked
