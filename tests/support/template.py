"""What the template database holds: the shared schema, two schools, a region."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from kernel.acting import system_actor
from tenants.isolation.context import as_owner
from tenants.organisations.models import Municipality
from tenants.provisioning.actions import build_schema, open_school, register_school

KEY_RANGE = 1_000_000

SCHOOLS = (
    ("alpha", "МБОУ «Средняя школа «Альфа»", "Школа «Альфа»", "Europe/Moscow"),
    ("beta", "МАОУ «Гимназия «Бета»", "Гимназия «Бета»", "Asia/Yekaterinburg"),
)


def spread_keys(schema: str, start: int) -> None:
    """Let the identity columns of a schema count from ``start``: ids of two schools never coincide."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND is_identity = 'YES'",
            [schema],
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{schema}"."{table}" ALTER COLUMN "{column}" RESTART WITH {start}')


def fill_template() -> None:
    """Migrate and create the cast's places."""
    call_command("database", "install", verbosity=0)
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    acting = system_actor("tests")
    for number, (slug, name, short_name, zone) in enumerate(SCHOOLS, start=1):
        municipality = Municipality.objects.create(code=f"m{number}", title=f"Муниципалитет № {number}")
        school = register_school(
            slug=slug,
            name=name,
            short_name=short_name,
            kind="school",
            municipality=municipality,
            zone=zone,
            acting=acting,
        )
        build_schema(school)
        open_school(school=school, acting=acting)
        spread_keys(school.schema_name, number * KEY_RANGE)
