"""Creating a school: row, schema, migrations, first settings. Stock migrations for now, behind one function."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_region
from tenants.organisations.models import Municipality, School


@action("school.register")
def register_school(
    *, slug: str, name: str, short_name: str, kind: str, municipality: Municipality, zone: str, acting: Actor
) -> School:
    """A school's row in state «being created»; its schema is made by ``build_schema``. Raises ``InputError``."""
    school = School(
        slug=slug,
        schema_name=School.schema_of(slug),
        name=name,
        short_name=short_name or name,
        kind=kind,
        municipality=municipality,
        zone=zone,
    )
    try:
        school.full_clean()
    except ValidationError as error:
        problems = [
            {"place": field, "message": message}
            for field, messages in error.message_dict.items()
            for message in messages
        ]
        raise InputError(_("The school was not created: see the fields."), problems=problems) from error
    school.save()
    return school


def build_schema(school: School) -> None:
    """Create the schema and migrate it. Repeatable: continues where a killed run stopped. Outside any transaction."""
    with enter_region(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(school.schema_name)))
    call_command("migrate_schemas", tenant=True, schema_name=school.schema_name, interactive=False, verbosity=0)


@action("school.open")
def open_school(*, school: School, acting: Actor) -> School:
    """Let a built school work."""
    school.state = School.State.READY
    school.save(update_fields=["state", "updated_at"])
    return school
