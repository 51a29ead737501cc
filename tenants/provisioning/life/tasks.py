"""Exports and destructions in the background, with progress. Killed half-way, they go on where they were."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from celery import shared_task

from tenants.isolation.tasks import RegionTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress
from tenants.journal.models import Job
from tenants.provisioning.life import actions, destruction, export
from tenants.provisioning.life.models import Destruction


def _reporting(job: Job, total: int) -> Callable[[str], None]:
    done = 0

    def report(step: str) -> None:
        nonlocal done
        report_progress(job, done=done, total=total, message=step)
        done += 1

    return report


@shared_task(base=RegionTask, name=actions.EXPORT_TASK)
def export_school(job_id: str) -> None:
    """Make an ordered export."""
    with claimed_job(job_id) as job:
        if job is not None:
            wanted = UUID(job.arguments["export"])
            made = actions.carry_out_export(wanted, _reporting(job, export.STEPS), job_actor(job))
            report_progress(job, done=export.STEPS, message=made.file)


@shared_task(base=RegionTask, name=actions.DESTRUCTION_TASK)
def destroy_school(job_id: str) -> None:
    """Carry out an ordered destruction."""
    with claimed_job(job_id) as job:
        if job is not None:
            rows = Destruction.objects.of_all_schools().select_related("school")
            ordered = rows.get(pk=job.arguments["destruction"])
            destruction.carry_out_destruction(ordered, _reporting(job, destruction.STEPS), job_actor(job))
            report_progress(job, done=destruction.STEPS, message=str(ordered.school))
