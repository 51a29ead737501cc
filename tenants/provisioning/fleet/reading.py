"""What every school's schema has: read a hundred schools in one query, as digests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.errors import InputError
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region
from tenants.isolation.lineage import VERSION_LENGTH, Key, school_labels
from tenants.organisations.models import School

# Each school in a query costs the locks of a table and its index, and a server has some thousands for all.
SCHOOLS_PER_QUERY = 100

SCHOOLS_SQL = """
SELECT id, slug, schema_name, state, version, to_regclass(format('%I.django_migrations', schema_name)) IS NOT NULL
FROM organisations_school ORDER BY id
"""
# ``lineage.version_of`` computes the same in Python.
VERSION_SQL = sql.SQL(
    "SELECT {school}::bigint, left(encode(sha256(convert_to(coalesce("
    "string_agg(DISTINCT app || '.' || name COLLATE \"C\", E'\\n' ORDER BY app || '.' || name COLLATE \"C\"), ''),"
    " 'UTF8')), 'hex'), {length})"
    " FROM {schema}.django_migrations WHERE app = ANY({labels})"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A school as the fleet sees it.

    ``recorded``: the version on the school's row; ``version``: that of its schema, empty where there are no tables.
    """

    id: int
    slug: str
    schema: str
    state: str
    recorded: str
    version: str = ""

    @property
    def lacks_tables(self) -> bool:
        """True when a school that should work has no tables at all."""
        return not self.version and self.state in {School.State.READY, School.State.SUSPENDED}


def read_fleet(slugs: Collection[str] = ()) -> list[Seen]:
    """All schools (or the named ones) with the versions of their tables. ``InputError`` for a slug that is unknown."""
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(SCHOOLS_SQL)
        rows = [(Seen(*row[:5]), row[5]) for row in cursor.fetchall()]
        unknown = set(slugs) - {school.slug for school, _ in rows}
        if unknown:
            raise InputError(_("There are no such schools: %(slugs)s") % {"slugs": ", ".join(sorted(unknown))})
        rows = [row for row in rows if not slugs or row[0].slug in slugs]
        versions = _versions([school for school, has_tables in rows if has_tables])
    return [replace(school, version=versions.get(school.id, "")) for school, has_tables in rows]


def version_in(schema: str) -> str:
    """The version of one schema's tables."""
    with enter_region(), as_owner():
        return _versions([Seen(0, "", schema, "", "")])[0]


def _versions(schools: Iterable[Seen]) -> dict[int, str]:
    labels = sorted(school_labels())
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        for chunk in _chunks(schools):
            selects = [
                VERSION_SQL.format(
                    school=sql.Literal(school.id),
                    schema=sql.Identifier(school.schema),
                    labels=sql.Literal(labels),
                    length=sql.Literal(VERSION_LENGTH),
                )
                for school in chunk
            ]
            cursor.execute(sql.SQL(" UNION ALL ").join(selects))
            found.update(cursor.fetchall())
    return found


def _chunks(schools: Iterable[Seen]) -> Iterator[list[Seen]]:
    left = iter(schools)
    while chunk := list(islice(left, SCHOOLS_PER_QUERY)):
        yield chunk


def applied_in(schema: str) -> frozenset[Key]:
    """The migrations of school apps that a schema has."""
    query = sql.SQL("SELECT app, name FROM {}.django_migrations WHERE app = ANY(%s)").format(sql.Identifier(schema))
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(query, [sorted(school_labels())])
        return frozenset(cursor.fetchall())


def applied_in_region() -> frozenset[Key]:
    """The migrations that the shared schema has."""
    with enter_region(), as_owner():
        return frozenset(MigrationRecorder.Migration.objects.values_list("app", "name"))
