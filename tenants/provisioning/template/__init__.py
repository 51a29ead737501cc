"""The template of a school's schema: made once from the real migrations, then replayed for every new school.

Migrating takes seconds for each school, nearly all of it Python's; replaying the statements that the catalogue gives
back takes a fraction of one and makes the same schema (a test compares the two). A template is kept in the shared
schema under the digest of the migrations, so that a new state of the code makes a new one by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from psycopg import sql

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.organisations.models import School
from tenants.provisioning.locks import template_lock
from tenants.provisioning.models import SchoolTemplate
from tenants.provisioning.stock import build_by_migrations
from tenants.provisioning.template.catalogue import NotInTemplate, read_ddl
from tenants.provisioning.template.graph import graph_digest
from tenants.provisioning.template.seeds import read_seed

__all__ = ["NotInTemplate", "Template", "current_template"]

SCRATCH = "template_"


@dataclass(frozen=True, slots=True)
class Template:
    """One state of the migrations as statements, one each; names are unqualified: the search path resolves them.

    ``ddl``: tables, indexes, foreign keys, comments; ``seed``: the rows that migrations made, with the list of them.
    """

    digest: str
    ddl: tuple[str, ...]
    seed: tuple[str, ...]

    def schema_statement(self, schema: str) -> str:
        """The statement that makes the empty schema, for a session in the school's place that acts as the owner."""
        return sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)).as_string()

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that fill it."""
        return (*self.ddl, *self.seed)


def current_template() -> Template:
    """The template of the migrations on disk, made when there is none yet (seconds; others wait for the first).

    Outside any transaction when it has to be made. Raises ``NotInTemplate``.
    """
    return _template(_digest())


@cache
def _digest() -> str:
    """The files of a running process do not change."""
    return graph_digest()


@cache
def _template(digest: str) -> Template:
    with enter_region():
        found = _stored(digest)
        if found is None:
            with template_lock():
                found = _stored(digest) or _made(digest)
    return found


def _stored(digest: str) -> Template | None:
    row = SchoolTemplate.objects.filter(digest=digest).first()
    return None if row is None else Template(digest, tuple(row.ddl), tuple(row.seed))


def _made(digest: str) -> Template:
    """Migrate a scratch schema, read it, drop it. What killed makers left is dropped first."""
    scratch = School(slug="template", schema_name=f"{SCRATCH}{digest[:16]}", zone="UTC")
    _drop_scratches()
    try:
        build_by_migrations(scratch)
        with as_owner(), enter_school(scratch), connection.cursor() as cursor:
            template = Template(digest, read_ddl(cursor, scratch.schema_name), read_seed(cursor, scratch.schema_name))
    finally:
        _drop_scratches()
    SchoolTemplate.objects.create(digest=digest, ddl=template.ddl, seed=template.seed)
    return template


def _drop_scratches() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [SCRATCH])
        for (schema,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
