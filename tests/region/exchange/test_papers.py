"""Leaving a remote pair, complaints and their answers, the agreement between the organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.exchange import actions, recommending
from apps.region.exchange.models import RemoteAgreement, RemoteComplaint, RemotePair
from apps.school.notices.models import Notice
from apps.school.pairs.models import MentorSeat
from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.canaries import text_of_file
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.exchange import Made, make_offer, make_remote_pair, on_region, publish_need
from tests.support.statistics import asked

RunJobs = Callable[[], Any]


@pytest.fixture
def made(alpha: School, beta: School) -> Made:
    return make_remote_pair(alpha, beta)


@pytest.fixture
def pair(made: Made) -> RemotePair:
    return made.pair


@pytest.fixture
def mentee(beta: School, made: Made) -> Actor:
    return on_region("mentee", beta)


# ---- leaving


def test_leaving_ends_the_pair_and_frees_the_place(
    pair: RemotePair, mentee: Actor, alpha: School, run_jobs: RunJobs
) -> None:
    coming = pair.meetings.create(starts_at=now().replace(year=now().year + 1), topic="Потом")
    with run_jobs():
        row = actions.leave_pair(pair=pair, reason="Переезжаю", acting=mentee)
    assert (row.state, row.closing_ground, row.results) == ("ended", "mentee_left", "Переезжаю")
    coming.refresh_from_db()
    assert coming.state == "missed"
    with enter_school(alpha):
        assert not MentorSeat.objects.exists()
        assert Notice.objects.filter(kind="remote.left", account_id=account_in("curator", alpha).pk).exists()


def test_only_the_two_people_leave(pair: RemotePair, alpha: School, mentee: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.leave_pair(pair=pair, reason="x", acting=on_region("curator", alpha))
    with pytest.raises(InputError):
        actions.leave_pair(pair=pair, reason=" ", acting=mentee)


def test_page_says_what_follows_before_leaving(client_for: ClientFor, pair: RemotePair, beta: School) -> None:
    client = client_for("mentee", beta, at="region")
    path = f"/exchange/{pair.pk}/leave/"
    assert "Место у наставника снова свободно" in client.get(path).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Переезжаю"}).status_code == 302
    assert client_for("curator", beta, at="region").get(path).status_code == 403


# ---- complaints


def test_complaint_goes_to_both_curators_and_the_coordinator(
    pair: RemotePair, mentee: Actor, alpha: School, beta: School, run_jobs: RunJobs, client_for: ClientFor
) -> None:
    with run_jobs():
        row = actions.file_complaint(pair=pair, text="Встречи срываются", acting=mentee)
    for school in (alpha, beta):
        with enter_school(school):
            assert Notice.objects.filter(kind="remote.complaint", account_id=account_in("curator", school).pk).exists()
        text = client_for("curator", school, at="region").get(f"/exchange/complaints/{row.pk}/").content.decode()
        assert "Встречи срываются" in text
    assert client_for("regional_coordinator").get(f"/exchange/complaints/{row.pk}/").status_code == 200
    assert client_for("mentor", alpha, at="region").get(f"/exchange/complaints/{row.pk}/").status_code == 404
    assert (
        "Встречи срываются" not in client_for("head", alpha, at="region").get("/exchange/complaints/").content.decode()
    )


def test_coordinator_looks_into_it_and_answers(
    pair: RemotePair, mentee: Actor, beta: School, run_jobs: RunJobs
) -> None:
    row = actions.file_complaint(pair=pair, text="Встречи срываются", acting=mentee)
    coordinator = acting_as("regional_coordinator")
    with pytest.raises(Conflict):
        actions.file_complaint(pair=pair, text="Ещё", acting=mentee)
    with pytest.raises(NotAllowed):
        actions.answer_complaint(complaint=row, answer="x", acting=on_region("curator", beta))
    assert actions.take_complaint(complaint=row, acting=coordinator).state == "taken"
    with pytest.raises(InputError):
        actions.answer_complaint(complaint=row, answer="  ", acting=coordinator)
    with run_jobs():
        answered = actions.answer_complaint(complaint=row, answer="Назначены новые дни", acting=coordinator)
    assert (answered.state, answered.answered_by) == ("answered", coordinator.name)
    with pytest.raises(Conflict):
        actions.take_back_complaint(complaint=row, acting=mentee)
    with enter_school(beta):
        told = Notice.objects.filter(kind="remote.complaint_answered", account_id=account_in("mentee", beta).pk)
        assert told.exists()


def test_complaint_is_taken_back_by_whoever_made_it(pair: RemotePair, mentee: Actor, alpha: School) -> None:
    row = actions.file_complaint(pair=pair, text="Встречи срываются", acting=mentee)
    with pytest.raises(NotAllowed):
        actions.take_back_complaint(complaint=row, acting=on_region("mentor", alpha))
    assert actions.take_back_complaint(complaint=row, acting=mentee).state == "taken_back"


def test_complaint_by_pages(client_for: ClientFor, pair: RemotePair, beta: School) -> None:
    own = client_for("mentee", beta, at="region")
    posted = own.post(f"/exchange/{pair.pk}/complain/", {"text": "Встречи срываются"})
    row = RemoteComplaint.objects.get()
    assert posted.headers["Location"] == f"/exchange/complaints/{row.pk}/"
    assert own.get(f"/exchange/complaints/{row.pk}/take-back/").status_code == 200
    desk = client_for("regional_coordinator")
    assert "Жалобы" in desk.get("/exchange/complaints/").content.decode()
    assert desk.post(f"/exchange/complaints/{row.pk}/take/").status_code == 302
    path = f"/exchange/complaints/{row.pk}/answer/"
    assert desk.post(path, {"answer": ""}).status_code == 422
    assert desk.post(path, {"answer": "Назначены новые дни"}).status_code == 302
    assert "Назначены новые дни" in own.get(f"/exchange/complaints/{row.pk}/").content.decode()


# ---- the agreement


def test_agreement_is_numbered_and_frozen_when_both_heads_agree(pair: RemotePair, alpha: School, beta: School) -> None:
    actions.prepare_agreement(pair=pair, acting=on_region("curator", beta))
    first = actions.agree_as_head(pair=pair, acting=on_region("head", alpha))
    assert (first.number, first.agreed_at) == ("", None)
    with pytest.raises(Conflict):
        actions.agree_as_head(pair=pair, acting=on_region("head", alpha))
    row = actions.agree_as_head(pair=pair, acting=on_region("head", beta))
    assert row.number == f"СВ-{row.year}/1"
    for file in (row.docx, row.pdf):
        text = "".join(text_of_file(bytes(file)).split())
        assert f"{row.year}/1" in text
        assert pair.mentor_name.split()[0] in text
    with pytest.raises(Conflict):
        actions.agree_as_head(pair=pair, acting=on_region("head", beta))


def test_pair_with_an_open_agreement_plans_no_meeting(pair: RemotePair, alpha: School, mentee: Actor) -> None:
    actions.prepare_agreement(pair=pair, acting=on_region("curator", alpha))
    with pytest.raises(Conflict):
        actions.plan_meeting(pair=pair, starts_at=now(), minutes=45, link="", topic="", acting=mentee)


def test_offer_that_wants_an_agreement_prepares_it(alpha: School, beta: School) -> None:
    from apps.school.liaison import actions as liaison
    from tests.support.exchange import curator, make_request, open_for_business

    open_for_business(alpha)
    open_for_business(beta)
    request = make_request(beta, make_offer(alpha, agreement=True))
    with enter_school(alpha):
        liaison.approve_incoming_request(request=request, acting=curator(alpha))
    assert RemoteAgreement.objects.get().agreed_at is None


def test_agreement_by_pages(client_for: ClientFor, pair: RemotePair, alpha: School, beta: School) -> None:
    curator = client_for("curator", alpha, at="region")
    home = f"/exchange/{pair.pk}/agreement/"
    assert curator.get(home).status_code == 404
    assert curator.get(f"{home}prepare/").status_code == 200
    assert curator.post(f"{home}prepare/").headers["Location"] == home
    for school in (alpha, beta):
        head = client_for("head", school, at="region")
        assert f"{home}agree/" in head.get(home).content.decode()
        assert head.post(f"{home}agree/").status_code == 302
    assert "СВ-" in curator.get(home).content.decode()
    for kind in ("docx", "pdf"):
        assert curator.get(f"{home}{kind}/").status_code == 200
    assert client_for("mentor", alpha, at="region").get(f"{home}pdf/").status_code == 403
    assert client_for("regional_coordinator").get(f"{home}pdf/").status_code == 403


# ---- the region's board


def test_board_shows_offers_needs_and_the_best_distribution(client_for: ClientFor, made: Made, beta: School) -> None:
    need = publish_need(beta)
    desk = client_for("regional_coordinator")
    assert "Хочу вести уроки" in desk.get("/exchange/board/needs/", {"q": "цифровыми"}).content.decode()
    assert "Хочу вести уроки" not in desk.get("/exchange/board/needs/", {"day": "3"}).content.decode()
    assert desk.get("/exchange/board/offers/", {"q": "орлова"}).status_code == 200
    assert recommending.of_region().chosen == {}
    type(made.offer).objects.of_all_schools().update(places=2)
    assert list(recommending.of_region().chosen) == [need]
    assert "Орлова" in desk.get("/exchange/board/best/").content.decode()
    assert client_for("curator", beta, at="region").get("/exchange/board/best/").status_code == 403


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("board", ["needs", "offers"])
def test_boards_ask_constantly(client_for: ClientFor, alpha: School, board: str, count: int) -> None:
    from apps.region.exchange.models import Need, Offer

    for number in range(count):
        if board == "needs":
            days = {"starts_on": "2026-01-01", "ends_on": "2026-06-01"}
            Need.objects.create(school=alpha, mentee_card=number, about="педагог", text="Доска", **days)
        else:
            Offer.objects.create(school=alpha, mentor_card=number, mentor_name="Орлова", topics="x", state="open")
    client = client_for("regional_coordinator")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/exchange/board/{board}/")
    assert answer.status_code == 200
    assert asked(captured) <= 10
