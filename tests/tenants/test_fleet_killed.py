"""SIGKILL in the middle of migrating fifty schools: each is before or after it, none is served half-way."""

from __future__ import annotations

import pytest
from django.test import Client

from runtime.processes import wait_until
from tenants.isolation.lineage import lineage
from tenants.isolation.serving import is_servable
from tenants.organisations.models import School
from tenants.provisioning.fleet.reading import read_fleet
from tests.support.cast import host_of
from tests.support.database import another_session
from tests.support.fleet import NOTE, Probe, columns, fleet, rows_of, run, scratch_schools

SECONDS = 60.0
BUSY = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND state = 'active' AND query LIKE '%%today_note%%'
"""
WAITING = f"{BUSY} AND wait_event_type = 'Lock'"
ROWS = "SELECT count(*) FROM {}.django_migrations WHERE app = 'today'"
BACKFILL = """
def fill(apps, editor):
    notes = apps.get_model("today", "Note").objects
    notes.create(text="filled")
    notes.update(number=1)
"""


@pytest.fixture
def fifty(probe: Probe) -> list[School]:
    """Fifty scratch schools besides alpha and beta, in the order in which one thread takes them, with a row each."""
    scratch_schools(50)
    probe.add("0001_initial", NOTE, more="initial = True")
    assert fleet("migrate")[1] == 0
    schools = list(School.objects.order_by("id"))
    for school in schools:
        run(f"INSERT INTO {school.schema_name}.today_note (text) VALUES ('kept')")
    return schools


def kill_in(probe: Probe, school: School) -> None:
    """Start migrating, wait until that school's table is waited for, and kill the process that waits."""
    with another_session(autocommit=False) as other:
        other.execute(f"LOCK TABLE {school.schema_name}.today_note IN ROW EXCLUSIVE MODE")
        run_ = probe.start("fleet", "migrate", "--jobs", "1", "--lock-timeout", "5min")
        assert wait_until(lambda: rows_of(WAITING) == [(1,)] or run_.poll() is not None, SECONDS)
        run_.kill()
        out, err = run_.communicate()
        assert run_.returncode == -9, out + err


def state_of(school: School) -> tuple[bool, int]:
    """Whether the school has the new column, and how many migrations it has recorded."""
    ((recorded,),) = rows_of(ROWS.format(school.schema_name))
    return "number" in columns(school.schema_name), recorded


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [0, 24, 51])
def test_a_kill_leaves_every_school_before_or_after(probe: Probe, fifty: list[School], number: int) -> None:
    probe.add("0002_number", 'migrations.AddField("note", "number", models.IntegerField(null=True))')
    kill_in(probe, fifty[number])
    assert wait_until(lambda: rows_of(BUSY) == [(0,)], SECONDS)  # the server ends the message it was sent
    states = [state_of(school) for school in fifty]
    assert set(states) <= {(False, 1), (True, 2)}
    assert states[:number] == [(True, 2)] * number
    assert states[number + 1 :] == [(False, 1)] * (51 - number)
    for school, (is_after, _) in zip(School.objects.order_by("id"), states, strict=True):
        assert is_servable(school) is is_after
        if school not in fifty[max(number - 3, 0) : number + 4]:
            continue
        page = Client(HTTP_HOST=host_of(school.slug)).get("/accounts/login/")
        assert page.status_code == (200 if is_after else 503), school.slug
    answer, code = fleet("migrate")
    assert (answer["failed"], answer["current"], code) == ([], 52, 0)
    assert {state_of(school) for school in fifty} == {(True, 2)}
    assert all(rows_of(f"SELECT text FROM {one.schema_name}.today_note") == [("kept",)] for one in fifty)
    assert {seen.recorded for seen in read_fleet()} == {lineage().version}


@pytest.mark.django_db(transaction=True)
def test_a_kill_while_python_runs_undoes_that_school(probe: Probe, fifty: list[School]) -> None:
    probe.add("0002_number", 'migrations.AddField("note", "number", models.IntegerField(null=True))')
    assert fleet("migrate")[1] == 0
    probe.add("0003_fill", "migrations.RunPython(fill)", before=BACKFILL)
    with another_session(autocommit=False) as other:
        other.execute(f"SELECT * FROM {fifty[30].schema_name}.today_note FOR UPDATE")
        run_ = probe.start("fleet", "migrate", "--jobs", "1", "--lock-timeout", "5min")
        assert wait_until(lambda: rows_of(WAITING) == [(1,)] or run_.poll() is not None, SECONDS)
        run_.kill()
        out, err = run_.communicate()
        assert run_.returncode == -9, out + err
    assert wait_until(lambda: rows_of(BUSY) == [(0,)], SECONDS)  # the server ends the message it was sent
    counts = [rows_of(f"SELECT count(*) FROM {one.schema_name}.today_note") for one in fifty]
    assert counts == [[(2,)]] * 30 + [[(1,)]] * 22
    assert all(is_servable(school) for school in School.objects.all())  # changed rows hinder nobody
    assert fleet("migrate")[1] == 0
    assert {rows_of(f"SELECT count(*) FROM {one.schema_name}.today_note")[0] for one in fifty} == {(2,)}
