"""Creating the schools of a list, one after another: those that exist are left alone, one refused stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import IO, Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, DomainError
from tenants.isolation.backend import connection
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from tenants.provisioning.actions import create_school, require_operator
from tenants.provisioning.lists import fates, read_rows
from tenants.provisioning.models import SchoolList
from tenants.provisioning.regulations import preset_document

logger = logging.getLogger(__name__)

LIST_TASK = "provisioning.create_many"
TO_CREATE = frozenset({"new", "interrupted"})


@action("school.list.read")
def keep_list(*, file: IO[bytes], file_name: str, acting: Actor) -> SchoolList:
    """Read and check a table of schools; nothing is created. ``InputError`` when it cannot be read."""
    require_operator(acting)
    return SchoolList.objects.create(file_name=file_name[:200], rows=[row.as_json() for row in read_rows(file)])


@action("school.list.create")
def order_list(*, school_list: SchoolList, acting: Actor, result_url: str) -> Job:
    """Start creating what is missing of a list. Faulty rows are left out."""
    require_operator(acting)
    locked = SchoolList.objects.select_for_update().get(pk=school_list.pk)
    last = list_job(locked)
    if last is not None and not last.is_over:
        raise Conflict(_("The schools of this list are being created already."))
    if not rows_to_create(locked):
        raise Conflict(_("Nothing of this list is to be created."))
    return start_job(
        task=LIST_TASK,
        title=_("Creating schools from the list “%(name)s”") % {"name": locked.file_name},
        arguments={"list": str(locked.pk)},
        acting=acting,
        result_url=result_url,
    )


def list_job(school_list: SchoolList) -> Job | None:
    """The latest job that creates the schools of the list."""
    jobs = Job.objects.filter(task=LIST_TASK, school=None, arguments__list=str(school_list.pk))
    return jobs.order_by("-created_at").first()


def rows_to_create(school_list: SchoolList) -> list[dict[str, Any]]:
    """Rows without faults whose school does not work yet."""
    rows = school_list.rows
    return [row for row, fate in zip(rows, fates(rows), strict=True) if fate in TO_CREATE]


def create_listed(school_list: SchoolList, acting: Actor) -> Iterator[tuple[dict[str, Any], str]]:
    """Create what is missing; yields each row when it is done, with the reason when it was refused.

    Outside any transaction. Doing it again goes on where it stopped. The list keeps the reasons of the last time.
    """
    failures: dict[str, str] = {}
    for row in rows_to_create(school_list):
        why = _create(row["values"], acting)
        if why:
            failures[row["values"]["slug"]] = why
        _keep(school_list, failures)
        yield row, why


def _keep(school_list: SchoolList, failures: dict[str, str]) -> None:
    if school_list.failures != failures:
        school_list.failures = dict(failures)
        school_list.save(update_fields=["failures", "updated_at"])


def _create(values: dict[str, str], acting: Actor) -> str:
    """Create one school. Returns why it was refused, or nothing."""
    fields = {name: value for name, value in values.items() if name != "preset"}
    try:
        create_school(regulation=preset_document(values["preset"]), report=_unheard, acting=acting, **fields)
    except DomainError as refusal:
        problems = [problem["message"] for problem in refusal.data.get("problems", ())]
        return " ".join([str(refusal.message), *problems])
    except DatabaseError:
        if not connection.is_usable():
            raise  # nothing else of the list can be done either; the job comes again
        logger.exception("the school %s of a list was not created", values["slug"])
        return _("An error of the database. It is recorded; the school can be tried again.")
    return ""


def _unheard(step: str) -> None:
    """A list tells its progress by schools, not by their steps."""
