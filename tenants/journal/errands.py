"""Work that a school has to do at a moment: asked for in an act's transaction, so that it is lost with the act only.

An errand is appended (a row that all writers of a school updated would make them wait for each other). The school's
task takes away those it has seen and asks for the next. ``send_due`` goes over all schools with one query: a school
without work costs nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from kernel.clock import now
from tenants.isolation.context import require_school
from tenants.isolation.tasks import school_task
from tenants.journal.models import Errand
from tenants.organisations.models import School

SENT_AT_ONCE = 200
GRACE = datetime.timedelta(seconds=30)
"""Who asks for work at once also sends the task after commit; the errand is for the case that this was lost."""
PATIENCE = datetime.timedelta(minutes=2)
"""So long a school that was sent to work may take before it is sent again."""


def ask(task: str, *, due_at: datetime.datetime) -> None:
    """The current school's task (a registered name) is to run at ``due_at``, or soon after."""
    Errand.objects.create(school=require_school(), task=task, due_at=max(due_at, now() + GRACE))


def seen(task: str) -> list[int]:
    """Keys of the current school's errands that a run of the task now answers for."""
    due = Errand.objects.of(require_school().pk).filter(task=task, due_at__lte=now() + PATIENCE)
    return list(due.values_list("pk", flat=True))


def settle(task: str, done: Collection[int], *, next_at: datetime.datetime | None) -> None:
    """Take the errands away that a run has seen; ``next_at``: when there is work again (None: not yet known)."""
    rows = Errand.objects.of(require_school().pk).filter(task=task)
    with transaction.atomic():
        rows.filter(pk__in=done).delete()
        if next_at is not None and not rows.filter(due_at__lte=max(next_at, now() + GRACE)).exists():
            ask(task, due_at=next_at)


def schools_without(task: str) -> QuerySet[School]:
    """Working schools that have no errand of this task."""
    asked = Errand.objects.of_all_schools().filter(task=task).values("school")
    return School.objects.filter(state=School.State.READY).exclude(pk__in=asked).order_by("pk")


def send_due() -> int:
    """Send every working school that has errands due to do them; how many messages were sent."""
    with transaction.atomic():
        due = Errand.objects.of_all_schools().filter(due_at__lte=now(), school__state=School.State.READY)
        asked = list(due.order_by().values_list("school_id", "task").distinct()[:SENT_AT_ONCE])
        for school_id, task in asked:
            of_school = Errand.objects.of(school_id).filter(task=task, due_at__lte=now())
            of_school.update(due_at=now() + PATIENCE)
        schools = School.objects.in_bulk({school_id for school_id, _task in asked})
    for school_id, task in asked:
        school_task(task).send_to(schools[school_id])
    return len(asked)
