"""The way of a number to the region under faults: killed in the middle, Redis flushed or gone. It gets there.

Transactions are real here, and so are the messages to Redis, unless a test carries them out itself.
"""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from celery import current_app
from celery.signals import after_task_publish
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from apps.region.statistics.models import IndicatorSnapshot
from apps.school.liaison import reporting, tasks
from apps.school.people.actions import add_person
from kernel import clock
from kernel.acting import system_actor
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import sys
import django
django.setup()
from apps.school.liaison import reporting
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

def stop(*arguments, **named):
    print("counted", flush=True)
    sys.stdin.read()

setattr(reporting, sys.argv[1], stop)
with enter_school(School.objects.get(slug="alpha")):
    reporting.send_indicators()
"""


def database_address() -> str:
    config = connection.settings_dict
    user = f"{quote(config['USER'])}:{quote(config['PASSWORD'])}@" if config["USER"] else ""
    return f"postgresql://{user}/{config['NAME']}?host={quote(config['HOST'], safe='')}&port={config['PORT']}"


def start_worker(step: str) -> subprocess.Popen[str]:
    """A process that counts the school's numbers and stands still where it would take the step."""
    root = Path(settings.ROOT)
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, step],
        env={
            **os.environ,
            "DATABASE_URL": database_address(),
            "REDIS_URL": settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "platform")]),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def reported(alpha: School, beta: School) -> School:
    """Alpha, which has reported like its neighbour."""
    for school in (alpha, beta):
        with enter_school(school):
            reporting.send_indicators()
    return alpha


@pytest.fixture
def published() -> Iterator[list[str]]:
    """Names of tasks whose messages have really gone to Redis."""
    names: list[str] = []

    def note(sender: str, **_kwargs: Any) -> None:
        names.append(sender)

    after_task_publish.connect(note)
    yield names
    after_task_publish.disconnect(note)


def hire(school: School) -> None:
    """A committed act that changes a number."""
    with enter_school(school):
        add_person(kind="employee", data={"last_name": "Новикова", "first_name": "Анна"}, acting=system_actor("tests"))


def known_pedagogues(school: School) -> int:
    return IndicatorSnapshot.objects.of(school.pk).latest("day").pedagogues


def sweep_later(monkeypatch: pytest.MonkeyPatch) -> int:
    """The next round, its messages carried out at once."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)
    with clock.at(now() + datetime.timedelta(seconds=20)):
        return int(tasks.sweep.apply().get())


@pytest.mark.parametrize("step", ["accept_snapshot", "note_journal"])
def test_worker_killed_in_the_middle_of_a_report(
    reported: School, published: list[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    hire(reported)
    worker = start_worker(step)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "counted\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert known_pedagogues(reported) == 0
    assert SchoolChange.objects.of(reported.pk).exists()
    assert sweep_later(monkeypatch) == 1
    assert known_pedagogues(reported) == 1
    assert not SchoolChange.objects.of(reported.pk).exists()


def test_redis_flushed_between_an_act_and_its_report(
    reported: School, published: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(reported)
    assert published == [settings.SCHOOL_CHANGED_TASK]
    cache.clear()
    assert sweep_later(monkeypatch) == 1
    assert known_pedagogues(reported) == 1


def test_redis_gone_at_the_moment_of_an_act(
    reported: School, published: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*arguments: Any, **named: Any) -> bool:
        raise ConnectionError("Redis is gone")

    with monkeypatch.context() as broken:
        broken.setattr(cache, "add", gone)
        hire(reported)
    assert published == []
    assert sweep_later(monkeypatch) == 1
    assert known_pedagogues(reported) == 1


def test_redis_flushed_and_mark_lost(reported: School, published: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    hire(reported)
    cache.clear()
    SchoolChange.objects.of(reported.pk).delete()
    assert sweep_later(monkeypatch) == 0
    assert tasks.compare.apply().get() == 2
    assert known_pedagogues(reported) == 1


def test_act_committed_during_a_report_is_reported_next(
    reported: School, published: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report has counted already: it may not take the mark of the act away."""
    worker = start_worker("note_journal")
    assert worker.stdout is not None
    assert worker.stdout.readline() == "counted\n"
    hire(reported)
    worker.communicate("")
    assert worker.returncode == 0
    assert known_pedagogues(reported) == 0
    assert sweep_later(monkeypatch) == 1
    assert known_pedagogues(reported) == 1
