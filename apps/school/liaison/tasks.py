"""Background work of the liaison: reports outward, places given back."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from apps.school.liaison import actions, queries, reporting
from kernel.acting import system_actor
from tenants.isolation.context import require_school
from tenants.isolation.tasks import RegionTask, SchoolTask

SWEPT_AT_ONCE = 200
SWEEP_PATIENCE = 300


@shared_task(base=SchoolTask, name="liaison.report_changes", bind=True)
def report_changes(self: SchoolTask) -> None:
    """Send this school's indicators and terms to the region; again, when something changed meanwhile."""
    actions.free_stale_seats(acting=system_actor())
    reporting.send_indicators()
    if reporting.is_behind(require_school()):
        self.send(countdown=1)


@shared_task(base=SchoolTask, name="liaison.free_seats")
def free_seats(request: str = "") -> int:
    """Give back places of remote pairs that are over. ``request``: what caused it; all that are over are looked at."""
    return actions.free_stale_seats(acting=system_actor())


@shared_task(base=RegionTask, name="liaison.sweep")
def sweep() -> int:
    """Send late schools to report: a lost message, a killed worker, a new day. In bounded chunks."""
    schools = queries.schools_to_report(SWEPT_AT_ONCE)
    waiting = [school for school in schools if cache.add(f"report-swept:{school.pk}", 1, timeout=SWEEP_PATIENCE)]
    for school in waiting:
        report_changes.send_to(school)
    return len(waiting)
