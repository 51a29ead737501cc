"""Locks of provisioning. Advisory locks of the database: they are gone with whoever held them.

Spaces of the product's two-number advisory locks: 1 long works (``journal.jobs``), 2 provisioning.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError
from tenants.isolation.backend import connection

LOCK_SPACE = 0x45535402
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
    """One transaction during which no other school is created or deleted; its locks are waited for a limited time.

    Two at once would take locks on shared tables in different orders and stop each other. Raises the database's
    ``OperationalError`` when the wait was too long: ``is_passing`` knows it.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{settings.PROVISION_LOCK_WAIT_MS}ms"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, SCHOOLS])
        yield


@contextmanager
def template_lock() -> Iterator[None]:
    """Only one process makes the template; the others wait and find it made. Held by the session: it spans commits."""
    with connection.cursor() as cursor:
        # One message is one transaction of its own: the longer wait is over with it, the lock of the session is not.
        cursor.execute(
            f"SET LOCAL lock_timeout = {TEMPLATE_WAIT_MS}; SELECT pg_advisory_lock({LOCK_SPACE}, {TEMPLATE})"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, TEMPLATE])


def is_passing(error: OperationalError) -> bool:
    """True for a refusal of the database that may not come again: somebody held a lock too long."""
    return getattr(error.__cause__, "sqlstate", None) in PASSING
