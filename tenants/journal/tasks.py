"""Scheduled care of long work."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from kernel.clock import now
from tenants.isolation.tasks import RegionTask
from tenants.journal import errands, jobs


@shared_task(base=RegionTask, name="journal.resend_unfinished")
def resend_unfinished() -> int:
    """Send again jobs that were lost with their worker."""
    return jobs.resend_unfinished()


@shared_task(base=RegionTask, name="journal.send_errands")
def send_errands() -> int:
    """Send schools to work whose moment has come, or whose message was lost."""
    return errands.send_due()


HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_SECONDS = 60


@shared_task(base=RegionTask, name="journal.heartbeat")
def heartbeat() -> None:
    """Leave the sign that beat sends and a worker works (read by ``/health/ready``)."""
    cache.set(HEARTBEAT_KEY, now().isoformat(), timeout=HEARTBEAT_SECONDS)
