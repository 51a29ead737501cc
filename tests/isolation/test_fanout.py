"""«Every school»: all of them, once, in bounded chunks, spread evenly, never waiting longer than the broker allows."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import pytest
from celery import shared_task
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.isolation import fanout
from tenants.isolation.context import enter_school
from tenants.isolation.fanout import LONGEST_WAIT, fan_out, moment_of, tell_next_chunk
from tenants.isolation.tasks import RegionTask, SchoolTask
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.organisations.models import Municipality, School

SCHOOLS = 1_000
CHUNK = 200

Sent = list[tuple[str, float]]


@shared_task(base=SchoolTask, name="tests.isolation.every_school")
def every_school() -> None:
    """What every school is told."""


@pytest.fixture
def schools(db: None) -> list[str]:
    """Schemas of many working schools, the cast's two included."""
    municipality = Municipality.objects.order_by("pk")[0]
    School.objects.bulk_create(
        School(
            schema_name=f"s_n{number}",
            slug=f"n{number}",
            name=f"Школа № {number}",
            short_name=f"№ {number}",
            municipality=municipality,
            state=School.State.READY if number < SCHOOLS - 2 else School.State.SUSPENDED,
        )
        for number in range(SCHOOLS)
    )
    return list(School.objects.filter(state=School.State.READY).values_list("schema_name", flat=True))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Schools told, with the seconds they wait."""
    told: Sent = []

    def keep(self: SchoolTask, args: Any, kwargs: Any, headers: dict[str, str], countdown: float) -> None:
        self.require_header(headers[SCHOOL_HEADER])
        told.append((headers[SCHOOL_HEADER], countdown))

    monkeypatch.setattr(SchoolTask, "apply_async", keep)
    return told


@pytest.fixture
def chunks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[Any, ...], float]]:
    """Messages that ask for the next chunk."""
    asked: list[tuple[tuple[Any, ...], float]] = []
    monkeypatch.setattr(
        RegionTask, "apply_async", lambda self, args, kwargs, countdown: asked.append((args, countdown))
    )
    return asked


def all_windows(sent: Sent, chunks: list[tuple[tuple[Any, ...], float]], spread: int, chunk: int) -> list[Sent]:
    """Carry the fan-out through; what was sent in each window, with seconds from the very beginning."""
    assert fan_out(every_school, spread_seconds=spread, chunk=chunk) == SCHOOLS
    windows, begun = [], 0.0
    for number in itertools.count():
        windows.append([(schema, begun + wait) for schema, wait in sent])
        assert all(0 <= wait <= LONGEST_WAIT for _schema, wait in sent)
        sent.clear()
        if number == len(chunks):
            return windows
        arguments, window = chunks[number]
        begun += window
        tell_next_chunk.run(*arguments)
    raise AssertionError("unreachable")


@pytest.mark.parametrize("spread", [0, 600, 3 * 3600])
def test_every_school_is_told_once_within_the_time(
    schools: list[str], sent: Sent, chunks: list[tuple[tuple[Any, ...], float]], spread: int
) -> None:
    windows = all_windows(sent, chunks, spread, CHUNK)
    told = [line for window in windows for line in window]
    assert Counter(schema for schema, _moment in told) == Counter(schools)
    assert max(moment for _schema, moment in told) <= spread
    assert max(len(window) for window in windows) <= CHUNK


def test_no_moment_is_crowded(schools: list[str], sent: Sent, chunks: list[tuple[tuple[Any, ...], float]]) -> None:
    told = [moment for window in all_windows(sent, chunks, 1_000, CHUNK) for _schema, moment in window]
    crowd = Counter(int(moment) // 10 for moment in told)
    assert max(crowd.values()) <= 30, "ten seconds hold ten schools on the average"


def test_a_school_has_its_own_moment_every_time() -> None:
    moments = {moment_of("a.task", school, 300) for school in range(1, 200)}
    assert len(moments) == 199
    assert moment_of("a.task", 7, 300) == moment_of("a.task", 7, 300) != moment_of("b.task", 7, 300)


def test_a_chunk_costs_one_query_and_no_objects(
    schools: list[str], sent: Sent, chunks: list[tuple[tuple[Any, ...], float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(School, "from_db", classmethod(lambda *_args: pytest.fail("a school was loaded")))
    with CaptureQueriesContext(connection) as captured:
        fanout.tell_chunk(every_school.name, 0, CHUNK, 60)
    assert len([query for query in captured if '"organisations_school"' in query["sql"]]) == 1


def test_a_fan_out_begun_inside_a_school_reaches_all(
    schools: list[str], alpha: School, sent: Sent, chunks: list[tuple[tuple[Any, ...], float]]
) -> None:
    with enter_school(alpha):
        assert fan_out(every_school, spread_seconds=60, chunk=2_000) == SCHOOLS
    assert len(sent) == SCHOOLS


def test_nobody_waits_as_long_as_the_broker_waits() -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > 2 * LONGEST_WAIT
