"""Meeting records from programs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.school.programmes.models import Meeting
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.api.conftest import Work
from tests.support.api import V1, program_of
from tests.support.programmes import close, make_running
from tests.support.regulation import adopted

JSON = "application/json"


def send(client: Client, work: Work, key: str = "", **body: Any) -> HttpResponse:
    headers = {"Idempotency-Key": key} if key else None
    answer = client.post(f"{V1}/programmes/{work.programme.pk}/meetings/", body, JSON, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def told(answer: HttpResponse) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()  # type: ignore[attr-defined]  # the test client's answer
    return body


def moment(days: float) -> str:
    return (now().replace(microsecond=0) + datetime.timedelta(days=days)).isoformat()


def meetings(work: Work) -> int:
    with enter_school(work.school):
        return Meeting.objects.filter(programme=work.programme).count()


def test_meeting_is_planned(work: Work) -> None:
    answer = send(program_of("mentor", work.school), work, starts_at=moment(2), topic="Разбор урока")
    assert answer.status_code == 201
    body = told(answer)
    assert body["state"]["code"] == "planned"
    assert (body["topic"], body["minutes"], body["mode"]["code"]) == ("Разбор урока", 45, "in_person")
    assert meetings(work) == 2


def test_held_meeting_is_recorded_in_one_step(work: Work) -> None:
    body = told(send(program_of("mentor", work.school), work, starts_at=moment(-1), held=True, mentor_note="Хорошо"))
    assert (body["state"]["code"], body["mentor_note"], body["mentee_note"]) == ("held", "Хорошо", None)


def test_missed_meeting_is_recorded_by_its_reason(work: Work) -> None:
    body = told(send(program_of("curator", work.school), work, starts_at=moment(-1), missed_reason="Болезнь"))
    assert (body["state"]["code"], body["missed_reason"]) == ("missed", "Болезнь")


def test_time_without_an_offset_is_the_schools_own(work: Work) -> None:
    body = told(send(program_of("mentor", work.school), work, starts_at="2026-03-02T15:00"))
    assert body["starts_at"] == "2026-03-02T15:00:00+03:00"


def test_repeated_request_with_a_key_writes_once(work: Work) -> None:
    client, starts_at = program_of("mentor", work.school), moment(-1)
    first, second = (send(client, work, key="k-1", starts_at=starts_at, held=True) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert told(first) == told(second)
    assert meetings(work) == 2


def test_same_time_without_a_key_is_a_conflict(work: Work) -> None:
    client, starts_at = program_of("mentor", work.school), moment(2)
    send(client, work, starts_at=starts_at)
    answer = send(client, work, starts_at=starts_at)
    assert answer.status_code == 409
    assert told(answer)["code"] == "meeting_same_time"
    assert told(answer)["next_step"]


@pytest.mark.parametrize(
    ("body", "code"),
    [({"days": 2, "held": True}, "meeting_ahead"), ({"days": -1, "held": False}, "bad_input")],
)
def test_refused_record_leaves_no_planned_meeting(work: Work, body: dict[str, Any], code: str) -> None:
    answer = send(program_of("curator", work.school), work, starts_at=moment(body["days"]), held=body["held"])
    assert told(answer)["code"] == code
    assert meetings(work) == 1


@pytest.mark.parametrize(
    ("body", "place"),
    [({"held": True, "missed_reason": "Болезнь"}, "missed_reason"), ({"mentor_note": "Рано"}, "mentor_note")],
)
def test_fields_that_contradict_each_other_are_refused(work: Work, body: dict[str, Any], place: str) -> None:
    answer = send(program_of("curator", work.school), work, starts_at=moment(-1), **body)
    assert answer.status_code == 400
    assert [item["place"] for item in told(answer)["problems"]] == [place]


def test_mode_that_the_regulation_lacks_is_refused_with_its_clause(alpha: School, beta: School) -> None:
    """The same meeting is allowed where the regulation says nothing against it."""
    answers = {}
    for school, mode in ((alpha, "in_person"), (beta, "online")):
        with enter_school(school):
            adopted("gymnasium-35", interaction__mode=[mode])
            work = Work(school, make_running())
        answers[school.slug] = send(program_of("curator", school), work, starts_at=moment(2), mode="online")
    assert answers["beta"].status_code == 201
    refused = answers["alpha"]
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    violation = told(refused)["violations"][0]
    assert (violation["parameter"], violation["clause"], violation["origin"]) == ("interaction.mode", "п. 99", "school")
    assert "quote" in violation
    assert "п. 99" in told(refused)["detail"]


@pytest.mark.parametrize(("role", "status"), [("head", 403), ("guardian", 403), ("methodical_association", 201)])
def test_meetings_are_written_by_those_who_work_in_the_programme(work: Work, role: str, status: int) -> None:
    assert send(program_of(role, work.school), work, starts_at=moment(2)).status_code == status


def test_other_sides_note_cannot_be_written(work: Work) -> None:
    answer = send(program_of("mentee", work.school), work, starts_at=moment(-1), held=True, mentor_note="Не моя")
    assert answer.status_code == 403
    assert meetings(work) == 1


def test_closed_programme_takes_no_meetings(work: Work) -> None:
    with enter_school(work.school):
        close(work.programme)
    answer = send(program_of("curator", work.school), work, starts_at=moment(-1))
    assert answer.status_code == 409
    assert told(answer)["code"] == "programme_over"


def test_foreign_programme_does_not_exist(work: Work, foreign: Work) -> None:
    answer = send(program_of("curator", work.school), foreign, starts_at=moment(2))
    assert answer.status_code == 404
    assert meetings(foreign) == 1


def test_diary_hides_the_other_sides_note(work: Work) -> None:
    path = f"{V1}/programmes/{work.programme.pk}/meetings/"
    read = {}
    for role in ("curator", "mentor", "mentee", "head"):
        row = program_of(role, work.school).get(path).json()["results"][0]
        read[role] = (row["mentor_note"] is not None, row["mentee_note"] is not None)
    assert read == {"curator": (True, True), "mentor": (True, False), "mentee": (False, True), "head": (False, False)}
