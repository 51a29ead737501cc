"""One operator at a time works on a school's life."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.isolation.backend import connection

LOCK_SPACE = 0x45535403


@contextmanager
def alone_with(slug: str) -> Iterator[None]:
    """Hold the school (its name in the address) for an export, a restoration or a destruction. ``Conflict`` if held.

    The lock belongs to the session: it goes with a killed process.
    """
    lock = (LOCK_SPACE, zlib.crc32(slug.encode()) - 2**31)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
        row = cursor.fetchone()
    if not row[0]:
        raise Conflict(
            _("Somebody else exports, restores or deletes “%(slug)s” at this moment.") % {"slug": slug},
            next_step=_("Wait until that work has ended and look at the school's page."),
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
