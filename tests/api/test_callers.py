"""Who may call: tokens, places, roles."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.clock import at, now, today
from tenants.identity.models import Membership
from tenants.organisations.models import School
from tests.api.conftest import Work
from tests.support.api import V1, anonymous, program, program_of, token_for
from tests.support.cast import ClientFor, account_in

SCHOOL_LISTS = ("mentors", "mentees", "pairs", "programmes", "indicators", "regulation", "cases")
REGION_LISTS = ("indicators", "cases", "remote-pairs", "speed-events")


@pytest.mark.parametrize("name", SCHOOL_LISTS)
def test_school_without_a_token_answers_401(alpha: School, name: str) -> None:
    answer = anonymous("alpha").get(f"{V1}/{name}/")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("name", REGION_LISTS)
def test_region_without_a_token_answers_401(alpha: School, name: str) -> None:
    assert anonymous("region").get(f"{V1}/{name}/").status_code == 401


def test_browser_session_is_not_accepted(alpha: School, client_for: ClientFor) -> None:
    assert client_for("curator", alpha).get(f"{V1}/pairs/").status_code == 401


def test_token_of_a_member_is_accepted(alpha: School) -> None:
    answer = program_of("curator", alpha).get(f"{V1}/pairs/")
    assert answer.status_code == 200
    assert answer.json() == {"count": 0, "next": None, "previous": None, "results": []}


def test_answers_about_people_are_not_kept_on_the_way(alpha: School) -> None:
    assert program_of("curator", alpha).get(f"{V1}/mentors/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["Bearer", "Bearer nonsense", "Bearer a b", "Bearer é"])
def test_wrong_token_answers_401(alpha: School, header: str) -> None:
    client = Client(HTTP_HOST="alpha.estafeta.localhost", HTTP_AUTHORIZATION=header.encode().decode("latin-1"))
    answer = client.get(f"{V1}/pairs/")
    assert answer.status_code == 401
    assert answer.json()["code"] == "bad_token"


def test_revoked_token_answers_401(alpha: School) -> None:
    token = token_for("curator", alpha)
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    assert program(token.secret, "alpha").get(f"{V1}/pairs/").status_code == 401


@pytest.mark.parametrize(("days", "status"), [(-1, 401), (0, 200)])
def test_token_ends_after_its_last_day(alpha: School, days: int, status: int) -> None:
    token = token_for("curator", alpha)
    token.expires_on = today() + datetime.timedelta(days=days)
    token.save(update_fields=["expires_on"])
    assert program(token.secret, "alpha").get(f"{V1}/pairs/").status_code == status


def test_token_of_a_closed_account_answers_401(alpha: School) -> None:
    client = program_of("curator", alpha)
    account = account_in("curator", alpha)
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert client.get(f"{V1}/pairs/").status_code == 401


@pytest.mark.parametrize("name", SCHOOL_LISTS)
def test_other_school_does_not_exist_for_a_token(alpha: School, beta: School, name: str) -> None:
    answer = program_of("curator", alpha, at="beta").get(f"{V1}/{name}/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_revoked_membership_closes_the_school_at_once(alpha: School) -> None:
    client = program_of("curator", alpha)
    assert client.get(f"{V1}/pairs/").status_code == 200
    Membership.objects.filter(account=account_in("curator", alpha)).update(is_active=False)
    assert client.get(f"{V1}/pairs/").status_code == 404


@pytest.mark.parametrize(
    ("role", "name"), [("mentor", "mentors"), ("mentee", "mentees"), ("mentor", "indicators"), ("guardian", "cases")]
)
def test_role_without_the_right_answers_403(alpha: School, role: str, name: str) -> None:
    answer = program_of(role, alpha).get(f"{V1}/{name}/")
    assert answer.status_code == 403
    assert answer.json()["code"] == "not_allowed"


def test_methodical_association_reads_the_banks(alpha: School) -> None:
    assert program_of("methodical_association", alpha).get(f"{V1}/mentors/").status_code == 200


@pytest.mark.parametrize(("role", "status"), [("institute_expert", 403), ("municipal_coordinator", 200)])
def test_region_numbers_are_for_coordinators(alpha: School, role: str, status: int) -> None:
    assert program_of(role).get(f"{V1}/indicators/").status_code == status


def test_foreign_ids_do_not_exist_here(work: Work, foreign: Work) -> None:
    client = program_of("curator", work.school)
    key, pair = foreign.programme.pk, foreign.pair.pk
    assert (key, pair) != (work.programme.pk, work.pair.pk)
    for path in (f"pairs/{pair}", f"programmes/{key}", f"programmes/{key}/meetings"):
        assert client.get(f"{V1}/{path}/").status_code == 404, path
    posted = client.post(f"{V1}/programmes/{key}/meetings/", {"starts_at": "2026-01-01"}, "application/json")
    assert posted.status_code in {400, 404}


def test_use_of_a_token_is_noted_at_most_once_a_minute(alpha: School) -> None:
    token = token_for("curator", alpha)
    client = program(token.secret, "alpha")
    moment = now()
    seen = []
    for seconds in (0, 30, 90):
        with at(moment + datetime.timedelta(seconds=seconds)):
            client.get(f"{V1}/pairs/")
        token.refresh_from_db()
        seen.append(token.last_used_at)
    assert seen[0] == seen[1] == moment
    assert seen[2] == moment + datetime.timedelta(seconds=90)


def test_caller_is_known_in_four_queries(alpha: School, asked: CaptureQueriesContext) -> None:
    """The school, the token with its account, the memberships, the words of the school."""
    client = program_of("mentor", alpha)
    client.get(f"{V1}/mentors/")
    with asked:
        assert client.get(f"{V1}/mentors/").status_code == 403
    assert len([query for query in asked if "search_path" not in query["sql"]]) == 4
