"""«This school changed»: written in the action's transaction, told to the reporting task after commit."""

from __future__ import annotations

from celery import current_app
from django.conf import settings
from django.core.cache import cache

from tenants.isolation.commits import after_commit
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School

DEBOUNCE_SECONDS = 2


def mark_school(school: School, code: str) -> None:
    """Append a mark and, after commit, ask for one report a moment later (many marks make one report)."""
    SchoolChange.objects.create(school=school, code=code[:80])
    after_commit(lambda: _ask_for_report(school), robust=True)


def _ask_for_report(school: School) -> None:
    if not cache.add(f"report-asked:{school.pk}", 1, timeout=DEBOUNCE_SECONDS):
        return
    task = current_app.tasks[settings.SCHOOL_CHANGED_TASK]
    task.apply_async(countdown=DEBOUNCE_SECONDS, headers={SCHOOL_HEADER: school.schema_name})
