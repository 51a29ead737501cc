"""Creating a school when things go wrong: killed at every step, two at once, locks that nobody gives back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from apps.school.regulation.models import RegulationVersion
from kernel.acting import system_actor
from kernel.errors import Conflict, DomainError, InputError
from kernel.locks import LockSpace
from runtime.processes import wait_until
from tenants.identity.models import Membership
from tenants.isolation.context import enter_school
from tenants.isolation.hosts import locate
from tenants.journal.models import SchoolChange
from tenants.organisations.models import Municipality, School
from tenants.provisioning import actions, building, locks, template
from tenants.provisioning.building import build_schema, is_built, schema_exists
from tenants.provisioning.locks import SCHOOLS, ProvisioningBusy
from tenants.provisioning.models import BuiltSchema, SchoolTemplate
from tenants.provisioning.regulations import preset_document
from tests.support.cast import host_of
from tests.support.provisioning import csv_table, school_row

ROOT = Path(settings.ROOT)
FILE = ROOT / "apps/school/regulation/presets/lenskaya.json"
PATIENCE = 60.0
WORKERS = 4

CREATE = ["school", "create", "--slug=gamma", "--name=Гамма", "--municipality=Город", f"--regulation={FILE}"]
CREATE += ["--curator=curator@gamma.test"]

SCHOOL, BUILT, MARKS = (model._meta.db_table for model in (School, BuiltSchema, SchoolChange))
# step -> the statement by which the test holds the process just before it, or inside it
STEPS = {
    "before it is registered": f"LOCK TABLE {SCHOOL} IN EXCLUSIVE MODE",
    "before its schema is made": f"SELECT pg_advisory_xact_lock({LockSpace.PROVISIONING}, {SCHOOLS})",
    "in the middle of the message": f"LOCK TABLE {BUILT} IN EXCLUSIVE MODE",
    "while its regulation is loaded": f"LOCK TABLE {MARKS} IN EXCLUSIVE MODE",
}
# The row itself, in a way that lets others refer to it.
BEFORE_OPENING = f"SELECT FROM {SCHOOL} WHERE slug = 'gamma' FOR NO KEY UPDATE"


@contextmanager
def other_session() -> Iterator[psycopg.Connection[Any]]:
    """A session of the administrator, beside Django's."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as session:
        yield session


def environment() -> dict[str, str]:
    """A process of the product in this test's database."""
    config = connection.settings_dict
    url = f"postgresql://{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A real process of the product, killed at the end if it still runs; then its sessions have ended too.

    The server learns of a killed client when it next speaks to it: until then its locks are held.
    """
    before = sessions()
    command = [sys.executable, "-m", "config", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        wait_until(lambda: sessions() <= before, PATIENCE)


def sessions() -> frozenset[int]:
    """The server's processes that speak to others in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return frozenset(pid for (pid,) in cursor.fetchall())


def waits_for_a_lock(session: psycopg.Connection[Any]) -> bool:
    """True when some session waits for a lock that ``session`` holds."""
    row = session.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    ).fetchone()
    return row is not None and row[0] > 0


def is_served(slug: str) -> bool:
    return locate(host_of(slug)).school is not None


def killed_at(statement: str, *words: str) -> None:
    """Run the product until it waits for what the statement holds, and kill it there."""
    with running(*words) as process, other_session() as session:
        session.execute(statement.encode())
        wait_until(lambda: waits_for_a_lock(session) or process.poll() is not None, PATIENCE)
        assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGKILL)
        process.wait()


def repeat(*words: str) -> None:
    """The same command again, in this process."""
    call_command(*words, stdout=StringIO(), stderr=StringIO())


def order() -> School:
    fields = {"slug": "gamma", "name": "Гамма", "municipality": "Город", "curator": "curator@gamma.test"}
    return actions.order_school(**fields, acting=system_actor())


def create(slug: str) -> School:
    return actions.create_school(
        slug=slug, name=slug, municipality="Город", regulation=preset_document("lenskaya"), report=lambda step: None
    )


def assert_whole(slug: str) -> None:
    school = School.objects.get(slug=slug)
    assert school.state == School.State.READY
    assert is_built(school)
    assert is_served(slug)
    with enter_school(school):
        assert RegulationVersion.objects.count() == 1


def assert_nothing_half_made_is_served() -> None:
    for school in School.objects.exclude(slug__in=["alpha", "beta"]):
        assert schema_exists(school.schema_name) == BuiltSchema.objects.of(school.pk).exists()
        if is_served(school.slug):
            assert_whole(school.slug)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_creation_serves_nothing_and_goes_on_when_repeated(transactional_db: None, step: str) -> None:
    killed_at(STEPS[step], *CREATE)
    assert not is_served("gamma")
    assert_nothing_half_made_is_served()
    repeat(*CREATE)
    assert_whole("gamma")
    assert Membership.objects.filter(school__slug="gamma").count() == 1


def test_a_creation_killed_before_the_opening_goes_on_when_repeated(transactional_db: None) -> None:
    school = order()
    # Building changes the school's row too: what stands already is passed over.
    build_schema(school)
    killed_at(BEFORE_OPENING, *CREATE)
    assert is_built(school)
    assert not is_served("gamma")
    repeat(*CREATE)
    assert_whole("gamma")


def test_a_list_killed_again_and_again_is_created_whole(transactional_db: None, tmp_path: Path) -> None:
    slugs = [f"school-{number}" for number in range(6)]
    table = tmp_path / "schools.csv"
    table.write_bytes(csv_table(*(school_row(slug) for slug in slugs)))
    for done in (1, 2):
        with running("school", "create-many", str(table)) as process:
            assert process.stderr is not None
            for _line in zip(range(done), process.stderr, strict=False):
                continue
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert_nothing_half_made_is_served()
    repeat("school", "create-many", str(table))
    for slug in slugs:
        assert_whole(slug)


def test_a_killed_maker_of_the_template_leaves_no_trace_after_the_next(transactional_db: None) -> None:
    SchoolTemplate.objects.all().delete()
    killed_at(f"LOCK TABLE {MigrationRecorder.Migration._meta.db_table} IN ACCESS EXCLUSIVE MODE", *CREATE)
    assert scratches() == 1
    template._template.cache_clear()
    repeat(*CREATE)
    assert scratches() == 0
    assert_whole("gamma")


def scratches() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, %s)", [template.SCRATCH])
        return int(cursor.fetchone()[0])


def at_once(act: Callable[[int], object]) -> list[object]:
    """What ``act`` gave or refused in so many threads, each with a connection of its own."""
    start = threading.Barrier(WORKERS)

    def one(number: int) -> object:
        try:
            start.wait()
            return act(number)
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_operators_who_order_one_school_at_once_get_one(transactional_db: None) -> None:
    results = at_once(lambda _number: order())
    assert sum(isinstance(result, School) for result in results) == 1
    assert sum(isinstance(result, InputError) for result in results) == WORKERS - 1
    assert School.objects.filter(slug="gamma").count() == 1
    assert Municipality.objects.filter(title="Город").count() == 1


def test_operators_who_create_one_school_at_once_get_one(transactional_db: None) -> None:
    results = at_once(lambda _number: create("gamma"))
    assert {type(result) for result in results} <= {School, InputError, Conflict}
    assert_whole("gamma")


def test_schools_created_at_once_do_not_stop_each_other(transactional_db: None) -> None:
    assert {type(result) for result in at_once(lambda number: create(f"school-{number}"))} == {School}
    for number in range(WORKERS):
        assert_whole(f"school-{number}")


def test_makers_of_the_template_wait_for_the_first(transactional_db: None) -> None:
    digest = "e" * 64
    made = at_once(lambda _number: template._template(digest))
    assert len(set(map(repr, made))) == 1
    assert SchoolTemplate.objects.filter(digest=digest).count() == 1
    template._template.cache_clear()


def test_a_lock_that_nobody_gives_back_is_a_clear_refusal(transactional_db: None, settings: Any) -> None:
    settings.PROVISION_LOCK_WAIT_MS = 50
    school = order()
    with other_session() as session:
        session.execute(STEPS["before its schema is made"].encode())
        with pytest.raises(ProvisioningBusy):
            build_schema(school)
        session.rollback()
        session.execute(STEPS["in the middle of the message"].encode())
        with pytest.raises(ProvisioningBusy):
            build_schema(school)
    assert not schema_exists(school.schema_name)
    build_schema(school)
    assert is_built(school)


def test_a_lock_given_back_in_time_is_waited_for(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [ProvisioningBusy(), ProvisioningBusy()]
    real = locks.provisioning_lock

    def lock() -> AbstractContextManager[None]:
        if refusals:
            raise refusals.pop()
        return real()

    monkeypatch.setattr(building, "provisioning_lock", lock)
    school = order()
    build_schema(school)
    assert is_built(school)


def test_a_school_being_opened_is_not_opened_by_another(transactional_db: None) -> None:
    school = order()
    with other_session() as session:
        session.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.OPENINGS, school.pk])
        with pytest.raises(Conflict):
            actions.finish_opening(school, {}, system_actor(), lambda step: None)


def test_a_school_without_its_tables_is_not_opened(db: None) -> None:
    school = order()
    with pytest.raises(Conflict):
        actions.open_school(school=school, acting=system_actor())
    assert School.objects.get(slug="gamma").state == School.State.NEW
