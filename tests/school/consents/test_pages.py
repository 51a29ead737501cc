"""Pages of consents: the office's and everybody's own."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.consents import queries
from apps.school.consents.models import Consent, ConsentText
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.people import (
    counted,
    make_guardian,
    make_mentee,
    make_mentor,
    make_person,
    make_pupil,
    staying,
)
from tests.support.uploads import PDF


@pytest.fixture
def curator(in_school: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_school), in_school)


def address(name: str, **kwargs: object) -> str:
    return reverse(f"consents:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def text(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]  # a response of the test client


@pytest.mark.parametrize("name", ["index", "matrix", "texts", "mine"])
def test_page_of_the_office_opens(name: str, curator: Client) -> None:
    make_mentor(consents=False)
    assert curator.get(address(name)).status_code == 200


def test_texts_are_made_when_first_opened(curator: Client) -> None:
    curator.get(address("texts"))
    found = ConsentText.objects.get(type="pd_processing")
    assert curator.get(address("text", text=found.pk)).status_code == 200
    revise = address("text_revise", text=found.pk)
    assert curator.get(revise).status_code == 200
    values = {"title": found.title, "body": "Иной текст", "valid_from": f"{today():%d.%m.%Y}", "term": "purpose"}
    assert curator.post(revise, values).status_code == 302
    assert queries.current_texts()["pd_processing"].version == 2


def test_list_and_matrix_ask_the_same_number_of_queries(curator: Client) -> None:
    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(curator.get(address(name)).content) < 100_000
        return counted(captured.captured_queries)

    make_mentor()
    make_mentee()
    curator.get(address("index"))
    few = {name: asked(name) for name in ("index", "matrix")}
    for _number in range(30):
        make_mentee()
    assert {name: asked(name) for name in few} == few
    assert max(few.values()) <= 18


def test_paper_with_a_scan_is_recorded_and_the_scan_opens_for_the_office_only(
    curator: Client, in_school: School, client_for: ClientFor
) -> None:
    actor = acting_as("mentor", in_school)
    person = make_person(account_id=actor.account_id)
    url = address("record", person=person.pk)
    assert curator.get(url).status_code == 200
    values = {
        "kind": "pd_processing",
        "signer": person.pk,
        "given_on": f"{today():%d.%m.%Y}",
        "scan": SimpleUploadedFile("бумага.pdf", PDF),
    }
    assert curator.post(url, values).status_code == 302
    consent = Consent.objects.get()
    scan = curator.get(address("scan", consent=consent.pk))
    assert b"".join(scan.streaming_content) == PDF  # type: ignore[attr-defined]  # a file response
    assert scan.headers["Content-Type"] == "application/pdf"
    mentor = staying(client_for("mentor", in_school), in_school)
    assert mentor.get(address("consent", consent=consent.pk)).status_code == 200
    assert mentor.get(address("scan", consent=consent.pk)).status_code == 403


def test_matrix_records_papers_of_ticked_people(curator: Client) -> None:
    cards = [make_mentor(consents=False) for _number in range(2)]
    values = {
        "selected": [card.person_id for card in cards],
        "kind": "pd_processing",
        "given_on": f"{today():%d.%m.%Y}",
    }
    assert curator.post(address("record_many"), values).status_code == 302
    assert Consent.objects.count() == 2


def test_nobody_ticked_is_refused_with_the_way_back(curator: Client) -> None:
    assert curator.post(address("record_many"), {"kind": "pd_processing"}).status_code == 422


def test_mentor_reads_and_gives_own_consent(in_school: School, client_for: ClientFor) -> None:
    actor = acting_as("mentor", in_school)
    person = make_person(account_id=actor.account_id)
    client = staying(client_for("mentor", in_school), in_school)
    assert client.get(address("index")).headers["Location"] == address("mine")
    assert client.get(address("mine")).status_code == 200
    found = queries.current_texts()["pd_processing"]
    url = address("give", text=found.pk, person=person.pk)
    assert person.full_name in text(client.get(url))
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"agreed": "on"}).status_code == 302
    consent = Consent.objects.get()
    withdraw = address("withdraw", consent=consent.pk)
    assert "30" in text(client.get(withdraw))
    assert client.post(withdraw, {"reason": ""}).status_code == 302
    assert not queries.has(person, "pd_processing")


def test_guardian_gives_for_the_ward_and_not_for_others(with_pupils: School, client_for: ClientFor) -> None:
    actor = acting_as("guardian", with_pupils)
    ward, stranger = make_pupil(), make_pupil()
    make_guardian(ward, account_id=actor.account_id)
    client = staying(client_for("guardian", with_pupils), with_pupils)
    assert ward.full_name in text(client.get(address("mine")))
    found = queries.current_texts()["pd_processing_guardian"]
    assert client.get(address("give", text=found.pk, person=stranger.pk)).status_code == 404
    assert client.post(address("give", text=found.pk, person=ward.pk), {"agreed": "on"}).status_code == 302
    assert queries.has(ward, "pd_processing")


def test_others_consent_does_not_exist_for_a_mentee(in_school: School, client_for: ClientFor) -> None:
    consent = give(make_person(), "pd_processing")
    client = staying(client_for("mentee", in_school), in_school)
    assert client.get(address("consent", consent=consent.pk)).status_code == 404
    assert client.get(address("withdraw", consent=consent.pk)).status_code == 404


def test_blank_form_has_the_names_in_place(curator: Client, in_school: School) -> None:
    person = make_person()
    assert curator.get(address("person_texts", person=person.pk)).status_code == 200
    found = queries.current_texts()["pd_processing"]
    page = text(curator.get(address("blank", person=person.pk, text=found.pk)))
    assert person.full_name in page
    assert "[[" not in page
