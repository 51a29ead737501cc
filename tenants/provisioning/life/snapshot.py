"""One unchanging view of the database for an export, whatever people write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from psycopg import IsolationLevel

from tenants.isolation import roles
from tenants.isolation.backend import connection

ALIAS = "snapshot"
# What a value looks like in a file must not depend on the settings of the server.
PLAIN_VALUES = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)


def plain_values(cursor: Any) -> None:
    """Until the end of the transaction values are written and read in one way everywhere."""
    for statement in PLAIN_VALUES:
        cursor.execute(statement)


@contextmanager
def snapshot() -> Iterator[Any]:
    """A session of its own in one REPEATABLE READ, READ ONLY transaction, as the owner of all tables.

    Tables are named with their schemas. The ORM reads the same snapshot with ``using(snapshot.ALIAS)``.
    """
    session: Any = connection.copy(alias=ALIAS)
    session.settings_dict["OPTIONS"] = {
        **session.settings_dict["OPTIONS"],
        "isolation_level": IsolationLevel.REPEATABLE_READ,
    }
    session.role_instead = roles.owner()
    connections[ALIAS] = session
    try:
        with transaction.atomic(using=ALIAS), session.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            plain_values(cursor)
            yield session
    finally:
        session.close()
        del connections[ALIAS]
