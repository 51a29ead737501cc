"""Background work of events."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext as _

from apps.region.speed import actions, reminding
from apps.region.speed.models import SpeedPlan
from tenants.isolation.tasks import RegionTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress


@shared_task(base=RegionTask, name=actions.PLAN_TASK)
def plan_event(job_id: str) -> None:
    """Compute an event's timetables, one for each aim; killed half-way it is sent again and computes them anew."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        aims = SpeedPlan.Aim.choices
        for done, (aim, label) in enumerate(aims):
            report_progress(job, done=done, total=len(aims), message=_("Computing: %(aim)s") % {"aim": label})
            actions.compute_plan(event_id=UUID(job.arguments["event"]), aim=aim, acting=job_actor(job))
        report_progress(job, done=len(aims), total=len(aims))


@shared_task(base=RegionTask, name=actions.BETTER_TASK)
def better_plan(job_id: str) -> None:
    """Look for the best plan of the rounds ahead; killed half-way it is sent again and computes it anew."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        report_progress(job, done=0, total=1, message=_("Computing the better plan"))
        actions.find_better_plan(event_id=UUID(job.arguments["event"]), acting=job_actor(job))
        report_progress(job, done=1, total=1)


@shared_task(base=RegionTask, name="speed.remind")
def remind() -> int:
    """Send schools to remind their people of what begins within a day."""
    return reminding.remind()
