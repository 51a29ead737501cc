"""Long work: carried out once, taken up again after a kill, never twice at once."""

from __future__ import annotations

import datetime
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.db import connection

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import AlreadyDone, Conflict
from kernel.locks import LockSpace
from tenants.isolation.context import enter_school
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.journal import jobs
from tenants.journal.models import Job, SchoolChange, SharedAudit
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.identity import job_of


@contextmanager
def another_process() -> Iterator[psycopg.Connection[Any]]:
    """A second session of the same database."""
    settings = connection.settings_dict
    session = psycopg.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
        autocommit=True,
    )
    try:
        yield session
    finally:
        session.close()


def claim(session: psycopg.Connection[Any], job: Job) -> None:
    """Take the lock of a job as ``claimed_job`` does."""
    number = zlib.crc32(job.pk.bytes) - 2**31
    row = session.execute("SELECT pg_try_advisory_lock(%s, %s)", [LockSpace.JOBS, number]).fetchone()
    assert row == (True,)


def refuse(message: str) -> None:
    """What an action does that may not go on."""
    raise Conflict(message)


def wait_until_free(job: Job) -> None:
    """The server notices a little later that a session is gone."""
    for _attempt in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LockSpace.JOBS]
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


@pytest.fixture
def job(alpha: School) -> Job:
    """A waiting job."""
    return job_of(account_in("curator", alpha), alpha)


def test_a_job_that_another_process_runs_is_left_alone(job: Job) -> None:
    with another_process() as session:
        claim(session, job)
        with jobs.claimed_job(str(job.pk)) as claimed:
            assert claimed is None
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_killed_process_lets_its_job_go(job: Job) -> None:
    with another_process() as session:
        claim(session, job)
    wait_until_free(job)
    with jobs.claimed_job(str(job.pk)) as claimed:
        assert claimed == job
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_finished_job_is_not_run_again(job: Job) -> None:
    with jobs.claimed_job(str(job.pk)):
        pass
    with jobs.claimed_job(str(job.pk)) as claimed:
        assert claimed is None


def test_a_refusal_is_shown_as_the_message(job: Job) -> None:
    with jobs.claimed_job(str(job.pk)):
        refuse("Файл уже загружен.")
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "Файл уже загружен.")


def test_an_error_of_the_program_is_raised_and_marked(job: Job) -> None:
    with pytest.raises(ZeroDivisionError), jobs.claimed_job(str(job.pk)):
        _ = 1 / 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "division" not in job.message


def test_progress_is_counted(job: Job) -> None:
    jobs.report_progress(job, done=3, total=4, message="Третий из четырёх")
    job.refresh_from_db()
    assert (job.percent, job.message) == (75, "Третий из четырёх")


def test_unfinished_jobs_that_nobody_touches_are_sent_again(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    task = current_app.tasks[job.task]
    monkeypatch.setattr(
        task, "apply_async", lambda args, headers: sent.append((args[0], headers[SCHOOL_HEADER])), raising=False
    )
    assert jobs.resend_unfinished() == 0
    Job.objects.update(updated_at=now() - datetime.timedelta(seconds=30))
    assert jobs.resend_unfinished() == 1
    assert sent == [(str(job.pk), "s_alpha")]


@action("tests.note")
def note(*, text: str, acting: Actor) -> None:
    """An act without a subject."""


def keyed(actor: Actor, key: str) -> Actor:
    return Actor(account_id=actor.account_id, name=actor.name, roles=actor.roles, place="region", request_key=key)


def test_the_same_request_does_nothing_twice(db: None) -> None:
    acting = keyed(acting_as("platform_operator"), "one")
    note(text="a", acting=acting)
    with pytest.raises(AlreadyDone):
        note(text="a", acting=acting)
    note(text="a", acting=keyed(acting, "two"))
    assert SharedAudit.objects.filter(code="tests.note").count() == 2


def test_an_act_in_a_school_marks_it_as_changed_once(alpha: School) -> None:
    before = SchoolChange.objects.of(alpha.pk).count()
    with enter_school(alpha):
        note(text="a", acting=acting_as("curator", alpha))
    assert SchoolChange.objects.of(alpha.pk).count() == before + 1
    assert not SharedAudit.objects.filter(code="tests.note").exists()


def test_an_act_in_the_region_marks_no_school(db: None) -> None:
    before = SchoolChange.objects.of_all_schools().count()
    note(text="a", acting=acting_as("platform_operator"))
    assert SchoolChange.objects.of_all_schools().count() == before
