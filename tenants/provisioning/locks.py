"""One maker and breaker of schemas at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.isolation.backend import connection

LOCK = (0x45535402, 1)


@contextmanager
def provisioning_lock() -> Iterator[None]:
    """Hold the installation's lock on making and dropping schemas. ``Conflict`` when another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        row = cursor.fetchone()
    if not row[0]:
        raise Conflict(_("Another school is being made or removed. Try again in a minute."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)
