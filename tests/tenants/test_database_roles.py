"""The database keeps schools apart by itself: raw SQL as a school, as the region and as the bare login."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from kernel.acting import system_actor
from tenants.isolation import roles
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.organisations.models import School
from tenants.provisioning import rights
from tenants.provisioning.actions import register_school

LOGIN = "estafeta_probe"
WRITES = (
    "INSERT INTO {} DEFAULT VALUES",
    "UPDATE {} SET {} = {} WHERE false",
    "DELETE FROM {} WHERE false",
)
DDL = (
    "CREATE TABLE s_alpha.probe (id int)",
    "CREATE TABLE s_beta.probe (id int)",
    "CREATE TABLE public.probe (id int)",
    "CREATE TEMPORARY TABLE people_person (id int)",
    "CREATE SCHEMA s_probe",
    "ALTER TABLE s_alpha.people_person ADD COLUMN probe int",
    "ALTER TABLE public.identity_account ADD COLUMN probe int",
    "DROP TABLE s_alpha.people_person CASCADE",
    "DROP SCHEMA s_alpha CASCADE",
    "TRUNCATE s_alpha.people_person CASCADE",
    "CREATE FUNCTION s_alpha.probe() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE estafeta_s_probe",
    "GRANT estafeta_s_beta TO estafeta_s_alpha",
)
Refused = Callable[[str], bool]


@pytest.fixture
def login(alpha: School, beta: School) -> Iterator[psycopg.Connection[Any]]:
    """A session of a login like the product's: no superuser, inherits nothing. Every statement is undone."""
    config = settings.DATABASES["default"]
    where = {"host": config["HOST"], "port": config["PORT"], "dbname": config["NAME"], "password": LOGIN}
    admin = {**where, "user": config["USER"], "password": config["PASSWORD"]}
    with psycopg.connect(**admin, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
            server.execute(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{LOGIN}'")
        for statement in rights.server_statements(LOGIN):
            server.execute(statement)
    with psycopg.connect(**where, user=LOGIN, autocommit=True) as session:
        yield session


@contextmanager
def undone(session: psycopg.Connection[Any]) -> Iterator[None]:
    """Whatever the block may do, it is not kept."""
    with session.transaction(force_rollback=True):
        yield


def is_refused(session: psycopg.Connection[Any], role: str, statement: str | sql.Composed) -> bool:
    """True when the database says that the role may not (or does not see the schema)."""
    try:
        with undone(session):
            session.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            session.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.errors.NotNullViolation:
        # It was allowed, only the row was not right.
        return False
    return False


def tables_of(session: psycopg.Connection[Any], schema: str) -> dict[str, str]:
    """Every table of a schema with one of its columns, as the catalogue says."""
    rows = session.execute(
        "SELECT c.relname, min(a.attname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE n.nspname = %s AND c.relkind IN ('r', 'p') GROUP BY 1",
        [schema],
    )
    return {str(table): str(column) for table, column in rows}


def acts_on(schema: str, table: str, column: str) -> dict[str, sql.Composed]:
    """Reading and writing a table, by privilege."""
    name, field = sql.Identifier(schema, table), sql.Identifier(column)
    insert, update, delete = WRITES
    return {
        "SELECT": sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name),
        "INSERT": sql.SQL(insert).format(name),
        "UPDATE": sql.SQL(update).format(name, field, field),
        "DELETE": sql.SQL(delete).format(name),
    }


def test_a_school_reads_and_writes_nothing_of_another(
    login: psycopg.Connection[Any], record_property: Callable[[str, object], None]
) -> None:
    allowed, probes = [], 0
    for me, other in (("s_alpha", "s_beta"), ("s_beta", "s_alpha")):
        for table, column in tables_of(login, other).items():
            for statement in acts_on(other, table, column).values():
                probes += 1
                if not is_refused(login, roles.of_schema(me), statement):
                    allowed.append((me, statement.as_string(login)))
    record_property("probes", probes)
    assert probes > 200
    assert allowed == []


def test_a_school_does_with_shared_tables_what_is_granted_and_nothing_else(
    login: psycopg.Connection[Any], record_property: Callable[[str, object], None]
) -> None:
    granted = dict(rights.declared_rights())
    wrong, probes = [], 0
    for table, column in tables_of(login, "public").items():
        may = granted.get(table, "").split(", ")
        for right, statement in acts_on("public", table, column).items():
            expected = right in may
            probes += 1
            if is_refused(login, roles.of_schema("s_alpha"), statement) == expected:
                wrong.append((table, right, "refused" if expected else "allowed"))
    record_property("probes", probes)
    assert wrong == []
    assert set(granted) <= set(tables_of(login, "public"))


@pytest.mark.parametrize("statement", DDL)
def test_a_school_changes_no_table_and_gives_no_rights(login: psycopg.Connection[Any], statement: str) -> None:
    assert is_refused(login, roles.of_schema("s_alpha"), statement)


def test_a_right_that_a_school_passes_on_has_no_effect(login: psycopg.Connection[Any]) -> None:
    with undone(login):
        login.execute(f"SET LOCAL ROLE {roles.of_schema('s_alpha')}")
        # PostgreSQL only warns here.
        login.execute("GRANT SELECT ON s_alpha.people_person TO PUBLIC")
        seen = login.execute(
            "SELECT has_table_privilege(%s, 's_alpha.people_person', 'SELECT')", [roles.of_schema("s_beta")]
        ).fetchone()
    assert seen == (False,)


def test_the_region_cannot_name_a_table_of_a_school(login: psycopg.Connection[Any]) -> None:
    for schema in ("s_alpha", "s_beta"):
        for table, column in tables_of(login, schema).items():
            for statement in acts_on(schema, table, column).values():
                assert is_refused(login, roles.region(), statement), table


def test_the_bare_login_may_nothing(login: psycopg.Connection[Any]) -> None:
    allowed = [
        (table, right)
        for schema in ("public", "s_alpha")
        for table, column in tables_of(login, schema).items()
        for right, statement in acts_on(schema, table, column).items()
        if not is_refused(login, LOGIN, statement)
    ]
    # A start asks which migrations were applied, before it knows of roles.
    assert allowed == [("django_migrations", "SELECT")]


def test_the_journals_only_grow(login: psycopg.Connection[Any]) -> None:
    for role, schema, table in (
        (roles.of_schema("s_alpha"), "s_alpha", "journal_schoolaudit"),
        (roles.region(), "public", "shared_journal_sharedaudit"),
    ):
        acts = acts_on(schema, table, "facts")
        assert [right for right, statement in acts.items() if is_refused(login, role, statement)] == [
            "UPDATE",
            "DELETE",
        ]


def test_a_plan_made_for_one_school_does_not_serve_another(login: psycopg.Connection[Any]) -> None:
    with undone(login):
        login.execute(f"SET LOCAL ROLE {roles.of_schema('s_alpha')}")
        login.execute("PREPARE people AS SELECT count(*) FROM s_alpha.people_person")
        login.execute("EXECUTE people")
        login.execute("RESET ROLE")
        login.execute(f"SET LOCAL ROLE {roles.of_schema('s_beta')}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            login.execute("EXECUTE people")


def test_no_table_of_a_school_has_a_shared_name(alpha: School) -> None:
    def named(contour: list[str]) -> set[str]:
        models = apps.get_models(include_auto_created=True)
        return {model._meta.db_table for model in models if apps.get_app_config(model._meta.app_label).name in contour}

    assert not named(settings.TENANT_APPS) & named(settings.SHARED_APPS)
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 's_alpha'"
            " INTERSECT SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        # Every schema has its own record of migrations, and a school may only read the shared one.
        assert [row[0] for row in cursor.fetchall()] == ["django_migrations"]


def test_the_product_acts_as_the_role_of_its_place(alpha: School) -> None:
    def role() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    with enter_school(alpha):
        assert role() == "estafeta_s_alpha"
        with as_owner():
            assert role() == "estafeta_owner"
        with enter_region():
            assert role() == "estafeta_region"
        assert role() == "estafeta_s_alpha"


def test_rights_are_renewed_where_migrations_are_to_come(alpha: School) -> None:
    """A newer release renews rights before it migrates: its new tables are not there yet, in no place of the fleet."""
    register_school(
        slug="unbuilt",
        kind="school",
        name="Школа",
        short_name="Школа",
        municipality=alpha.municipality,
        zone=alpha.zone,
        acting=system_actor("tests"),
    )
    with enter_region(), as_owner(), connection.cursor() as cursor:
        for table in ("public.institute_legalact", "s_alpha.journal_schoolaudit"):
            cursor.execute(f"DROP TABLE {table} CASCADE")
        cursor.execute("REVOKE SELECT ON public.institute_parameternorm FROM " + roles.schools())
    with enter_region():
        standing = School.objects.exclude(slug="unbuilt").count()
    assert rights.renew_rights() == standing
    with enter_region(), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'public.institute_parameternorm', 'SELECT')", [roles.schools()])
        assert cursor.fetchone() == (True,)
