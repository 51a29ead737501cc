"""Creating schools in the background, with progress. Killed half-way, it goes on where it was."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext as _

from tenants.isolation.tasks import RegionTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress
from tenants.organisations.models import School
from tenants.provisioning import actions, bulk
from tenants.provisioning.life import tasks as life_tasks  # noqa: F401 # celery looks for tasks in this module only
from tenants.provisioning.models import SchoolList


@shared_task(base=RegionTask, name=actions.OPENING_TASK)
def open_school(job_id: str) -> None:
    """Finish a registered school."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        done = 1  # registered with the order

        def report(step: str) -> None:
            nonlocal done
            report_progress(job, done=done, total=actions.STEPS, message=step)
            done += 1

        school = School.objects.select_related("municipality").get(pk=job.arguments["school"])
        actions.finish_opening(school, job.arguments["regulation"], job_actor(job), report)
        report_progress(job, done=actions.STEPS, message=str(school))


@shared_task(base=RegionTask, name=bulk.LIST_TASK)
def create_many(job_id: str) -> None:
    """Create the schools of a list."""
    with claimed_job(job_id) as job:
        if job is None:
            return
        school_list = SchoolList.objects.get(pk=job.arguments["list"])
        total = len(bulk.rows_to_create(school_list))
        refused = 0
        report_progress(job, done=0, total=total)
        for done, (row, why) in enumerate(bulk.create_listed(school_list, job_actor(job)), start=1):
            refused += bool(why)
            report_progress(job, done=done, total=total, message=row["values"]["short_name"])
        summary = _("Created: %(created)s, refused: %(refused)s.") % {"created": total - refused, "refused": refused}
        report_progress(job, done=total, message=summary)
