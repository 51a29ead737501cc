"""Errors are problem documents."""

from __future__ import annotations

import pytest

from api.v1.throttling import PerAccount
from tenants.organisations.models import School
from tests.api.conftest import Work
from tests.support.api import V1, anonymous, program_of

JSON = "application/json"


@pytest.mark.parametrize("path", ["/", "/nothing/", "/pairs/abc/", "/pairs", "/nothing?format=html"])
@pytest.mark.parametrize("place", ["alpha", "region"])
def test_wrong_address_is_a_problem_document(alpha: School, place: str, path: str) -> None:
    answer = anonymous(place).get(f"{V1}{path}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["type"] == "urn:estafeta:problem:not_found"
    assert (told["title"], told["status"], told["code"]) == ("Not Found", 404, "not_found")
    assert told["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_wrong_method_answers_405(alpha: School, method: str) -> None:
    answer = getattr(program_of("curator", alpha), method)(f"{V1}/mentors/")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_unknown_media_type_answers_406(alpha: School) -> None:
    answer = program_of("curator", alpha).get(f"{V1}/mentors/", HTTP_ACCEPT="text/csv")
    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_form_body_answers_415(work: Work) -> None:
    answer = program_of("curator", work.school).post(f"{V1}/programmes/{work.programme.pk}/meetings/", {"minutes": 5})
    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported_media_type"


@pytest.mark.parametrize("body", ["{", "[]", '"text"'])
def test_broken_body_answers_400(work: Work, body: str) -> None:
    client = program_of("curator", work.school)
    answer = client.post(f"{V1}/programmes/{work.programme.pk}/meetings/", body, JSON)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_wrong_fields_are_told_with_their_places(work: Work) -> None:
    client = program_of("curator", work.school)
    body = {"starts_at": "soon", "minutes": "many", "link": "javascript:alert(1)"}
    answer = client.post(f"{V1}/programmes/{work.programme.pk}/meetings/", body, JSON)
    assert answer.status_code == 400
    told = answer.json()
    assert told["code"] == "bad_input"
    assert {item["place"] for item in told["problems"]} == {"starts_at", "minutes", "link"}
    assert all(item["message"] for item in told["problems"])


@pytest.mark.parametrize(
    ("path", "place"),
    [("pairs/?state=nonsense", "state"), ("programmes/?quiet=5", "quiet"), ("mentors/?grade=x", "grade")],
)
def test_wrong_filter_is_refused(alpha: School, path: str, place: str) -> None:
    answer = program_of("curator", alpha).get(f"{V1}/{path}")
    assert answer.status_code == 400
    assert [item["place"] for item in answer.json()["problems"]] == [place]


def test_page_beyond_the_last_answers_404(alpha: School) -> None:
    answer = program_of("curator", alpha).get(f"{V1}/mentors/?page=7")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_sentences_are_in_the_language_of_the_request(alpha: School) -> None:
    client = program_of("mentor", alpha)
    russian = client.get(f"{V1}/mentors/").json()["detail"]
    english = client.get(f"{V1}/mentors/", HTTP_ACCEPT_LANGUAGE="en").json()["detail"]
    assert english == "Your role does not allow this."
    assert russian != english


def test_too_many_requests_are_put_off(alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerAccount, "rate", "2/min")
    client = program_of("curator", alpha)
    answers = [client.get(f"{V1}/pairs/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "throttled"
    assert int(answers[2].headers["Retry-After"]) > 0


def test_error_of_the_programmer_is_not_hidden(alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.v1.pairs.queries.visible_to", fail)
    client = program_of("curator", alpha)
    client.raise_request_exception = False
    assert client.get(f"{V1}/pairs/").status_code == 500
