"""One operator at a time works on a school's life."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import OperationalError
from django.utils.translation import gettext as _

from kernel.errors import Conflict
from kernel.locks import LockSpace
from tenants.isolation.backend import connection


@contextmanager
def alone_with(slug: str) -> Iterator[None]:
    """Hold the school (its name in the address) for an export, a restoration or a destruction. ``Conflict`` if held.

    Waiting too long for a table inside is a ``Conflict`` too. The lock belongs to the session: it goes with a killed
    process.
    """
    lock = (LockSpace.SCHOOLS, zlib.crc32(slug.encode()) - 2**31)
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
    except (OperationalError, psycopg.OperationalError) as error:
        if not _waited_too_long(error):
            raise
        raise Conflict(
            _("Tables of “%(slug)s” are held by other work: nothing was changed.") % {"slug": slug},
            next_step=_("Try again in a minute."),
        ) from error
    finally:
        # Gone with its session, when the server was restarted meanwhile.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _waited_too_long(error: BaseException) -> bool:
    """Django wraps what comes of its cursors, not what comes of COPY."""
    return any(isinstance(cause, psycopg.errors.LockNotAvailable) for cause in (error, error.__cause__))
