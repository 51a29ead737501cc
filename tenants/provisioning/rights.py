"""Who may what in the database: the roles of ``tenants.isolation.roles`` and their grants, as idempotent statements.

Rights on shared tables are declared by the apps that own them: a shared app's ``grants.py`` holds ``SCHOOLS_MAY``,
model name (or table name, for tables of libraries) -> privileges that every school's role gets. A model that is not
named there does not exist for a school. ``APPEND_ONLY`` names models whose rows nobody may change or delete.

Roles belong to the server, grants to a database. Several databases of one server (a test run has some) share the
roles, so everything here finds what is there and two sessions may do it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import LiteralString

from django.apps import apps
from django.conf import settings
from django.db import transaction
from psycopg import sql

from tenants.isolation import roles
from tenants.isolation.backend import connection
from tenants.isolation.context import as_login, as_owner, enter_region
from tenants.organisations.models import School

EVERYTHING: LiteralString = "SELECT, INSERT, UPDATE, DELETE"
SHARED = "public"
SHARED_TABLE = School._meta.db_table

# Duplicates are caught, not only looked for: two databases of one server may do this at the same moment.
_MAKE_ROLE = """DO $make$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {role_text}) THEN CREATE ROLE {role} {options}; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $make$"""
_MAKE_MEMBER = """DO $make$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
    WHERE r.rolname = {role_text} AND u.rolname = {member_text})
  THEN GRANT {role} TO {member} {options}; END IF;
EXCEPTION WHEN unique_violation THEN NULL; END $make$"""
# A table that the code knows and the database does not have yet: its migration is to come, and rights follow it.
_IF_THERE = """DO $there$ BEGIN IF to_regclass({table_text}) IS NOT NULL THEN {statement}; END IF; END $there$"""
_OWN_SCHEMAS = """DO $own$ DECLARE found record; BEGIN
  FOR found IN SELECT n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
    WHERE n.nspname LIKE 's\\_%' AND r.rolname <> {owner_text}
  LOOP EXECUTE format('ALTER SCHEMA %I OWNER TO %I', found.nspname, {owner_text}); END LOOP;
  FOR found IN SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_roles r ON r.oid = c.relowner
    WHERE (n.nspname = 'public' OR n.nspname LIKE 's\\_%')
      AND c.relkind IN ('r', 'p', 'v', 'm') AND r.rolname <> {owner_text}
  LOOP EXECUTE format('ALTER TABLE %I.%I OWNER TO %I', found.nspname, found.relname, {owner_text}); END LOOP;
END $own$"""


def _render(template: LiteralString, options: LiteralString = "", **names: str) -> str:
    """``{name}`` becomes a quoted identifier, ``{name_text}`` the same as a string, ``{options}`` fixed words."""
    values: dict[str, sql.Composable] = {"options": sql.SQL(options)}
    for key, name in names.items():
        values |= {key: sql.Identifier(name), f"{key}_text": sql.Literal(name)}
    return sql.SQL(template).format(**values).as_string(None)


def _if_there(schema: str, table: str, template: LiteralString, **names: str) -> str:
    """The statement on a table of a schema (``{table}`` in the template), nothing where there is no such table."""
    qualified = sql.Identifier(schema, table)
    values: dict[str, sql.Composable] = {key: sql.Identifier(name) for key, name in names.items()}
    statement = sql.SQL(template).format(table=qualified, **values)
    guarded = sql.SQL(_IF_THERE).format(table_text=sql.Literal(qualified.as_string(None)), statement=statement)
    return guarded.as_string(None)


# ---- the roles of the installation


def server_statements(login: str) -> list[str]:
    """The installation's roles, once for a server. ``login``: who the product signs in as. Repeatable.

    Run by a superuser, or by an administrator who may create roles.
    """
    owner, region, schools, sessions = roles.owner(), roles.region(), roles.schools(), roles.sessions()
    return [
        _render(_MAKE_ROLE, "NOLOGIN CREATEROLE", role=owner),
        *(_render(_MAKE_ROLE, "NOLOGIN", role=name) for name in (region, schools)),
        _render(_MAKE_ROLE, "NOLOGIN NOINHERIT", role=sessions),
        _render(_MAKE_MEMBER, role=region, member=sessions),
        *(_render(_MAKE_MEMBER, "WITH ADMIN OPTION", role=name, member=owner) for name in (schools, sessions)),
        *(_render(_MAKE_MEMBER, role=name, member=login) for name in (sessions, owner)),
    ]


def database_statements(database: str) -> list[str]:
    """What is the owner's in one database; lost when a database is copied or restored from a dump. Repeatable."""
    owner, region, schools = roles.owner(), roles.region(), roles.schools()
    return [
        _render("GRANT CREATE ON DATABASE {database} TO {owner}", database=database, owner=owner),
        # A temporary table would stand before every other in the search path of whoever comes next.
        _render("REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC", database=database),
        _render("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        _render("GRANT CREATE, USAGE ON SCHEMA public TO {owner}", owner=owner),
        _render("GRANT USAGE ON SCHEMA public TO {region}, {schools}", region=region, schools=schools),
        _render(_OWN_SCHEMAS, owner=owner),
    ]


def shared_statements() -> list[str]:
    """What the region and the schools may do with the shared tables. Run as owner, again after every migration."""
    region, schools = roles.region(), roles.schools()
    made = [
        _render("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {region}, {schools}", region=region, schools=schools),
        _render("GRANT " + EVERYTHING + " ON ALL TABLES IN SCHEMA public TO {region}", region=region),
        _render(
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {region}, {schools}",
            region=region,
            schools=schools,
        ),
    ]
    # Which migrations were applied is no secret: a start asks it as the bare login, before it knows of roles.
    made.append("GRANT SELECT ON public.django_migrations TO PUBLIC")
    made += [
        _if_there(SHARED, table, "GRANT " + rights + " ON {table} TO {schools}", schools=schools)
        for table, rights in sorted(declared_rights())
    ]
    made += [
        _if_there(SHARED, table, "REVOKE UPDATE, DELETE ON {table} FROM {region}", region=region)
        for table in sorted(_append_only(shared=True))
    ]
    return made


# ---- the role of one school


def school_role_statements(schema: str) -> list[str]:
    """The school's role with its rights in its own schema, which must stand. Run as owner; none without roles."""
    if not roles.are_used():
        return []
    role = roles.of_schema(schema)
    standing = [
        _render("GRANT " + EVERYTHING + " ON ALL TABLES IN SCHEMA {schema} TO {role}", role=role, schema=schema),
        _render("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}", role=role, schema=schema),
    ]
    return [*role_statements(schema), *standing, *limit_statements(schema)]


def role_statements(schema: str) -> list[str]:
    """The school's role, and its rights in whatever the owner makes in the schema from now on.

    For a schema without tables this is half of it, ``limit_statements`` the other: "on all tables" reads the catalogue
    of the whole database, which grows with every school.
    """
    if not roles.are_used():
        return []
    role, owner = roles.of_schema(schema), roles.owner()
    names = {"role": role, "owner": owner, "schema": schema}
    return [
        _render(_MAKE_ROLE, "NOLOGIN", role=role),
        _render(_MAKE_MEMBER, role=roles.schools(), member=role),
        _render(_MAKE_MEMBER, role=role, member=roles.sessions()),
        _render("GRANT USAGE ON SCHEMA {schema} TO {role}", **names),
        _render(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT " + EVERYTHING + " ON TABLES TO {role}",
            **names,
        ),
        _render(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
            **names,
        ),
    ]


def limit_statements(schema: str) -> list[str]:
    """What the school's role may not do in its own schema, after its tables were made."""
    if not roles.are_used():
        return []
    role = roles.of_schema(schema)
    return [
        _if_there(schema, "django_migrations", "REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}", role=role),
        *(
            _if_there(schema, table, "REVOKE UPDATE, DELETE ON {table} FROM {role}", role=role)
            for table in sorted(_append_only(shared=False))
        ),
    ]


def drop_role_statements(schema: str) -> list[str]:
    """The end of a school's role, after its schema. Where another database of the server uses it, the role stays."""
    if not roles.are_used():
        return []
    template: LiteralString = """DO $drop$ BEGIN DROP ROLE IF EXISTS {role};
EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END $drop$"""
    return [_render(template, role=roles.of_schema(schema))]


# ---- what the apps declare


def declared_rights() -> Iterator[tuple[str, str]]:
    """Shared table -> privileges of every school's role, of all apps."""
    for label, name, rights in _entries("SCHOOLS_MAY"):
        model = apps.all_models[label].get(name.lower())
        yield (model._meta.db_table if model is not None else name), rights


def _append_only(*, shared: bool) -> Iterator[str]:
    for config in apps.get_app_configs():
        if (config.name in settings.SHARED_APPS) == shared:
            for name in getattr(_grants_of(config.name), "APPEND_ONLY", ()):
                yield config.get_model(name)._meta.db_table


def _entries(attribute: str) -> Iterator[tuple[str, str, str]]:
    for config in apps.get_app_configs():
        declared: Mapping[str, str] = getattr(_grants_of(config.name), attribute, {})
        for name, rights in declared.items():
            yield config.label, name, rights


def _grants_of(app: str) -> ModuleType | None:
    name = f"{app}.grants"
    return import_module(name) if find_spec(name) else None


# ---- carrying out


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_roles(login: str = "") -> None:
    """Make the roles from an empty server, or complete what is there. ``login``: empty for the present one."""
    with enter_region(), as_login(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), session_user")
            database, present = cursor.fetchone()
        _execute([*server_statements(login or present), *database_statements(database)])


def require_roles() -> None:
    """Raises ``LookupError`` naming the remedy when the roles were never made in this server."""
    with enter_region(), as_login(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [roles.owner()])
        if cursor.fetchone() is None:
            raise LookupError(
                "the database roles are not made: run `estafeta database install` as a superuser of the server,"
                " or run without roles (ESTAFETA_SCHOOL_ROLES=off)"
            )


def renew_shared_rights() -> None:
    """What the region and the schools may do with shared tables, as declared now. Follows every shared migration."""
    with enter_region(), as_owner(), transaction.atomic():
        if SHARED_TABLE in connection.introspection.table_names():
            _execute(shared_statements())


def renew_rights() -> int:
    """All rights anew, and roles for schools that have none; how many schools have a schema.

    Tables whose migration is to come get their rights by it, schools being built or deleted have no schema.
    """
    renew_shared_rights()
    with enter_region(), as_owner():
        if SHARED_TABLE not in connection.introspection.table_names():
            return 0
        named = list(School.objects.order_by("pk").values_list("schema_name", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)", [named])
            there = {schema for (schema,) in cursor.fetchall()}
    schemas = [schema for schema in named if schema in there]
    for schema in schemas:
        give_school_role(schema)
    return len(schemas)


def give_school_role(schema: str) -> None:
    """The school's role with its rights; nothing without roles."""
    with enter_region(), as_owner(), transaction.atomic():
        _execute(school_role_statements(schema))
