"""Fleets of scratch schools, and migrations that exist only in a test.

The migrations belong to the app ``today``, which has no tables of its own: a package on disk takes the place of its
migrations by ``MIGRATION_MODULES``. A scratch school has a schema with nothing but its table of migrations, as
complete as alpha's.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from tenants.isolation import serving
from tenants.isolation.context import as_login, as_owner, enter_region
from tenants.organisations.models import Municipality, School
from tenants.provisioning.fleet.reading import read_fleet
from tenants.provisioning.fleet.recording import note_versions
from tenants.provisioning.rights import school_role_statements

HEAD = """
from django.contrib.postgres import operations as postgres
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{dependencies}]
    {more}
    operations = [{operations}]
"""
NOTE = """migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)),
    ("text", models.CharField(max_length=50, default=""))])"""


class Probe:
    """A package of migrations of the app ``today``, on disk, and settings for other processes that know it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = f"probe_{uuid.uuid4().hex}"
        (folder / self.package).mkdir()
        (folder / self.package / "__init__.py").write_text("", encoding="utf-8")
        self.names: list[str] = []

    def add(self, name: str, *operations: str, more: str = "", before: str = "") -> None:
        """A migration after the last one. ``operations``: sources; ``more``: of the class, ``before``: above it."""
        dependencies = f'("today", "{self.names[-1]}")' if self.names else ""
        text = HEAD.format(dependencies=dependencies, operations=", ".join(operations), more=more)
        (self.folder / self.package / f"{name}.py").write_text(before + text, encoding="utf-8")
        self.names.append(name)
        self.noticed()

    def remove(self, name: str) -> None:
        """Take a migration away, as an older code has it."""
        (self.folder / self.package / f"{name}.py").unlink()
        self.names.remove(name)
        self.noticed()

    def noticed(self) -> None:
        """Let this process read the files anew."""
        importlib.invalidate_caches()
        for name in [name for name in sys.modules if name.startswith(self.package)]:
            del sys.modules[name]
        serving.forget()

    def start(self, *words: str) -> subprocess.Popen[str]:
        """``estafeta <words>`` in another process, on this test's database, with this package."""
        config = settings.DATABASES["default"]
        module = f"settings_{self.package}"
        text = f'from config.settings.test import *\nMIGRATION_MODULES = {{"today": "{self.package}"}}\n'
        (self.folder / f"{module}.py").write_text(text, encoding="utf-8")
        address = f"postgresql://{config['USER']}:{config['PASSWORD']}@/{config['NAME']}"
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "DJANGO_SETTINGS_MODULE": module,
            "DATABASE_URL": f"{address}?host={config['HOST']}&port={config['PORT']}",
            "REDIS_URL": settings.REDIS_URL,
        }
        return subprocess.Popen(
            [sys.executable, "-m", "config", *words],
            env=environment,
            cwd=settings.ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Probe]:
    """An empty package of migrations, known to this process until the test ends."""
    made = Probe(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {**getattr(settings, "MIGRATION_MODULES", {}), "today": made.package}
    made.noticed()
    yield made
    del settings.MIGRATION_MODULES
    made.noticed()


def scratch_schools(number: int) -> list[School]:
    """So many schools, ``probe-01`` and so on, each with alpha's migrations and journal, no other table."""
    place = Municipality.objects.get(code="m1")
    rows = [
        School(slug=slug, schema_name=School.schema_of(slug), name=slug, short_name=slug, municipality=place)
        for slug in (f"probe-{one:02}" for one in range(1, number + 1))
    ]
    for row in rows:
        row.state = School.State.READY
    made = School.objects.bulk_create(rows)
    with as_owner(), connection.cursor() as cursor:
        for school in made:
            names = {"schema": sql.Identifier(school.schema_name)}
            for statement in (
                "CREATE SCHEMA {schema}",
                "CREATE TABLE {schema}.django_migrations (LIKE s_alpha.django_migrations INCLUDING ALL)",
                "CREATE TABLE {schema}.journal_schoolaudit (LIKE s_alpha.journal_schoolaudit INCLUDING ALL)",
                "INSERT INTO {schema}.django_migrations (app, name, applied) "
                "SELECT app, name, applied FROM s_alpha.django_migrations ORDER BY id",
            ):
                cursor.execute(sql.SQL(statement).format(**names))
            for statement in school_role_statements(school.schema_name):
                cursor.execute(statement)
    note_versions(read_fleet())
    return made


def fleet(*words: str) -> tuple[dict[str, Any], int]:
    """``estafeta fleet <words> --json`` in this process: its answer and exit code."""
    out, code = StringIO(), 0
    try:
        call_command("fleet", *words, "--json", stdout=out, stderr=StringIO())
    except CommandError:
        code = 1
    connection.set_schema_to_public()  # type: ignore[attr-defined]  # django-tenants' connection
    return json.loads(out.getvalue()), code


def columns(schema: str, table: str = "today_note") -> list[str]:
    """Columns of a table in their order."""
    query = (
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
        " ORDER BY ordinal_position"
    )
    return [row[0] for row in rows_of(query, schema, table)]


def rows_of(query: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of a query, as whoever signed in: only a superuser sees what other sessions do."""
    with enter_region(), as_login(), connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def run(statement: str) -> None:
    """A statement, as the owner of all tables."""
    with enter_region(), as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)
