"""Background work of events."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from apps.region.speed import actions
from tenants.isolation.tasks import RegionTask
from tenants.journal.jobs import claimed_job, job_actor


@shared_task(base=RegionTask, name="speed.plan_event")
def plan_event(job_id: str) -> None:
    """Compute an event's timetable."""
    with claimed_job(job_id) as job:
        if job is not None:
            actions.plan_event(event_id=UUID(job.arguments["event"]), acting=job_actor(job))
