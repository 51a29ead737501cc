"""What stands in one schema, asked by indexes of the system catalogue: never a scan over all schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

# pg_class has no index by schema, pg_depend has one by what is depended on: the schema.
TABLES = """
SELECT c.oid, c.relname
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
WHERE d.refclassid = 'pg_namespace'::regclass AND d.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p')
  AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = %s)
ORDER BY c.relname COLLATE "C"
"""
COLUMNS = """
SELECT a.attrelid, a.attname, a.attnum, t.typcategory = 'S' AS is_text
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attrelid, a.attnum
"""
KEYS = "SELECT indrelid, indkey::int2[] FROM pg_index WHERE indrelid = ANY(%s) AND indisprimary"
SEQUENCES = """
SELECT d.refobjid, a.attname, c.relname
FROM pg_depend d
JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY(%s) AND d.classid = 'pg_class'::regclass
  AND d.deptype IN ('i', 'a')
"""


@dataclass(frozen=True, slots=True)
class Counter:
    """The sequence behind a column. ``is_called``: ``last`` was given out; else it is the next one."""

    column: str
    name: str
    last: int
    is_called: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a school: its columns in order, those of its primary key, its counters."""

    schema: str
    name: str
    columns: tuple[str, ...]
    order: tuple[sql.Composable, ...]
    counters: tuple[Counter, ...]

    @property
    def identifier(self) -> sql.Identifier:
        """The table with its schema, quoted."""
        return sql.Identifier(self.schema, self.name)

    def copy_out(self) -> sql.Composed:
        """The statement that writes the table as CSV with a header, ordered by the primary key."""
        statement = "COPY (SELECT {columns} FROM {table} ORDER BY {order}) TO STDOUT (FORMAT csv, HEADER true)"
        return sql.SQL(statement).format(
            columns=_listed(self.columns), table=self.identifier, order=sql.SQL(", ").join(self.order)
        )

    def copy_in(self, columns: Sequence[str]) -> sql.Composed:
        """The statement that reads what ``copy_out`` wrote, its columns in the order of the file."""
        statement = "COPY {table} ({columns}) FROM STDIN (FORMAT csv, HEADER match)"
        return sql.SQL(statement).format(columns=_listed(columns), table=self.identifier)


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)


def tables_of(cursor: Any, schema: str) -> list[Table]:
    """All tables of a schema by name; empty when there is no such schema."""
    cursor.execute(TABLES, [schema])
    found: dict[int, str] = dict(cursor.fetchall())
    oids = list(found)
    cursor.execute(COLUMNS, [oids])
    columns: dict[int, dict[int, tuple[str, bool]]] = {oid: {} for oid in oids}
    for oid, name, number, is_text in cursor.fetchall():
        columns[oid][number] = (name, is_text)
    cursor.execute(KEYS, [oids])
    keys: dict[int, list[int]] = dict(cursor.fetchall())
    counters = _counters(cursor, schema, oids)
    return [
        Table(
            schema=schema,
            name=name,
            columns=tuple(column for column, _ in columns[oid].values()),
            order=tuple(_ordering(*columns[oid][number]) for number in keys.get(oid, columns[oid])),
            counters=tuple(counters[oid]),
        )
        for oid, name in found.items()
    ]


def _counters(cursor: Any, schema: str, oids: list[int]) -> dict[int, list[Counter]]:
    cursor.execute(SEQUENCES, [oids])
    places = cursor.fetchall()
    found: dict[int, list[Counter]] = {oid: [] for oid in oids}
    if not places:
        return found
    # All of them at once: a trip for each would cost more than the rows.
    each = [
        sql.SQL("SELECT {}, last_value, is_called FROM {}").format(number, sql.Identifier(schema, name))
        for number, (_oid, _column, name) in enumerate(places)
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(each))
    for number, last, is_called in cursor.fetchall():
        oid, column, name = places[number]
        found[oid].append(Counter(column, name, last, is_called))
    return found


def _ordering(column: str, is_text: bool) -> sql.Composable:
    """Texts are ordered by code points: the order must not depend on the server's language."""
    return sql.SQL('{} COLLATE "C"' if is_text else "{}").format(sql.Identifier(column))
