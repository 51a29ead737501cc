"""A schema made by running every migration in it: slow and beyond doubt. The template is read from one."""

from __future__ import annotations

from django.core.management import call_command
from django_tenants.utils import get_tenant_base_migrate_command_class
from psycopg import sql

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.organisations.models import School


def build_by_migrations(school: School) -> None:
    """Create the school's schema and migrate it. Continues where a killed run stopped. Outside any transaction."""
    names = {"schema": sql.Identifier(school.schema_name), "table": sql.Identifier("django_migrations")}
    with as_owner():
        with enter_region(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {schema}").format(**names))
            # Its own table of migrations: without it the shared one would be read.
            create = "CREATE TABLE IF NOT EXISTS {schema}.{table} (LIKE public.{table} INCLUDING ALL)"
            cursor.execute(sql.SQL(create).format(**names))
        # Not ``migrate_schemas``: it closes the connection, and with it go the locks of the session.
        with enter_school(school):
            call_command(get_tenant_base_migrate_command_class()(), interactive=False, verbosity=0, skip_checks=True)
