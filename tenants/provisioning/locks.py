"""One at a time: whoever creates, migrates or deletes schools' tables holds this lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.isolation.backend import connection

PROVISIONING_LOCK = 0x45535402


@contextmanager
def provisioning_lock() -> Iterator[None]:
    """Hold the installation's lock of provisioning in this session. ``Conflict`` when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PROVISIONING_LOCK])
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise Conflict(
            _("Schools are being created, migrated or deleted just now."),
            next_step=_("Wait until that has ended and try again."),
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PROVISIONING_LOCK])
