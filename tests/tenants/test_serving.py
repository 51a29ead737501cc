"""A school is served only by code that works with its tables; the others go on."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app, shared_task
from celery.exceptions import Retry
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.isolation import serving
from tenants.isolation.backend import connection
from tenants.isolation.lineage import Lineage, lineage, version_of
from tenants.isolation.phases import Phase
from tenants.isolation.serving import is_servable
from tenants.isolation.tasks import SchoolIsUpdating, SchoolTask
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.organisations.models import School, TableVersion
from tenants.provisioning.fleet.reading import version_in
from tenants.provisioning.fleet.recording import note_contents, note_current
from tests.support.cast import host_of

EXPAND, BACKFILL, CONTRACT = Phase.EXPAND, Phase.BACKFILL, Phase.CONTRACT
CODE = Lineage(
    phases={"a.1": EXPAND, "a.2": EXPAND, "a.3": BACKFILL, "a.4": CONTRACT},
    dispensable=frozenset({"a.3"}),
    version="",
)
seen: list[str] = []


@shared_task(base=SchoolTask, name="tests.note_served")
def note_served() -> None:
    """Remember that it ran."""
    seen.append("ran")


@pytest.mark.parametrize(
    ("tables", "is_served"),
    [
        (CODE.phases, True),
        ({"a.1": EXPAND, "a.2": EXPAND, "a.4": CONTRACT}, True),
        ({"a.1": EXPAND, "a.3": BACKFILL, "a.4": CONTRACT}, False),
        ({"a.1": EXPAND, "a.2": EXPAND, "a.3": BACKFILL}, False),
        ({**CODE.phases, "a.5": EXPAND, "a.6": BACKFILL}, True),
        ({**CODE.phases, "a.5": CONTRACT}, False),
        ({}, False),
    ],
    ids=["same", "lacks rows", "lacks a column", "lacks what it needs", "newer", "contracted", "nothing"],
)
def test_code_works_with_tables_a_step_away(tables: dict[str, str], is_served: bool) -> None:
    assert CODE.serves(tables) is is_served


def test_the_database_computes_the_same_version(alpha: School) -> None:
    assert version_in(alpha.schema_name) == lineage().version == version_of(lineage().phases) == alpha.version


def give_version(school: School, migrations: dict[str, str]) -> School:
    """Let the school's row say that it has these migrations."""
    version = version_of(migrations)
    note_contents(version, migrations)
    School.objects.filter(pk=school.pk).update(version=version)
    return School.objects.get(pk=school.pk)


def test_newer_tables_are_served_unless_contracted(alpha: School) -> None:
    assert is_servable(give_version(alpha, {**lineage().phases, "people.9999_more": "expand"}))
    assert not is_servable(give_version(alpha, {**lineage().phases, "people.9999_less": "contract"}))


def test_an_unknown_version_is_not_served(alpha: School) -> None:
    School.objects.filter(pk=alpha.pk).update(version="0" * 32)
    assert not is_servable(School.objects.get(pk=alpha.pk))
    assert not is_servable(School(version=""))


def test_serving_asks_the_database_once_at_most(alpha: School) -> None:
    serving.forget()
    with CaptureQueriesContext(connection) as queries:
        assert is_servable(alpha)
    assert len(queries) == 0
    other = give_version(alpha, {**lineage().phases, "people.9999_again": "backfill"})
    with CaptureQueriesContext(connection) as queries:
        assert is_servable(other)
        assert is_servable(other)
    assert len(queries) == 1


def test_a_school_that_does_not_fit_says_so_and_the_others_go_on(alpha: School, beta: School) -> None:
    School.objects.filter(pk=alpha.pk).update(version="")
    answer = Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Школа обновляется" in answer.content.decode()
    assert alpha.short_name in answer.content.decode()
    assert Client(HTTP_HOST=host_of("beta")).get("/accounts/login/").status_code == 200
    assert Client(HTTP_HOST=host_of("alpha")).get("/health/live").status_code == 200


def test_the_page_speaks_english_too(alpha: School) -> None:
    School.objects.filter(pk=alpha.pk).update(version="")
    answer = Client(HTTP_HOST=host_of("alpha"), HTTP_ACCEPT_LANGUAGE="en").get("/accounts/login/")
    assert answer.status_code == 503
    assert "The school is being updated" in answer.content.decode()


def test_a_task_of_such_a_school_does_not_run(alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)
    School.objects.filter(pk=alpha.pk).update(version="")
    with pytest.raises(SchoolIsUpdating):
        note_served.send_to(alpha)
    note_current(alpha)
    note_served.send_to(alpha)
    assert seen == ["ran"]


def test_a_worker_tries_it_again_later_with_its_school(alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    School.objects.filter(pk=alpha.pk).update(version="")
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(SchoolTask, "apply_async", lambda self, *args, **options: sent.append(options))
    note_served.push_request(
        id="probe",
        task=note_served.name,
        args=[],
        kwargs={},
        is_eager=False,
        called_directly=False,
        retries=3,
        **{SCHOOL_HEADER: alpha.schema_name},
    )
    try:
        with pytest.raises(Retry):
            note_served()
    finally:
        note_served.pop_request()
    assert [(one["headers"], one["countdown"], one["retries"]) for one in sent] == [({SCHOOL_HEADER: "s_alpha"}, 60, 4)]


def test_a_built_school_is_recorded_as_current(alpha: School) -> None:
    School.objects.filter(pk=alpha.pk).update(version="")
    note_current(alpha)
    assert School.objects.get(pk=alpha.pk).version == lineage().version
    assert TableVersion.objects.get(version=lineage().version).migrations == lineage().phases
