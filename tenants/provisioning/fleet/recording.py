"""What is written down of schools' tables: the version on the school's row, migrations that did not come to an end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import get_public_schema_name
from psycopg import sql

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region
from tenants.isolation.lineage import Key, lineage
from tenants.organisations.models import CHANGED_SCHOOLS, School, TableVersion
from tenants.provisioning.fleet.models import UnfinishedMigration
from tenants.provisioning.fleet.reading import Seen, version_in

# SQL of this module is sent as parts of longer messages: values stand in it, quoted by the driver.
RECORD_SQL = sql.SQL("INSERT INTO {schema}.{table} (app, name, applied) VALUES {rows}")
VERSION_SQL = sql.SQL(
    "UPDATE public.organisations_school SET version = new.version"
    " FROM (VALUES {rows}) AS new (id, version) WHERE organisations_school.id = new.id"
    " RETURNING pg_notify({channel}, '')"
)
FORGET_SQL = sql.SQL(
    "DELETE FROM public.provisioning_unfinishedmigration WHERE school_id = {school} AND migration = {migration}"
)


def note_contents(version: str, contents: Mapping[str, str]) -> None:
    """Write down what a version consists of, before the first school has it: ``serving`` reads it."""
    with enter_region(), as_owner():
        rows = [TableVersion(version=version, migrations=dict(contents))]
        TableVersion.objects.bulk_create(rows, ignore_conflicts=True)


def version_sql(versions: Mapping[int, str]) -> sql.Composable:
    """The one statement that changes the version on schools' rows (by their ids); an empty one: served by nobody.

    It announces the change to every process that remembers schools.
    """
    rows = [sql.SQL("({}::bigint, {})").format(sql.Literal(id_), sql.Literal(text)) for id_, text in versions.items()]
    return VERSION_SQL.format(rows=sql.SQL(", ").join(rows), channel=CHANGED_SCHOOLS)


def _write(versions: Mapping[int, str]) -> None:
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(version_sql(versions))


def note_current(school: School) -> None:
    """Write down the version that a school's tables really have: after creating, restoring or repairing them."""
    note_contents(lineage().version, lineage().phases)
    school.version = version_in(school.schema_name)
    _write({school.pk: school.version})


def note_migrated(sender: object, schema_name: str, **kwargs: object) -> None:
    """After django-tenants migrated a schema by itself. The shared one has no version."""
    if schema_name == get_public_schema_name():
        return
    with enter_region():
        school = School.objects.filter(schema_name=schema_name).first()
    if school is not None:
        note_current(school)


def note_versions(schools: Iterable[Seen]) -> int:
    """Correct the rows of schools whose recorded version is not that of their tables. Returns how many.

    A school withheld half-way stays so. Records of migrations that somebody finished by other means are deleted.
    """
    note_contents(lineage().version, lineage().phases)
    left = unfinished()
    halfway = {record.school_id for record in left if record.is_halfway}
    wrong = {
        school.id: school.version
        for school in schools
        if school.recorded != school.version and (school.recorded or school.id not in halfway)
    }
    if wrong:
        _write(wrong)
    if left:
        current = [school.id for school in schools if school.version == lineage().version]
        with enter_region(), as_owner():
            UnfinishedMigration.objects.among(current).delete()
    return len(wrong)


def applied_sql(school: Seen, records: Sequence[Key], migration: str, version: str) -> list[sql.Composable]:
    """Statements that record a migration as applied in a school, to be sent in the same transaction as its own."""
    row = sql.SQL("({}, {}, now())")
    found: list[sql.Composable] = [
        RECORD_SQL.format(
            schema=sql.Identifier(school.schema),
            table=sql.Identifier(MigrationRecorder.Migration._meta.db_table),
            rows=sql.SQL(", ").join(row.format(sql.Literal(app), sql.Literal(name)) for app, name in records),
        ),
        FORGET_SQL.format(school=sql.Literal(school.id), migration=sql.Literal(migration)),
        version_sql({school.id: version}),
    ]
    return found


def note_failure(school: Seen, migration: str, sqlstate: str, message: str) -> None:
    """Write down that a migration failed in a school; what is known of how far it came stays."""
    with enter_region(), as_owner():
        UnfinishedMigration.objects.of(school.id).update_or_create(
            school_id=school.id,
            migration=migration,
            defaults={"state": UnfinishedMigration.State.FAILED, "sqlstate": sqlstate, "message": message},
        )


def unfinished() -> list[UnfinishedMigration]:
    """Migrations that failed or stopped half-way, with their schools."""
    with enter_region():
        rows = UnfinishedMigration.objects.of_all_schools().select_related("school")
        return list(rows.order_by("migration", "school__slug"))


def begun(school: Seen, migration: str, statements: Sequence[str]) -> tuple[UnfinishedMigration, bool]:
    """The record of a migration that is not one transaction, and whether an earlier run began it.

    That one's statements are kept with how far it came: those of a half-migrated school cannot be written again.
    """
    with enter_region(), as_owner():
        record, _ = UnfinishedMigration.objects.of(school.id).get_or_create(
            school_id=school.id, migration=migration, defaults={"state": UnfinishedMigration.State.BEGUN}
        )
        resumed, record.is_halfway = record.is_halfway, True
        if not resumed:
            record.statements = list(statements)
        record.state = UnfinishedMigration.State.BEGUN
        record.save()
        return record, resumed


def withhold(school: Seen) -> None:
    """Let no code serve the school: what is done next cannot be undone and suits neither the old code nor the new."""
    _write({school.id: ""})
