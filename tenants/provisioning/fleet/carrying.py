"""Carrying a script out in one school. Each function runs in the shared schema as the owner, on any connection.

An atomic migration is one transaction together with its row in the school's table of migrations and the version on
the school's row: a killed run leaves a school before it or after it. One that is not atomic is carried out statement
by statement, each noted when it is done; a later run goes on after the last one noted.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction
from psycopg import sql

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.isolation.phases import Phase
from tenants.organisations.models import School
from tenants.provisioning.fleet import recording
from tenants.provisioning.fleet.models import UnfinishedMigration
from tenants.provisioning.fleet.reading import Seen
from tenants.provisioning.fleet.rendering import Script

PLACE_SQL = sql.SQL("SET LOCAL lock_timeout = {timeout}; SET LOCAL search_path = {schema}, public")
CONCURRENT_INDEX = re.compile(
    r'\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF NOT EXISTS\s+)?"?([^"\s]+)', re.I
)
INDEX_SQL = """
SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = %s AND relname = %s
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How to go about it. ``lock_timeout``: as PostgreSQL writes it; ``past_stopped``: the statement at which a
    migration stopped half-way was finished by hand.
    """

    lock_timeout: str = "5s"
    past_stopped: bool = False


class StoppedHalfway(Exception):
    """A migration that is not atomic failed: what it did before stays. The cause is the error of the database."""


def carry_out(script: Script, school: Seen, way: Way) -> None:
    """Bring the school past the script's migration, or raise whatever stopped it."""
    if script.is_atomic and not script.steps:
        _send(script, school, way)
    elif script.steps:
        _run_python(script, school, way)
    else:
        _go_through(script, school, way)


def _as_text(part: sql.Composable) -> str:
    return part.as_string(connection.connection)


def _recorded(script: Script, school: Seen) -> list[str]:
    rows = recording.applied_sql(school, script.records, script.name, script.version)
    return [_as_text(row) for row in rows]


def _send(script: Script, school: Seen, way: Way) -> None:
    """The whole migration as one message: one way to the server and back, and no moment to be killed between."""
    place = PLACE_SQL.format(timeout=sql.Literal(way.lock_timeout), schema=sql.Identifier(school.schema))
    with enter_region(), as_owner(), connection.cursor() as cursor:
        parts = ["BEGIN", _as_text(place), *script.statements, *_recorded(script, school), "COMMIT"]
        cursor.execute("\n;\n".join(parts))


def _run_python(script: Script, school: Seen, way: Way) -> None:
    with enter_region(), as_owner():
        place = School.objects.get(pk=school.id)
        if not script.is_atomic:
            _begin(script, school)
    whole = transaction.atomic() if script.is_atomic else nullcontext()
    with enter_school(place), as_owner(), whole:
        _limit_waiting(way, local=script.is_atomic)
        with connection.schema_editor(atomic=script.is_atomic) as editor:
            for step in script.steps:
                needs_own = step.atomic and not script.is_atomic
                with transaction.atomic() if needs_own else nullcontext():
                    label = script.migration.app_label
                    step.operation.database_forwards(label, editor, step.before, step.after)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _recorded(script, school):
                cursor.execute(statement)


def _limit_waiting(way: Way, *, local: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, %s)", [way.lock_timeout, local])


def _begin(script: Script, school: Seen) -> tuple[UnfinishedMigration, bool]:
    if script.phase is Phase.CONTRACT:
        recording.withhold(school)
    return recording.begun(school, script.name, script.statements)


def _go_through(script: Script, school: Seen, way: Way) -> None:
    """Statement by statement, each a transaction of its own."""
    record, resumed = _begin(script, school)
    with enter_region(), as_owner():
        place = School.objects.get(pk=school.id)
    begun_at = record.position if resumed else -1
    if resumed and way.past_stopped:
        _note(record, begun_at + 1)
    while record.position < len(record.statements):
        statement = record.statements[record.position]
        try:
            _do(place, statement, way, again=record.position == begun_at)
        except Exception as error:
            raise StoppedHalfway(_what_to_do(school, record)) from error
        _note(record, record.position + 1)
    with enter_region(), as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for line in _recorded(script, school):
            cursor.execute(line)


def _note(record: UnfinishedMigration, position: int) -> None:
    with enter_region(), as_owner():
        record.position = position
        record.save(update_fields=["position", "updated_at"])


def _do(place: School, statement: str, way: Way, *, again: bool) -> None:
    with enter_school(place), as_owner():
        _limit_waiting(way, local=False)
        if again and _is_there(place.schema_name, statement):
            return
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _is_there(schema: str, statement: str) -> bool:
    """Whether an index that an earlier run began to build stands. What it left of a failed one is removed."""
    built = CONCURRENT_INDEX.match(statement)
    if built is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(INDEX_SQL, [schema, built[1]])
        row = cursor.fetchone()
        if row is not None and not row[0]:
            drop = sql.SQL("DROP INDEX CONCURRENTLY {}.{}")
            cursor.execute(drop.format(sql.Identifier(schema), sql.Identifier(built[1])))
    return row is not None and bool(row[0])


def _what_to_do(school: Seen, record: UnfinishedMigration) -> str:
    statements, position = record.statements, record.position
    return (
        f"stopped at statement {position + 1} of {len(statements)}, those before it are done: {statements[position]}\n"
        f"Remove what hinders it and run “estafeta fleet migrate --school {school.slug}”: it begins with that statement"
        " again. Or do the statement by hand and add --past-stopped."
    )
