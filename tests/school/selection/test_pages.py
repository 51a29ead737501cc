"""Pages of the selection: by their users, with a constant number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.orders import actions as orders
from apps.school.orders.kinds import REGISTER_APPROVAL
from apps.school.orders.models import Order
from apps.school.selection import actions
from apps.school.selection.models import Appointment, Body, Candidacy, Commission, Criterion, Rating, Sitting
from kernel.acting import system_actor
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look, look
from tests.support.cast import ClientFor, account_in
from tests.support.people import counted, make_mentor, make_person
from tests.support.regulation import adopted
from tests.support.selection import ensure_appointed, make_candidacy

SYSTEM = system_actor("tests")
__all__ = ["look"]  # the fixture


def content_of(response: Any) -> bytes:
    """The bytes of a file handed out."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("page", ["", "register/"])
def test_lists_ask_the_same_number_of_queries_for_more_rows(page: str, alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    found = []
    for rows in (1, 29):
        with enter_school(alpha):
            if rows == 1:
                adopted("lenskaya")
            for _number in range(rows):
                make_candidacy()
                ensure_appointed(make_mentor(consents=False))
        client.get(f"/selection/{page}")
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/selection/{page}")
        found.append(counted(captured.captured_queries))
    assert found[0] == found[1] <= 18
    assert len(response.content) < 100_000
    exported = client.get(f"/selection/{page}?export=xlsx")
    assert content_of(exported).startswith(b"PK")


def test_curator_nominates_and_sees_what_is_missing(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("lenskaya")
        person = make_person()
    sent = {"person": person.pk, "route": "nomination_by_staff", "opened_on": "01.09.2025"}
    assert client.post("/selection/nominate/", sent).status_code == 422
    answer = client.post("/selection/nominate/", {**sent, "route": "bank_analysis"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "без анкеты" in page
    assert "добровольн" in page
    number = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    proof = {"kind": "survey", "held_on": "02.09.2025", "held_by": "куратор", "positive": "on"}
    assert client.post(f"/selection/{number}/record/", proof).status_code == 302
    assert client.post(f"/selection/{number}/approve/", {}).status_code == 422
    client.post(f"/selection/{number}/answer/", {"agrees": "yes", "answered_on": "02.09.2025"})
    assert client.post("/selection/approve/", {"selected": number}).status_code == 302
    with enter_school(alpha):
        assert Candidacy.objects.get().state == Candidacy.State.APPROVED


def test_candidate_is_asked_on_today_and_answers(alpha: School, look: Look, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        candidacy = make_candidacy(make_person(account_id=account_in("mentee", alpha).pk))
        stranger = make_candidacy()
    assert f"/selection/{candidacy.pk}/answer/" in look("mentee").line("selection.answer")
    client = client_for("mentee", alpha)
    assert client.get(f"/selection/{stranger.pk}/").status_code == 404
    assert client.get(f"/selection/{candidacy.pk}/").status_code == 200
    agrees = {"agrees": "yes", "answered_on": "01.09.2025"}
    assert client.post(f"/selection/{candidacy.pk}/answer/", agrees).status_code == 302
    assert client.post(f"/selection/{candidacy.pk}/approve/", {}).status_code == 403
    assert "под отбором" in client.get("/selection/own/").content.decode()


def test_curator_is_reminded_of_candidates_training_and_acts(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        make_candidacy()
        make_mentor()
        Appointment.objects.all().delete()
    shown = look("curator")
    wanted = {"selection.candidate", "selection.training", "selection.not_appointed", "curator.without_act"}
    assert wanted <= set(shown.codes)
    with enter_school(alpha):
        actions.answer(candidacy=Candidacy.objects.get(), agrees=True, acting=SYSTEM)
    assert "selection.ready" in look("curator").codes


def test_commission_is_reminded_of_while_candidates_wait_for_it(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        make_candidacy(route="selection_by_application")
    assert "selection.commission" in look("curator").codes


def test_commission_by_its_pages_to_the_protocol(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        candidacy = make_candidacy(route="selection_by_application")
        people = [make_person() for _number in range(3)]
    seats: dict[str, Any] = {"seat_head": people[0].pk, "seat_curator": people[1].pk}
    assert client.post("/selection/commission/form/", seats).status_code == 422
    assert client.post("/selection/commission/form/", {**seats, "others": [people[2].pk]}).status_code == 302
    with enter_school(alpha):
        order = Commission.objects.get().order
        assert order is not None
    signer = client_for("head", alpha)
    assert signer.post(f"/orders/{order.pk}/sign/", {"dated": f"{today():%d.%m.%Y}"}).status_code == 302
    called = {"held_on": f"{today():%d.%m.%Y}", "candidacies": [candidacy.pk]}
    sitting = client.post("/selection/sittings/new/", called)["Location"]
    with enter_school(alpha):
        item = Sitting.objects.get().agenda.get()
        there = [member.pk for member in Commission.objects.get().members.all()]
    votes = {f"yes_{item.pk}": 3, f"no_{item.pk}": 0, f"abstained_{item.pk}": 0}
    assert client.post(f"{sitting}hold/", {"present": there, **votes}).status_code == 302
    assert "рекомендован" in client.get(sitting).content.decode()
    assert content_of(client.get(f"{sitting}protocol.pdf")).startswith(b"%PDF-")
    assert content_of(client.get(f"{sitting}protocol.docx")).startswith(b"PK")
    assert people[2].full_name in client.get("/selection/commission/").content.decode()


def test_bodies_stand_under_the_schools_names(alpha: School, client_for: ClientFor) -> None:
    """The parameter ``bodies`` on its page."""
    client = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("gymnasium-35")
    words = client.get("/selection/bodies/").content.decode()
    assert "методическое объединение наставников" in words
    unknown = {"code": "psychological_service", "since": "01.09.2025"}
    assert client.post("/selection/bodies/new/", unknown).status_code == 422
    made = client.post("/selection/bodies/new/", {"code": "methodical_association", "since": "01.09.2025"})
    assert made.status_code == 302
    with enter_school(alpha):
        assert "наставников" in Body.objects.get().name
        person = make_person()
    member = {"person": person.pk, "part": "chair", "since": "02.09.2025"}
    assert client.post(f"{made['Location']}members/new/", member).status_code == 302
    assert person.full_name in client.get(made["Location"]).content.decode()


def test_rating_is_computed_and_explained_by_its_pages(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("gymnasium-35")
        mentor = make_mentor()
    assert client.post("/selection/rating/compute/", {"top": 3}).status_code == 422
    assert "не предусматривает" in client.get("/selection/rating/").content.decode()
    with enter_school(alpha):
        adopted("gymnasium-35", since=today(), incentives__rating=True)
    criterion = {"title": "Открытые уроки", "source": "manual", "weight": 5, "cap": 20}
    assert client.post("/selection/rating/criteria/new/", criterion).status_code == 302
    with enter_school(alpha):
        key = Criterion.objects.get().pk
    points = {"criterion": key, "person": mentor.person_id, "units": 2, "evidence": "протокол"}
    points["given_on"] = "01.09.2025"
    assert client.post("/selection/rating/points/", points).status_code == 302
    rating = client.post("/selection/rating/compute/", {"top": 3})["Location"]
    assert mentor.person.full_name in client.get(rating).content.decode()
    with enter_school(alpha):
        row = Rating.objects.get().rows.get()
    assert "2 × 5 = 10" in client.get(f"{rating}{row.pk}/").content.decode()
    assert client.post(f"{rating}pool/").status_code == 302


def test_act_made_before_enters_the_register(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("lenskaya")
        person = make_person()
    act = {"person": person.pk, "act_kind": "order", "act_number": "12-од", "act_date": "01.09.2025"}
    page = f"/selection/register/act/?person={person.pk}"
    assert client.post(page, {**act, "act_kind": "head_approval"}).status_code == 422
    entry = client.post(page, act)["Location"]
    assert "№ 12-од" in client.get(entry).content.decode()
    assert person.full_name in client_for("methodical_association", alpha).get("/selection/register/").content.decode()
    assert client.post(f"{entry}remove/", {"reason": "перевод"}).status_code == 302
    with enter_school(alpha):
        assert Appointment.objects.get().ended_on == today()


def test_register_is_approved_as_a_list_by_an_order_of_the_head(alpha: School, client_for: ClientFor) -> None:
    curator = client_for("curator", alpha)
    with enter_school(alpha):
        adopted("gymnasium-35")
        mentor = make_mentor(consents=False)
    assert curator.post("/selection/register/approve/").status_code == 422
    with enter_school(alpha):
        ensure_appointed(mentor)
    assert "/selection/register/approve/" in curator.get("/selection/register/").content.decode()
    assert mentor.person.short_name in curator.get("/selection/register/approve/").content.decode()
    assert curator.post("/selection/register/approve/").status_code == 302
    with enter_school(alpha):
        order = orders.sign_order(order=Order.objects.get(kind=REGISTER_APPROVAL), acting=SYSTEM)
        assert mentor.person.last_name in order.facts["act"]["text"]["points"][0]
        assert Appointment.objects.get().ended_on is None
    assert f"№ {order.number}" in curator.get("/selection/register/").content.decode()
    assert client_for("mentor", alpha).get("/selection/register/approve/").status_code == 403
