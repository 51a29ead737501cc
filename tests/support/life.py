"""A school with a bit of everything, and what tells whether it came back whole."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from apps.school.consents import rules
from kernel.acting import system_actor
from kernel.clock import now
from runtime.processes import wait_until
from tenants.identity.models import Role
from tenants.isolation.context import as_owner, enter_school
from tenants.isolation.files import prefix_of
from tenants.organisations.models import School
from tenants.provisioning.actions import archive_school, suspend_school
from tenants.provisioning.life import files
from tenants.provisioning.life.actions import order_destruction
from tenants.provisioning.life.destruction import carry_out_destruction
from tenants.provisioning.life.models import Destruction, SchoolExport
from tests.support import cases, consents, exchange, pairs, people, programmes
from tests.support.cast import account_in

ACTING = system_actor("tests")
ACT: dict[str, Any] = {
    "act_number": "7-у",
    "act_date": datetime.date(2026, 9, 1),
    "basis": "Школа ликвидирована",
    "responsible": "Иванова А. А., директор",
}
AWKWARD = 'Строка «раз»;\nстрока, "два"\t\\N \\. конец'
SURNAME = "Ёжикова-Неповторимая"

WAIT_SECONDS = 60.0
WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, identity_start
FROM information_schema.columns WHERE table_schema = %s
"""
INDEXES = "SELECT tablename, indexname, replace(indexdef, %s || '.', '') FROM pg_indexes WHERE schemaname = %s"
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, replace(pg_get_constraintdef(oid), %s || '.', ''), condeferred
FROM pg_constraint WHERE connamespace = (SELECT oid FROM pg_namespace WHERE nspname = %s)
"""


def silent(step: str) -> None:
    """A report that nobody reads."""


def fill_school(school: School) -> None:
    """People, consents with a scan, pairs with signed orders, a programme, a case, texts that break formats."""
    account_in(Role.CURATOR, school)
    account_in(Role.HEAD, school)
    exchange.open_for_business(school)
    with enter_school(school):
        pairs.make_pair(mentor=exchange.mentor_of(school))
        pairs.make_pair("completed")
        programmes.make_running()
        pupil = people.make_pupil(last_name=SURNAME, position=AWKWARD)
        consent = consents.give(pupil, rules.PERSONAL_DATA, signer=people.make_guardian(pupil))
        consent.scan.save("скан согласия.pdf", ContentFile(b"%PDF scan" * 1000))
    cases.make_case(school)


def sums(school: School) -> dict[str, str]:
    """Table -> MD5 of its rows, read by other means than an export's."""
    found = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [school.schema_name])
        for (table,) in cursor.fetchall():
            name = f'"{school.schema_name}"."{table}"'
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {name} t")
            found[table] = str(cursor.fetchone())
    return found


def catalogue(school: School) -> dict[str, list[tuple[Any, ...]]]:
    """Columns, indexes and constraints of the school's schema, whatever the schema's name."""
    schema = school.schema_name
    asked = {"columns": (COLUMNS, [schema]), "indexes": (INDEXES, [schema, schema])}
    asked["constraints"] = (CONSTRAINTS, [schema, schema])
    found: dict[str, list[tuple[Any, ...]]] = {}
    with as_owner(), connection.cursor() as cursor:
        for name, (query, values) in asked.items():
            cursor.execute(query, values)
            rows = (tuple(str(value).removeprefix(f"{schema}.") for value in row) for row in cursor.fetchall())
            found[name] = sorted(rows)
    return found


def stored(school: School) -> dict[str, str]:
    """Name of a file below the school's prefix -> SHA-256."""
    prefix = prefix_of(school.schema_name)
    return {name.removeprefix(prefix): files.digest(school, name) for name in files.files_of(school)}


def archive(school: School) -> None:
    """Close a school for good."""
    if school.state == School.State.READY:
        suspend_school(school=school, acting=ACTING)
    archive_school(school=school, acting=ACTING)


def delete(school: School) -> Destruction:
    """Archive a school and destroy its data by an act."""
    archive(school)
    ordered = order_destruction(school=school, confirm=school.slug, acting=ACTING, **ACT)
    done = carry_out_destruction(ordered, silent, ACTING)
    school.refresh_from_db()
    return done


def fresh(slug: str) -> School:
    """The school as it stands now."""
    return School.objects.select_related("municipality").get(slug=slug)


def names_below(folder: Path) -> list[str]:
    """Everything in a folder, for tests that count what is left."""
    return sorted(path.name for path in folder.iterdir())


def command(*words: str, data: Path, limit_bytes: int = 0) -> subprocess.Popen[str]:
    """``estafeta`` in a process of its own on the test's database; ``limit_bytes``: no file may grow beyond it."""
    config = settings.DATABASES["default"]
    address = f"{quote(config['USER'])}:{quote(config['PASSWORD'])}@{config['HOST']}:{config['PORT']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"postgresql://{address}/{config['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "ESTAFETA_DATA": str(data),
    }
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes},) * 2); " if limit_bytes else ""
    return subprocess.Popen(
        [sys.executable, "-c", f"{limit}from config.__main__ import main; main()", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def session() -> Iterator[psycopg.Connection[Any]]:
    """A session beside the test's own, every statement at once."""
    config = settings.DATABASES["default"]
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    with psycopg.connect(autocommit=True, **{name: config[key] for name, key in names.items()}) as other:
        yield other


def kill_at(process: subprocess.Popen[str], lock: str) -> None:
    """Kill a process (SIGKILL) while it waits for a lock that the statement ``lock`` took; end its session too."""
    with session() as holder, session() as watcher:
        holder.execute("BEGIN")
        holder.execute(lock.encode())
        waiting: list[int] = []

        def waits() -> bool:
            rows = watcher.execute(WAITING).fetchall()
            waiting[:] = [row[0] for row in rows]
            return bool(waiting) or process.poll() is not None

        assert wait_until(waits, WAIT_SECONDS)
        assert waiting, process.communicate()
        process.kill()
        process.communicate()
        for pid in waiting:
            # The server would notice only after the lock: by then its session would do what nobody waits for.
            watcher.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    school = School.objects.get(slug="alpha")
    export = SchoolExport.objects.create(school=school, file="", finished_at=now(), removed_at=now())
    destruction = Destruction.objects.create(school=school, finished_at=now(), **ACT)
    return {"export": export.pk, "destruction": destruction.pk}


def put_file(school: School, name: str, content: bytes) -> str:
    """A stored file of the school."""
    with enter_school(school):
        return default_storage.save(f"{prefix_of(school.schema_name)}/{name}", ContentFile(content))
