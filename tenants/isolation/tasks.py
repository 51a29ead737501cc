"""Bases of background tasks. A school task without a school refuses to run; so does a region task with one.

The sender stamps the school into a message header (``task.send(...)`` does it), the receiver enters exactly that
school for the length of the body. Bodies are one action call; arguments are primitives.
"""

from __future__ import annotations

from typing import Any

from celery import Task, current_app

from tenants.isolation.context import current_school, enter_region, enter_school
from tenants.isolation.serving import RETRY_AFTER_SECONDS, is_servable
from tenants.organisations.models import School

SCHOOL_HEADER = "estafeta_school"
# A school that is being migrated is tried again for a day.
TIMES_TRIED = 24 * 60 * 60 // RETRY_AFTER_SECONDS


class WithoutSchool(RuntimeError):
    """A school task came without a school in its header."""


class ForeignSchool(RuntimeError):
    """A region task came with a school in its header, or the school does not work any more."""


class SchoolIsUpdating(RuntimeError):
    """The school's tables are not those this code works with: a migration is under way, or failed there."""


def _header(task: Task[Any, Any]) -> str | None:
    request = task.request
    value = request.get(SCHOOL_HEADER) or (request.headers or {}).get(SCHOOL_HEADER)
    return str(value) if value else None


class SchoolTask(Task):  # type: ignore[type-arg]  # celery's Task is generic only in its stubs
    """Base of tasks that run inside one school."""

    abstract = True
    acks_late = True
    reject_on_worker_lost = True

    def send(self, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch for the current school. Call it after commit."""
        school = current_school()
        if school is None:
            raise WithoutSchool(f"{self.name} was sent outside a school")
        self.send_to(school, *args, countdown=countdown, **kwargs)

    def send_to(self, school: School, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch for a named school: the region's fan-out. Call it after commit."""
        headers = {SCHOOL_HEADER: school.schema_name}
        self.apply_async(args=args, kwargs=kwargs, headers=headers, countdown=countdown)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        schema = _header(self)
        if schema is None:
            raise WithoutSchool(f"{self.name} came without a school in its header")
        with enter_region():
            school = School.objects.filter(schema_name=schema, state=School.State.READY).first()
        if school is None:
            raise ForeignSchool(f"{self.name}: no working school has the schema {schema}")
        if not is_servable(school):
            raise self._later(school)
        with enter_school(school):
            return self.run(*args, **kwargs)

    def _later(self, school: School) -> Exception:
        """What to raise so that the same message comes again; the refusal itself where nobody could send it again."""
        refusal = SchoolIsUpdating(f"{self.name}: {school.schema_name} waits for its migrations")
        if self.request.is_eager or self.request.called_directly:
            return refusal
        headers = {SCHOOL_HEADER: school.schema_name}
        return self.retry(
            exc=refusal, countdown=RETRY_AFTER_SECONDS, max_retries=TIMES_TRIED, headers=headers, throw=False
        )


def school_task(name: str) -> SchoolTask:
    """A school's task by its registered name, for senders who may not import the school's apps."""
    task = current_app.tasks[name]
    if not isinstance(task, SchoolTask):
        raise TypeError(f"{name} is not a task of a school")
    return task


class RegionTask(Task):  # type: ignore[type-arg]  # see SchoolTask
    """Base of tasks that run in the shared schema."""

    abstract = True
    acks_late = True
    reject_on_worker_lost = True

    def send(self, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch. Call it after commit."""
        self.apply_async(args=args, kwargs=kwargs, countdown=countdown)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if _header(self) is not None:
            raise ForeignSchool(f"{self.name} runs in the region and came with a school in its header")
        with enter_region():
            return self.run(*args, **kwargs)
