"""Background work of the register."""

from __future__ import annotations

from celery import shared_task

from tenants.isolation.tasks import SchoolTask
from tenants.journal.jobs import claimed_job

from . import bundling, rendering
from .regulation_act import rendering as acts


@shared_task(base=SchoolTask, name="orders.render")
def render(job_id: str) -> None:
    """Make both documents of a signed order; killed half-way, it is sent again and replaces what it left."""
    with claimed_job(job_id) as job:
        if job is not None:
            rendering.render_order(int(job.arguments["order"]), job)


@shared_task(base=SchoolTask, name="orders.render_act")
def render_act(job_id: str) -> None:
    """Make both documents of a version of the regulation, as ``render`` does."""
    with claimed_job(job_id) as job:
        if job is not None:
            acts.render_act(int(job.arguments["version"]), job)


@shared_task(base=SchoolTask, name="orders.bundle")
def bundle(job_id: str) -> None:
    """Make documents of many orders; killed half-way, it is sent again and goes on with those that are not made."""
    with claimed_job(job_id) as job:
        if job is not None:
            bundling.fill_bundle(int(job.arguments["bundle"]), job)
