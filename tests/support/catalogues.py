"""Everything that PostgreSQL knows of a schema, as comparable text: to tell whether two schemas are the same."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from tenants.isolation.context import as_owner

# kind -> query for %(schema)s. Written apart from the template's own queries: what those overlook shows here.
QUERIES = {
    "relations": """
        SELECT c.relname, c.relkind, c.relpersistence, c.relreplident, c.reloptions, m.amname
        FROM pg_class c LEFT JOIN pg_am m ON m.oid = c.relam WHERE c.relnamespace = %(schema)s::regnamespace""",
    "columns": """
        SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attstorage,
            a.attcompression, a.attcollation::regcollation, a.attoptions, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'i')
            AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT k.conrelid::regclass, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
            k.confrelid::regclass, k.confupdtype, k.confdeltype, k.confmatchtype, k.conindid::regclass, k.conislocal,
            k.coninhcount, k.connoinherit, pg_get_constraintdef(k.oid)
        FROM pg_constraint k WHERE k.connamespace = %(schema)s::regnamespace""",
    "indexes": """
        SELECT pg_get_indexdef(i.indexrelid), i.indisunique, i.indisprimary, i.indisvalid, i.indisready, i.indislive,
            i.indisclustered, i.indisreplident, i.indimmediate, i.indnullsnotdistinct
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = %(schema)s::regnamespace""",
    "sequences": """
        SELECT s.relname, p.refobjid::regclass, a.attname, p.deptype, format_type(q.seqtypid, NULL), q.seqstart,
            q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle, pg_sequence_last_value(s.oid)
        FROM pg_class s JOIN pg_sequence q ON q.seqrelid = s.oid
        LEFT JOIN pg_depend p ON p.objid = s.oid AND p.deptype IN ('i', 'a')
        LEFT JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
        WHERE s.relnamespace = %(schema)s::regnamespace""",
    "comments": """
        SELECT i.type, i.identity, m.description
        FROM pg_description m, pg_identify_object(m.classoid, m.objoid, m.objsubid) i
        WHERE i.schema = %(schema)s OR i.identity LIKE '%% on ' || %(schema)s || '.%%'""",
    "functions, types, triggers": """
        SELECT 'function', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = %(schema)s::regnamespace
        UNION ALL SELECT 'type', t.typname || ' ' || t.typtype::text FROM pg_type t
            WHERE t.typnamespace = %(schema)s::regnamespace
        UNION ALL SELECT 'trigger', c.relname || ' ' || g.tgfoid::regproc || ' ' || g.tgtype
            FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
            WHERE c.relnamespace = %(schema)s::regnamespace""",
    "owners": """
        SELECT n.nspowner::regrole, c.relname, c.relowner::regrole
        FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid WHERE n.nspname = %(schema)s""",
}

Facts = dict[str, list[str]]


def catalogue_of(schema: str) -> Facts:
    """What the schema holds, kind by kind, with its own name levelled; rows of its tables under ``rows <table>``."""
    facts: Facts = {}
    with as_owner(), connection.cursor() as cursor:
        for kind, query in QUERIES.items():
            cursor.execute(query, {"schema": schema})
            facts[kind] = _level([repr(row) for row in cursor.fetchall()], schema)
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT to_jsonb(t) - {} FROM {} t").format(*_parts(schema, table)))
            facts[f"rows {table}"] = _level([repr(row) for row in cursor.fetchall()], schema)
    return facts


def _parts(schema: str, table: str) -> tuple[sql.Composable, sql.Composable]:
    """When a migration was applied is the one thing that differs between two equal schemas."""
    is_migrations = table == MigrationRecorder.Migration._meta.db_table
    return sql.Literal("applied" if is_migrations else ""), sql.Identifier(schema, table)


def _level(rows: list[str], schema: str) -> list[str]:
    return sorted(row.replace(schema, "§") for row in rows)
