"""Tasks belong to a contour: without its school a school's task refuses, with one a region's task does."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app, shared_task

from tenants.isolation.backend import connection
from tenants.isolation.context import current_school, enter_school
from tenants.isolation.tasks import ForeignSchool, RegionTask, SchoolTask, WithoutSchool
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.organisations.models import School

seen: list[str | None] = []


@shared_task(base=SchoolTask, name="tests.note_school")
def note_school() -> None:
    """Remember where it ran."""
    school = current_school()
    seen.append(school.slug if school else None)


@shared_task(base=RegionTask, name="tests.note_region")
def note_region() -> None:
    """Remember where it ran."""
    school = current_school()
    seen.append(school.slug if school else None)


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)


def test_a_school_task_without_a_school_refuses(db: None) -> None:
    with pytest.raises(WithoutSchool):
        note_school.apply_async()
    with pytest.raises(WithoutSchool):
        note_school.send()
    assert seen == []


def test_a_school_task_called_inside_a_school_without_a_header_refuses(in_alpha: School) -> None:
    with pytest.raises(WithoutSchool):
        note_school.apply_async()


def test_a_school_task_runs_in_the_school_of_its_header(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        note_school.apply_async(headers={SCHOOL_HEADER: beta.schema_name})
        assert current_school() == alpha
    assert seen == ["beta"]


def test_send_stamps_the_present_school(in_alpha: School) -> None:
    note_school.send()
    assert seen == ["alpha"]


def test_the_header_reaches_a_real_message(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    messages: list[dict[str, Any]] = []
    with current_app.connection_for_write() as broker:
        queue = broker.SimpleQueue("tests-isolation")
        note_school.apply_async(headers={SCHOOL_HEADER: "s_alpha"}, queue="tests-isolation")
        message = queue.get(timeout=5)
        messages.append(dict(message.headers))
        message.ack()
        queue.close()
    assert messages[0][SCHOOL_HEADER] == "s_alpha"


@pytest.mark.parametrize("state", [School.State.NEW, School.State.SUSPENDED, School.State.ARCHIVED])
def test_a_school_task_refuses_for_a_school_that_does_not_work(alpha: School, state: str) -> None:
    School.objects.filter(pk=alpha.pk).update(state=state)
    with pytest.raises(ForeignSchool):
        note_school.apply_async(headers={SCHOOL_HEADER: alpha.schema_name})


def test_a_school_task_refuses_for_an_unknown_schema(db: None) -> None:
    with pytest.raises(ForeignSchool):
        note_school.apply_async(headers={SCHOOL_HEADER: "public"})


def test_a_region_task_with_a_school_refuses(alpha: School) -> None:
    with pytest.raises(ForeignSchool):
        note_region.apply_async(headers={SCHOOL_HEADER: alpha.schema_name})
    assert seen == []


def test_a_region_task_sent_in_a_school_runs_in_the_region(in_alpha: School) -> None:
    note_region.send()
    assert seen == [None]
    assert current_school() == in_alpha


def test_the_place_is_restored_after_a_task(db: None, alpha: School) -> None:
    note_school.apply_async(headers={SCHOOL_HEADER: alpha.schema_name})
    assert connection.schema_name == "public"
