"""Long work: started in the action's transaction, dispatched after commit, shown with progress, never lost or doubled.

A job's task is a ``SchoolTask`` or ``RegionTask`` taking one argument, the job's id (text). Its body::

    @shared_task(base=SchoolTask, name="people.import_staff", bind=True)
    def import_staff(self: SchoolTask, job_id: str) -> None:
        with claimed_job(job_id) as job:
            if job is not None:
                actions.carry_out_import(batch=..., job=job, acting=job_actor(job))

A worker killed half-way leaves the job unfinished: ``resend_unfinished`` (every 20 s) sends it again. ``claimed_job``
holds an advisory lock of the session, so that two deliveries never run at once, and yields None for a finished job.
The body itself must be repeatable: one transaction, or steps that find what they did before.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import DomainError
from kernel.locks import LockSpace
from tenants.isolation.commits import after_commit
from tenants.isolation.context import current_school, enter_region
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.journal.models import Job
from tenants.organisations.models import School

STALE_AFTER = datetime.timedelta(seconds=20)


def start_job(
    *, task: str, title: str, acting: Actor, arguments: Mapping[str, Any] | None = None, result_url: str = ""
) -> Job:
    """Create a job in the current transaction and dispatch its task after commit. ``task``: the registered name."""
    school = current_school()
    job = Job.objects.create(
        school=school,
        task=task,
        title=title[:200],
        arguments=dict(arguments or {}),
        result_url=result_url,
        account_id=acting.account_id,
    )
    after_commit(lambda: _dispatch(job), robust=True)
    return job


def _dispatch(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(sent_at=now())
    headers = {SCHOOL_HEADER: job.school.schema_name} if job.school is not None else {}
    current_app.tasks[job.task].apply_async(args=(str(job.pk),), headers=headers)


def job_actor(job: Job) -> Actor:
    """The actor of background work: the account that started the job."""
    school = current_school()
    return Actor(
        account_id=job.account_id,
        name=_("background work"),
        roles=frozenset({"system"}),
        place="system",
        school=school.slug if school else None,
        school_id=school.pk if school else None,
    )


@contextmanager
def claimed_job(job_id: str) -> Iterator[Job | None]:
    """Yield the job to the one process that may run it; None when it is over or runs elsewhere.

    On success the job is marked finished; a ``DomainError`` is shown as its message; other errors mark it failed and
    are raised on.
    """
    number = zlib.crc32(UUID(job_id).bytes) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LockSpace.JOBS, number])
        row = cursor.fetchone()
    if not row or not row[0]:
        yield None
        return
    try:
        job = Job.objects.filter(pk=job_id).exclude(state__in=[Job.State.DONE, Job.State.FAILED]).first()
        if job is None:
            yield None
            return
        _update(job, state=Job.State.RUNNING)
        try:
            yield job
        except DomainError as error:
            _update(job, state=Job.State.FAILED, message=str(error.message)[:300], finished_at=now())
        except Exception:
            message = _("An error of the program. It is recorded; nothing was changed.")
            _update(job, state=Job.State.FAILED, message=message, finished_at=now())
            raise
        else:
            _update(job, state=Job.State.DONE, finished_at=now())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LockSpace.JOBS, number])


def _update(job: Job, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(job, name, value)
    job.save(update_fields=[*fields, "updated_at"])


def report_progress(job: Job, *, done: int, total: int | None = None, message: str = "") -> None:
    """Tell how far the work is. Inside a transaction nobody sees it before commit: report between steps."""
    fields: dict[str, Any] = {"done": done}
    if total is not None:
        fields["total"] = total
    if message:
        fields["message"] = message[:300]
    _update(job, **fields)


def resend_unfinished() -> int:
    """Send again every job that nobody has touched for a while (a killed worker, a lost message). Returns how many.

    Jobs of a school that does not work wait: they are sent when it works again.
    """
    with enter_region():
        stale = Job.objects.filter(
            Q(school=None) | Q(school__state=School.State.READY),
            state__in=[Job.State.QUEUED, Job.State.RUNNING],
            updated_at__lt=now() - STALE_AFTER,
        ).select_related("school")
        jobs = list(stale.order_by("updated_at")[:100])
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(updated_at=now())
        for job in jobs:
            _dispatch(job)
    return len(jobs)
