"""From a row to a working schema: the template replayed in one transaction, together with the word that it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.errors import Conflict
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_school
from tenants.isolation.lineage import lineage
from tenants.organisations.models import School
from tenants.provisioning.fleet.recording import note_contents, version_sql
from tenants.provisioning.locks import ProvisioningBusy, provisioning_lock
from tenants.provisioning.models import BuiltSchema
from tenants.provisioning.rights import limit_statements, role_statements
from tenants.provisioning.template import Template, current_template

ATTEMPTS = 3

Report = Callable[[str], None]


def _silent(step: str) -> None:
    return None


def build_schema(school: School, report: Report = _silent) -> None:
    """Make the school's schema whole, or leave nothing. Doing it again changes nothing.

    Raises ``ProvisioningBusy`` when locks were not to be had, ``Conflict`` when a schema of that name stands already
    and no record says that it is this school's.
    """
    report(_("Reading the template of a school's tables"))
    template = current_template()
    report(_("Making the school's own part of the database"))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with provisioning_lock(), as_owner(), enter_school(school):
                _build(school, template)
            return
        except ProvisioningBusy:
            if attempt == ATTEMPTS:
                raise


def is_built(school: School) -> bool:
    """True when the school's schema was made to its end."""
    return BuiltSchema.objects.of(school.pk).exists() and schema_exists(school.schema_name)


def schema_exists(schema: str) -> bool:
    """True when the database has a schema of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
        row = cursor.fetchone()
    return bool(row[0])


def record_statement(school: School, digest: str) -> str:
    """The statement that records the schema as whole; it belongs into the transaction that makes it."""
    table = BuiltSchema._meta.db_table
    statement = sql.SQL(
        "INSERT INTO public.{table} (school_id, template, built_at) VALUES ({school}, {digest}, now())"
        " ON CONFLICT (school_id) DO UPDATE SET template = excluded.template"
    )
    return statement.format(table=sql.Identifier(table), school=school.pk, digest=digest).as_string()


def _build(school: School, template: Template) -> None:
    if schema_exists(school.schema_name):
        if is_built(school):
            return
        raise Conflict(
            _("The database holds a schema “%(name)s” that nobody has recorded.") % {"name": school.schema_name},
            next_step=_("“estafeta school reconcile” tells what it is and how to remove it."),
        )
    note_contents(lineage().version, lineage().phases)
    _send(
        [
            template.schema_statement(school.schema_name),
            *role_statements(school.schema_name),
            *template.statements,
            *limit_statements(school.schema_name),
            record_statement(school, template.digest),
            version_sql({school.pk: lineage().version}).as_string(),
        ]
    )
    school.version = lineage().version


def _send(statements: Sequence[str]) -> None:
    """All in one message; one by one where a server distributes schemas and cannot take them together."""
    with connection.cursor() as cursor:
        for text in statements if settings.PROVISION_BY_STATEMENT else [";\n".join(statements)]:
            cursor.execute(text)
