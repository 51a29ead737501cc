"""Rows of an archive into the tables of a fresh schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.errors import InputError
from tenants.isolation.backend import connection
from tenants.organisations.models import School
from tenants.provisioning.life import manifest
from tenants.provisioning.life.catalogue import Table, tables_of
from tenants.provisioning.life.manifest import Manifest, TablePart
from tenants.provisioning.life.reading import Reader
from tenants.provisioning.life.rewriting import Rewriting
from tenants.provisioning.life.snapshot import plain_values


@contextmanager
def readable(path: str) -> Iterator[None]:
    """What is sound by its checksum may still be no data of this product: ``InputError`` with the place."""
    try:
        yield
    except psycopg.OperationalError:
        raise
    except (psycopg.DatabaseError, DatabaseError, KeyError, TypeError, ValueError, ValidationError) as error:
        if isinstance(error.__cause__, psycopg.OperationalError):
            raise
        problem = {"place": path, "message": str(error).strip()}
        raise InputError(_("The rows of the archive cannot be restored: nothing was."), problems=[problem]) from error


def fill(cursor: Any, archive: Reader, described: Manifest, school: School, rewriting: Rewriting) -> None:
    """Exchange the rows a fresh schema is seeded with for those of the archive. Inside the restoring transaction."""
    tables = {table.name: table for table in tables_of(cursor, school.schema_name)}
    _require_same_tables(tables, described)
    plain_values(cursor)
    # Seeded rows go; their keys were to be checked at the commit, which would forbid to truncate.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    every = sql.SQL(", ").join(table.identifier for table in tables.values())
    cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(every))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for part in described.tables:
        with readable(part.part.path):
            _copy_in(cursor, tables[part.name], part, rewriting.of(archive, part.part.path))
    with readable(manifest.DATA):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _copy_in(cursor: Any, table: Table, part: TablePart, chunks: Iterator[bytes]) -> None:
    with cursor.copy(table.copy_in(part.columns)) as copy:
        for chunk in chunks:
            copy.write(chunk)
    if cursor.rowcount != part.part.rows:
        raise ValueError(f"{cursor.rowcount} != {part.part.rows}")
    for counter in table.counters:
        last, is_called = part.counters[counter.column]
        sequence = f"{connection.ops.quote_name(table.schema)}.{connection.ops.quote_name(counter.name)}"
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [sequence, last, is_called])


def _require_same_tables(tables: Mapping[str, Table], described: Manifest) -> None:
    """The migrations are the same, so are the tables: unless the archive was not made by an export."""
    archived = {part.name: part for part in described.tables}
    problems = [
        {"place": name, "message": _("This table stands in the archive or in the school, not in both.")}
        for name in sorted(set(tables) ^ set(archived))
    ]
    problems += [
        {"place": name, "message": _("The columns are not those of this version.")}
        for name in sorted(set(tables) & set(archived))
        if sorted(tables[name].columns) != sorted(archived[name].columns)
        or {counter.column for counter in tables[name].counters} != set(archived[name].counters)
    ]
    if problems:
        raise InputError(_("The tables of the archive are not those of a school."), problems=problems)
