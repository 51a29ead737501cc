"""Background work of lists: the check and the writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task

from kernel.clock import today
from kernel.errors import DomainError
from tenants.isolation.tasks import SchoolTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress
from tenants.journal.models import Job
from ui.sheets import Sheet, read_sheet

from . import actions, queries
from .importing.plan import KnownPeople, Plan, fill_plan
from .models import StaffImport

PROGRESS_EVERY = 500


@contextmanager
def _failing(staff_import: StaffImport, job: Job) -> Iterator[None]:
    """An error leaves the list failed with its reason; the job then says the same."""
    try:
        yield
    except Exception as error:
        message = str(error.message) if isinstance(error, DomainError) else ""
        actions.fail_import(staff_import=staff_import, message=message, acting=job_actor(job))
        raise


def _sheet_of(staff_import: StaffImport) -> Sheet:
    with staff_import.file.open("rb") as file:
        return read_sheet(file)


@shared_task(base=SchoolTask, name="people.check_import")
def check_import(job_id: str) -> None:
    """Understand every row and say what would change. Writes nothing but the result of the check."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        staff_import = queries.import_by_id(job.arguments["staff_import"])
        if staff_import.state != StaffImport.State.CHECKING:
            return
        with _failing(staff_import, job):
            sheet = _sheet_of(staff_import)
            report_progress(job, done=0, total=len(sheet.rows))
            plan = Plan()
            known = KnownPeople(queries.persons())
            for done in fill_plan(plan, sheet, staff_import.mapping, staff_import.kind, known, today()):
                if done % PROGRESS_EVERY == 0:
                    report_progress(job, done=done)
            actions.save_check(staff_import=staff_import, job=job, plan=plan, acting=job_actor(job))


@shared_task(base=SchoolTask, name="people.write_import")
def write_import(job_id: str) -> None:
    """Write the good rows of a confirmed list."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        staff_import = queries.import_by_id(job.arguments["staff_import"])
        if staff_import.state != StaffImport.State.WRITING:
            return
        with _failing(staff_import, job):
            sheet = _sheet_of(staff_import)
            actions.write_import(staff_import=staff_import, sheet=sheet, acting=job_actor(job))
