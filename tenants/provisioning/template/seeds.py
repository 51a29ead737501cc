"""Rows that migrations left in a schema, as statements that put them into another."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from tenants.provisioning.template.catalogue import NotInTemplate

# Columns of every table in their order, without those that PostgreSQL computes.
COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r'
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum
"""

POSITIONS = """
SELECT format('SELECT setval(pg_get_serial_sequence(%%L, %%L), %%s)',
    quote_ident(c.relname), a.attname, pg_sequence_last_value(q.seqrelid))
FROM pg_sequence q
JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = q.seqrelid AND p.deptype = 'i'
JOIN pg_class c ON c.oid = p.refobjid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.refobjsubid
WHERE c.relnamespace = %s::regnamespace AND pg_sequence_last_value(q.seqrelid) IS NOT NULL
ORDER BY c.relname
"""

WHEN_APPLIED = (MigrationRecorder.Migration._meta.db_table, "applied")


def read_seed(cursor: Any, schema: str) -> tuple[str, ...]:
    """One INSERT for each table that holds rows, then the position of each identity that has counted.

    Names are unqualified: the session must be in the schema's place, here and when the statements run. A migration
    counts as applied when the statements run. Raises ``NotInTemplate`` for rows that hold the schema's name.
    """
    cursor.execute(COLUMNS, [schema])
    columns: dict[str, list[str]] = defaultdict(list)
    for table, column in cursor.fetchall():
        columns[table].append(column)
    inserts = {table: _insert(cursor, table, names) for table, names in columns.items()}
    named = [("row with the schema's own name in", table) for table, text in inserts.items() if schema in text]
    if named:
        raise NotInTemplate(named)
    cursor.execute(POSITIONS, [schema])
    return (*filter(None, inserts.values()), *(position for (position,) in cursor.fetchall()))


def _insert(cursor: Any, table: str, columns: list[str]) -> str:
    """The rows of a table as text that PostgreSQL reads back to the same values. Empty when there are none."""
    values = [
        sql.Literal("now()") if (table, column) == WHEN_APPLIED else sql.SQL("quote_nullable({}::text)").format(name)
        for column, name in ((column, sql.Identifier(column)) for column in columns)
    ]
    query = sql.SQL("SELECT concat('(', concat_ws(', ', {}), ')') FROM {} ORDER BY ctid")
    cursor.execute(query.format(sql.SQL(", ").join(values), sql.Identifier(table)))
    rows = ", ".join(row for (row,) in cursor.fetchall())
    if not rows:
        return ""
    into = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    return into.as_string() + rows
