"""The rendering job: finished, repeated, killed."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.core.files.storage import default_storage

from apps.school.orders import actions
from apps.school.orders.models import Order
from kernel.acting import system_actor
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.journal import jobs
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support.pairs import make_pair, order_of

SYSTEM = system_actor("tests")


def job_of(order: Order) -> Job:
    assert order.job_id is not None
    return Job.objects.get(pk=order.job_id)


def files_of(order: Order) -> list[str]:
    folder = Path(default_storage.path(order.docx.name or "")).parent
    return sorted(path.name for path in folder.iterdir())


def test_signed_order_gets_both_documents(in_alpha: School, run_jobs: Callable[[], Any]) -> None:
    with run_jobs():
        match = make_pair()
    order = order_of(match)
    assert order.has_documents
    assert job_of(order).state == Job.State.DONE


def test_rendering_again_replaces_the_same_files(in_alpha: School, run_jobs: Callable[[], Any]) -> None:
    with run_jobs():
        match = make_pair()
    order = order_of(match)
    before = order.pdf.read()
    with run_jobs():
        actions.render_again(order=order, acting=SYSTEM)
    order = order_of(match)
    assert files_of(order) == ["order.docx", "order.pdf"]
    assert order.pdf.read() == before


# A worker that stops for ever between the two documents: the moment when a kill hurts most.
WORKER = """
import sys, time
import django
django.setup()
from django.conf import settings
from django.db import connections
from apps.school.orders import rendering, tasks
from config.celery import app
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

def hang(act, **_):
    print("half", flush=True)
    time.sleep(600)

rendering.render_pdf = hang
settings.MEDIA_ROOT = sys.argv[2]
with enter_school(School.objects.get(slug="alpha")):
    tasks.render.run(sys.argv[1])
"""


def start_worker(job_id: str, media: str) -> subprocess.Popen[str]:
    """The worker as a process of its own, on this test's database."""
    config = settings.DATABASES["default"]
    address = f"postgresql://{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "platform")]),
    }
    command = [sys.executable, "-c", WORKER, job_id, media]
    return subprocess.Popen(command, env=environment, cwd=settings.ROOT, stdout=subprocess.PIPE, text=True)


def test_killed_worker_loses_nothing_and_doubles_nothing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school), monkeypatch.context() as broker:
        broker.setattr(jobs, "_dispatch", lambda job: None)
        match = make_pair()
        order = order_of(match)
    worker = start_worker(str(order.job_id), str(settings.MEDIA_ROOT))
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "half"
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    worker.stdout.close()
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)
    Job.objects.filter(pk=job_of(order).pk).update(updated_at=now() - datetime.timedelta(minutes=5))
    wait_for_release()
    assert jobs.resend_unfinished() == 1
    with enter_school(school):
        order = order_of(match)
        assert order.has_documents
        assert files_of(order) == ["order.docx", "order.pdf"]
        assert Order.objects.count() == 1
    assert job_of(order).state == Job.State.DONE


def wait_for_release() -> None:
    """The server notices the killed client's connection and gives its lock back."""
    time.sleep(1)
