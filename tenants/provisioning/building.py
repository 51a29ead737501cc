"""From a row to a working schema. ``build_schema`` is the one function that a faster way of building replaces.

It is also the place where a database role of the school would be made and granted.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.utils.translation import gettext as _
from django_tenants.utils import get_tenant_base_migrate_command_class
from psycopg import sql

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.organisations.models import School
from tenants.provisioning import rights

Report = Callable[[str], None]


def _silent(step: str) -> None:
    return None


def build_schema(school: School, report: Report = _silent) -> None:
    """Create the schema and migrate it. Repeatable: continues where a killed run stopped. Outside any transaction."""
    report(_("Making the school's own part of the database"))
    _create(school.schema_name)
    report(_("Making the tables"))
    # Not ``migrate_schemas``: it closes the connection, and with it goes the lock that keeps a second worker away.
    with enter_school(school), as_owner():
        call_command(get_tenant_base_migrate_command_class()(), interactive=False, verbosity=0, skip_checks=True)
    rights.give_school_role(school.schema_name)


def _create(schema: str) -> None:
    """The schema and its own table of migrations; without it the shared one would be read."""
    names = {"schema": sql.Identifier(schema), "table": sql.Identifier("django_migrations")}
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {schema}").format(**names))
        cursor.execute(
            sql.SQL("CREATE TABLE IF NOT EXISTS {schema}.{table} (LIKE public.{table} INCLUDING ALL)").format(**names)
        )
