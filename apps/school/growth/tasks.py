"""Background work: a long list of levels is written."""

from __future__ import annotations

from celery import shared_task

from tenants.isolation.tasks import SchoolTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress

from . import queries
from .actions.importing import WRITE_TASK, write_next

PROGRESS_EVERY = 10


@shared_task(base=SchoolTask, name=WRITE_TASK)
def write_levels(job_id: str) -> None:
    """Row by row, each in a transaction of its own; those written before a worker was lost are behind."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        made = queries.import_by_id(job.arguments["level_import"])
        while not made.is_over:
            if made.done % PROGRESS_EVERY == 0:
                report_progress(job, done=made.done, total=made.total)
            made = write_next(level_import=made, acting=job_actor(job))
