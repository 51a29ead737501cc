"""Tasks of a real worker: the school of the message, restored, cleared, kept by retries, refused when it is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from celery import chain, chord, current_app, group, shared_task
from celery.exceptions import Retry

from kernel.tracing import current_request_id, traced
from tenants.isolation.backend import connection
from tenants.isolation.context import current_school, enter_school
from tenants.isolation.tasks import Composed, ForeignSchool, RegionTask, SchoolTask, WithoutSchool
from tenants.isolation.trail import SCHOOL_HEADER
from tenants.organisations.models import School
from tests.support.worker import working, written

seen: list[tuple[str, str]] = []


def here() -> str:
    school = current_school()
    return school.slug if school else "region"


@shared_task(base=SchoolTask, name="tests.isolation.note")
def note(word: str = "note") -> None:
    """Remember where it ran and for which request."""
    seen.append((f"{word} {here()}", current_request_id()))


@shared_task(base=SchoolTask, name="tests.isolation.twice", bind=True, max_retries=2)
def twice(self: SchoolTask) -> None:
    """Fail once, succeed with the retry."""
    seen.append((f"try {self.request.retries} {here()}", current_request_id()))
    if self.request.retries == 0:
        raise self.retry(countdown=0)


@shared_task(base=SchoolTask, name="tests.isolation.run")
def run(name: str) -> None:
    """Do what a test put there."""
    BODIES[name]()


@shared_task(base=RegionTask, name="tests.isolation.region")
def in_region() -> None:
    """Remember where it ran."""
    seen.append((here(), current_request_id()))


BODIES: dict[str, Callable[[], None]] = {}


@pytest.fixture(autouse=True)
def _clean() -> None:
    seen.clear()
    BODIES.clear()


def as_message(task: SchoolTask | RegionTask, school: School | None, *args: Any) -> Any:
    """Run the task as a worker does: with the request of a message, not eagerly, not by a call."""
    header = {SCHOOL_HEADER: school.schema_name} if school else {}
    task.push_request({**header, "id": "tests", "is_eager": False, "called_directly": False})
    try:
        return task(*args)
    finally:
        task.pop_request()


# ---- the place is restored and cleared


def raises(error: BaseException) -> Callable[[], None]:
    def body() -> None:
        seen.append((here(), ""))
        raise error

    return body


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), SoftTimeLimitExceeded(), SystemExit(1)], ids=repr)
def test_the_place_is_cleared_after_an_error(alpha: School, error: BaseException) -> None:
    BODIES["fail"] = raises(error)
    with pytest.raises(type(error)):
        as_message(run, alpha, "fail")
    assert seen == [("alpha", "")]
    assert here() == "region"


def test_the_place_is_cleared_after_a_task_that_switched_itself(alpha: School, beta: School) -> None:
    def body() -> None:
        connection.set_tenant(beta)
        connection.role_instead = "estafeta_owner"

    BODIES["switch"] = body
    as_message(run, alpha, "switch")
    assert (here(), connection.role_instead) == ("region", None)


def test_a_leftover_of_an_earlier_work_does_not_reach_the_next_task(alpha: School, beta: School) -> None:
    connection.set_tenant(beta)
    as_message(note, alpha)
    connection.set_tenant(beta)
    as_message(in_region, None)
    assert [place for place, _request in seen] == ["note alpha", "region"]
    assert here() == "region"


def test_a_task_carried_out_at_once_gives_the_sender_its_place_back(
    in_alpha: School, beta: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    note.send_to(beta)
    assert seen[0][0] == "note beta"
    assert here() == "alpha"


# ---- what cannot be sent


def signatures() -> list[Any]:
    header = {SCHOOL_HEADER: "s_alpha"}
    one, two = note.si().set(headers=header), note.si().set(headers=header)
    return [chain(one, two), group(one, two), chord([one, two], two), one.clone().set(link=two)]


@pytest.mark.parametrize("number", range(4), ids=["chain", "group", "chord", "link"])
def test_school_tasks_do_not_compose(in_alpha: School, number: int) -> None:
    with pytest.raises((Composed, NotImplementedError)):  # without a store of results celery refuses chords itself
        signatures()[number].apply_async()


def test_a_message_without_a_school_is_refused_before_it_is_sent(in_alpha: School) -> None:
    with pytest.raises(WithoutSchool):
        note.apply_async()
    with pytest.raises(WithoutSchool):
        note.delay()
    with pytest.raises(ForeignSchool):
        in_region.apply_async(headers={SCHOOL_HEADER: "s_alpha"})


def test_a_call_past_the_message_is_refused(in_alpha: School) -> None:
    """What celery's own map and starmap do."""
    with pytest.raises(WithoutSchool):
        note()


# ---- a retry


def test_what_retry_sends_carries_the_school(alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(
        SchoolTask, "apply_async", lambda self, args, kwargs, **options: sent.append(options["headers"])
    )
    with pytest.raises(Retry):
        as_message(twice, alpha)
    assert sent == [{SCHOOL_HEADER: "s_alpha"}]


# ---- a real worker


@pytest.fixture
def schools(transactional_db: None) -> dict[str, School]:
    return {school.slug: school for school in School.objects.all()}


def test_messages_run_in_their_schools_and_carry_the_request(schools: dict[str, School]) -> None:
    with working() as worker:
        with traced("request-of-alpha"):
            note.send_to(schools["alpha"])
        with traced("request-of-beta"), enter_school(schools["beta"]):
            note.send()
            in_region.send()
        worker.wait(3)
    assert seen == [
        ("note alpha", "request-of-alpha"),
        ("note beta", "request-of-beta"),
        ("region", "request-of-beta"),
    ]


def test_a_retry_keeps_the_school_and_the_request(schools: dict[str, School]) -> None:
    with working() as worker:
        with traced("request-of-beta"):
            twice.send_to(schools["beta"])
        worker.wait(2)
    assert seen == [("try 0 beta", "request-of-beta"), ("try 1 beta", "request-of-beta")]


def test_a_message_of_a_deleted_school_is_acknowledged_logged_and_gone(schools: dict[str, School]) -> None:
    with written("celery", "tenants.isolation.tasks") as lines, working() as worker:
        note.send_to(School(schema_name="s_deleted", slug="deleted"))
        note.send_to(schools["alpha"], "after")
        worker.wait(2)
        with current_app.connection_for_read() as broker:
            channel: Any = broker.default_channel  # Redis
            assert channel.client.llen(worker.queue) == 0
    assert [word for word, _request in seen] == ["after alpha"]
    assert len([line for line in lines if "is dropped: no working school has the schema s_deleted" in line]) == 1
    assert not [line for line in lines if "Traceback" in line], "a school that is gone is no error of the program"


def test_the_workers_own_lines_carry_the_school_and_the_request(schools: dict[str, School]) -> None:
    BODIES["fail"] = raises(ValueError("no e-mail for ivanova@example.org"))
    with written("celery") as lines, working() as worker:
        with traced("request-of-alpha"):
            note.send_to(schools["alpha"])
            run.send_to(schools["alpha"], "fail")
        worker.wait(2)
    told = [line for line in lines if "succeeded" in line or "raised" in line]
    assert len(told) == 2
    for line in told:
        assert "[s_alpha request-of-alpha]" in line
        assert "ivanova" not in line
