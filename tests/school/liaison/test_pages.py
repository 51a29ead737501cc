"""Pages of the work with other schools."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.exchange import outlook
from apps.region.exchange.models import Offer, RemoteRequest
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.exchange import (
    FORM,
    a_term,
    both_agree,
    make_offer,
    make_remote_pair,
    make_request,
    mentee_of,
    mentor_of,
    open_for_business,
)
from tests.support.statistics import asked

SHELL = 6


@pytest.fixture(autouse=True)
def _both(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)


PAGES = ("", "mentors/", "offers/", "offers/new/", "requests/", "requests/incoming/")


@pytest.mark.parametrize("page", PAGES)
def test_empty_pages_open(client_for: ClientFor, alpha: School, page: str) -> None:
    assert client_for("curator", alpha).get(f"/liaison/{page}").status_code == 200


def test_curator_offers_and_mentor_agrees(client_for: ClientFor, alpha: School, beta: School) -> None:
    with enter_school(alpha):
        card = mentor_of(alpha)
    form = {"mentor": str(card.pk), "topics": "Цифровые инструменты", "forms_": [FORM], "places": "1"}
    answer = client_for("curator", alpha).post("/liaison/offers/new/", form)
    offer = Offer.objects.of(alpha.pk).get()
    assert answer.headers["Location"] == f"/liaison/offers/{offer.pk}/"
    mentor = client_for("mentor", alpha)
    assert f"/liaison/mine/{offer.pk}/agree/" in mentor.get("/liaison/mine/").content.decode()
    assert "Цифровые инструменты" in mentor.get(f"/liaison/mine/{offer.pk}/agree/").content.decode()
    mentor.post(f"/liaison/mine/{offer.pk}/agree/")
    assert outlook.open_offers(beta.pk)


def test_too_many_places_keep_what_was_typed(client_for: ClientFor, alpha: School) -> None:
    with enter_school(alpha):
        card = mentor_of(alpha)
    form = {"mentor": str(card.pk), "topics": "Цифровые инструменты", "forms_": [FORM], "places": "20"}
    answer = client_for("curator", alpha).post("/liaison/offers/new/", form)
    assert answer.status_code == 422
    assert "Цифровые инструменты" in answer.content.decode()


def test_curator_asks_and_the_other_curator_approves(client_for: ClientFor, alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        mentee = mentee_of(beta)
        starts_on, ends_on = a_term()
    asking = client_for("curator", beta)
    assert "Орлова" in asking.get("/liaison/mentors/", {"q": "цифровые"}).content.decode()
    assert asking.get(f"/liaison/mentors/{offer}/ask/").status_code == 200
    form = {"mentee": str(mentee.pk), "need": "Доска", "form": FORM}
    form |= {"starts_on": f"{starts_on:%d.%m.%Y}", "ends_on": f"{ends_on:%d.%m.%Y}"}
    assert asking.post(f"/liaison/mentors/{offer}/ask/", form).status_code == 302
    request = RemoteRequest.objects.of(beta.pk).get()
    both_agree(request.pk)
    answering = client_for("curator", alpha)
    path = f"/liaison/requests/{request.pk}/"
    for text in (answering.get(path).content.decode(), answering.get("/liaison/").content.decode()):
        assert "Секретова" not in text
        assert "Доска" in text
    assert answering.get(f"{path}approve/").status_code == 200
    assert answering.post(f"{path}approve/").status_code == 302
    after = answering.get(path).content.decode()
    assert "Секретова" in after
    assert "/exchange/" in after


def test_mentee_asks_for_oneself(client_for: ClientFor, alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        mentee_of(beta)
        starts_on, ends_on = a_term()
    client = client_for("mentee", beta)
    form = {"need": "Доска", "form": FORM, "starts_on": f"{starts_on:%d.%m.%Y}", "ends_on": f"{ends_on:%d.%m.%Y}"}
    answer = client.post(f"/liaison/mentors/{offer}/ask/", form)
    assert answer.headers["Location"] == "/liaison/requests/mine/"
    assert "Доска" in client.get("/liaison/requests/mine/").content.decode()
    [line] = outlook.outgoing(beta.pk)
    assert line.waits_for == "own"
    assert client_for("curator", beta).post(f"/liaison/requests/{line.request}/approve/").status_code == 302
    assert outlook.incoming(alpha.pk)


def test_decline_asks_for_a_reason(client_for: ClientFor, alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    client = client_for("curator", alpha)
    path = f"/liaison/requests/{request}/decline/"
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Нет времени"}).status_code == 302


def test_head_reads_but_does_not_act(client_for: ClientFor, alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    client = client_for("head", alpha)
    text = client.get(f"/liaison/requests/{request}/").content.decode()
    assert "/approve/" not in text
    assert client.post(f"/liaison/requests/{request}/approve/").status_code == 403


def test_own_request_is_withdrawn(client_for: ClientFor, alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    client = client_for("curator", beta)
    assert client.get(f"/liaison/requests/{request}/withdraw/").status_code == 200
    assert client.post(f"/liaison/requests/{request}/withdraw/").status_code == 302
    assert client_for("curator", alpha).get(f"/liaison/requests/{request}/withdraw/").status_code == 404


def test_offer_is_withdrawn(client_for: ClientFor, alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    client = client_for("curator", alpha)
    assert client.get(f"/liaison/offers/{offer}/withdraw/").status_code == 200
    client.post(f"/liaison/offers/{offer}/withdraw/")
    assert outlook.open_offers(beta.pk) == []


def test_offers_of_other_schools_are_not_own(client_for: ClientFor, alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    client = client_for("curator", beta)
    for path in (f"offers/{offer}/", f"offers/{offer}/withdraw/"):
        assert client.get(f"/liaison/{path}").status_code == 404
    assert client_for("curator", alpha).get(f"/liaison/mentors/{offer}/ask/").status_code == 404


def test_lists_are_exported(client_for: ClientFor, alpha: School, beta: School) -> None:
    make_remote_pair(alpha, beta)
    for page in ("offers/", "requests/incoming/"):
        assert client_for("curator", alpha).get(f"/liaison/{page}?export=xlsx").status_code == 200
    assert client_for("curator", beta).get("/liaison/requests/?export=xlsx").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_search_asks_constantly(client_for: ClientFor, alpha: School, beta: School, count: int) -> None:
    for number in range(count):
        Offer.objects.create(
            school=alpha,
            mentor_card=number,
            mentor_account=acting_as("mentor", alpha).account_id,
            mentor_name=f"Орлова Нина {number}",
            topics="Доска",
            forms=[{"code": FORM, "title": "педагог – педагог"}],
            state=Offer.State.OPEN,
        )
    client = client_for("curator", beta)
    client.get("/liaison/mentors/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/liaison/mentors/")
    assert answer.status_code == 200
    assert asked(captured) <= SHELL + 4
    assert len(answer.content) < 100_000
