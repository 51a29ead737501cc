"""Background care of rooms."""

from __future__ import annotations

from celery import shared_task

from apps.region.rooms import actions
from kernel.acting import system_actor
from tenants.isolation.tasks import RegionTask


@shared_task(base=RegionTask, name="rooms.end_abandoned")
def end_abandoned() -> int:
    """End meetings that everybody left without a word, so that their records are made; how many."""
    return len(actions.end_abandoned(acting=system_actor("rooms")))
