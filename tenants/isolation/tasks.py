"""Bases of background tasks. A school task without a school refuses to run; so does a region task with one.

The sender stamps the school into a message header (``task.send(...)`` does it), the receiver enters exactly that
school for the length of the body. Bodies are one action call; arguments are primitives.

Tasks do not compose: a part of a chain or a group would be sent by the worker, without the school of its sender. What
follows a task is sent by its body, after commit.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from celery import Task, current_app

from tenants.isolation.context import current_school, enter_region, enter_school, stand_in_region
from tenants.isolation.serving import RETRY_AFTER_SECONDS, is_servable
from tenants.isolation.trail import SCHOOL_HEADER, header_of
from tenants.organisations.models import School

logger = logging.getLogger(__name__)

COMPOSING = ("chain", "chord", "group_id")
# A school that is being migrated is tried again for a day.
TIMES_TRIED = 24 * 60 * 60 // RETRY_AFTER_SECONDS


class WithoutSchool(RuntimeError):
    """A school task was sent, or came, without a school in its header."""


class ForeignSchool(RuntimeError):
    """A region task with a school in its header, or the school does not work any more (suspended, archived, deleted).

    The message is acknowledged and gone: nobody may work for such a school. Long work that is on record is sent again
    when the school works again (``tenants.journal.jobs.resend_unfinished``).
    """


class SchoolIsUpdating(RuntimeError):
    """The school's tables are not those this code works with: a migration is under way, or failed there."""


class Composed(RuntimeError):
    """A task was sent as a part of a chain, a group or a chord, or with a callback."""


class _PlacedTask(Task):  # type: ignore[type-arg]  # celery's Task is generic only in its stubs
    """What both kinds have in common: a message is given back when its worker dies, and nothing of a place stays."""

    abstract = True
    acks_late = True
    reject_on_worker_lost = True
    throws = (ForeignSchool,)

    def require_header(self, school: str) -> None:
        """Raise unless the header's school ("" for none) fits the kind of task."""
        raise NotImplementedError

    def apply_async(  # the signature is celery's
        self,
        args: Any = None,
        kwargs: Any = None,
        task_id: str | None = None,
        producer: Any = None,
        link: Any = None,
        link_error: Any = None,
        shadow: str | None = None,
        **options: Any,
    ) -> Any:
        """Refuse before anything is sent what the receiver would have to refuse."""
        if link or link_error or any(options.get(name) for name in COMPOSING):
            raise Composed(f"{self.name}: send the next task from the body, after commit")
        headers: Mapping[str, Any] = options.get("headers") or {}
        self.require_header(str(headers.get(SCHOOL_HEADER) or ""))
        return super().apply_async(args, kwargs, task_id, producer, link, link_error, shadow, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.require_header(header_of(self, SCHOOL_HEADER))
        try:
            return self.run_in_place(*args, **kwargs)
        finally:
            if not (self.request.is_eager or self.request.called_directly):
                # A time limit may strike at any line, the restoring of the place before included.
                stand_in_region()

    def run_in_place(self, *args: Any, **kwargs: Any) -> Any:
        """Enter the place and run the body."""
        raise NotImplementedError


class SchoolTask(_PlacedTask):
    """Base of tasks that run inside one school."""

    abstract = True

    def send(self, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch for the current school. Call it after commit."""
        school = current_school()
        if school is None:
            raise WithoutSchool(f"{self.name} was sent outside a school")
        self.send_to(school, *args, countdown=countdown, **kwargs)

    def send_to(self, school: School, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch for a named school. Call it after commit. Every school is reached in bounded rounds:
        see ``liaison.tasks``.
        """
        headers = {SCHOOL_HEADER: school.schema_name}
        self.apply_async(args=args, kwargs=kwargs, headers=headers, countdown=countdown)

    def require_header(self, school: str) -> None:
        if not school:
            raise WithoutSchool(f"{self.name} has no school in its header")

    def run_in_place(self, *args: Any, **kwargs: Any) -> Any:
        """Enter the school of the header, as it is now."""
        schema = header_of(self, SCHOOL_HEADER)
        with enter_region():
            school = School.objects.filter(schema_name=schema, state=School.State.READY).first()
        if school is None:
            logger.warning("%s is dropped: no working school has the schema %s", self.name, schema)
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


class RegionTask(_PlacedTask):
    """Base of tasks that run in the shared schema."""

    abstract = True

    def send(self, *args: Any, countdown: float = 0, **kwargs: Any) -> None:
        """Dispatch. Call it after commit."""
        self.apply_async(args=args, kwargs=kwargs, countdown=countdown)

    def require_header(self, school: str) -> None:
        if school:
            raise ForeignSchool(f"{self.name} runs in the region and came with a school in its header")

    def run_in_place(self, *args: Any, **kwargs: Any) -> Any:
        """Enter the shared schema."""
        with enter_region():
            return self.run(*args, **kwargs)
