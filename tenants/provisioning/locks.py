"""Locks of provisioning. Advisory locks of the database: they are gone with whoever held them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, DomainError
from kernel.locks import LockSpace
from tenants.isolation.backend import connection
from tenants.organisations.models import School

SCHOOLS = 1
TEMPLATE = 2
TEMPLATE_WAIT_MS = 300_000

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK_DETECTED = "40P01"
SERIALIZATION_FAILURE = "40001"
PASSING = frozenset({LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, SERIALIZATION_FAILURE})


class ProvisioningBusy(DomainError):
    """Somebody else creates or deletes schools, or holds what the work needs, and did not finish in time."""

    code = "provisioning_busy"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("The database is busy: another school is being created or deleted, or the tables are being changed."),
            next_step=_("Nothing was changed. Try again in a minute."),
        )


@contextmanager
def provisioning_lock() -> Iterator[None]:
    """One transaction during which no other school is created or deleted.

    Two at once would lock shared tables in different orders and stop each other. Nothing in the block waits for a lock
    longer than ``PROVISION_LOCK_WAIT_MS``; a wait that was too long, or a deadlock, is a ``ProvisioningBusy``.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(settings.PROVISION_LOCK_WAIT_MS)])
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LockSpace.PROVISIONING, SCHOOLS])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in PASSING:
            raise ProvisioningBusy from error
        raise


@contextmanager
def fleet_lock() -> Iterator[None]:
    """The same lock for work of many transactions, held by the session. ``Conflict`` when somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LockSpace.PROVISIONING, SCHOOLS])
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise Conflict(
            _("Schools are being created, migrated or deleted just now."),
            next_step=_("Wait until that has ended and try again."),
        )
    try:
        yield
    finally:
        _unlock(LockSpace.PROVISIONING, SCHOOLS)


@contextmanager
def template_lock() -> Iterator[None]:
    """Only one process makes the template; the others wait and find it made. Held by the session: it spans commits."""
    with connection.cursor() as cursor:
        # One message is one transaction of its own: the longer wait is over with it, the lock of the session is not.
        lock = f"SELECT pg_advisory_lock({LockSpace.PROVISIONING}, {TEMPLATE})"
        cursor.execute(f"SET LOCAL lock_timeout = {TEMPLATE_WAIT_MS}; {lock}")
    try:
        yield
    finally:
        _unlock(LockSpace.PROVISIONING, TEMPLATE)


@contextmanager
def opening_lock(school: School) -> Iterator[None]:
    """Only one process takes a school through its opening; a second one gets a ``Conflict`` at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LockSpace.OPENINGS, school.pk])
        row = cursor.fetchone()
    if not row[0]:
        raise Conflict(_("The creation of this school is under way."))
    try:
        yield
    finally:
        _unlock(LockSpace.OPENINGS, school.pk)


def schools_being_opened() -> set[int]:
    """Keys of the schools that some process takes through their opening right now."""
    query = (
        "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [LockSpace.OPENINGS])
        return {int(number) for (number,) in cursor.fetchall()}


def _unlock(space: int, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])
