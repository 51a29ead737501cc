"""Pages of requests, of pauses, of amended terms and of an end asked for: back button, two tabs, double submit."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.school.pairs import actions, queries
from apps.school.pairs.models import Match, MentorRequest, Pause, Petition, RequestChoice
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.today.waiting import courses
from kernel.acting import system_actor
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.pairs import ask, asked_now, make_pair, pause
from tests.support.people import make_mentee, make_mentor
from tests.support.programmes import make_running
from tests.support.regulation import adopted

ClientFor = Callable[..., Client]
DAY = datetime.timedelta(days=1)
State = MentorRequest.State
PHONE, MAIL = "+7 900 111-22-33", "nastavnik@school.test"


def own(person: Person, role: str, school: School, **fields: Any) -> None:
    account = account_in(role, school).pk
    Person.objects.filter(account_id=account).update(account_id=None)
    Person.objects.filter(pk=person.pk).update(account_id=account, **fields)


@pytest.fixture
def cards(alpha: School) -> tuple[MentorCard, MenteeCard]:
    """The cast's mentor and mentee, in the banks."""
    with enter_school(alpha):
        adopted("gymnasium-35")
        mentor, mentee = make_mentor(), make_mentee()
        own(mentor.person, "mentor", alpha, phone=PHONE, email=MAIL)
        own(mentee.person, "mentee", alpha)
    return mentor, mentee


def test_mentee_asks_and_the_mentor_accepts_on_pages(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, _mentee = cards
    asking, asked = client_for("mentee", alpha), client_for("mentor", alpha)
    assert "/pairs/requests/" in asking.get("/pairs/").content.decode()
    page = asking.get("/pairs/requests/new/").content.decode()
    assert mentor.person.full_name in page
    assert PHONE not in page
    sent = {"mode": "in_order", "choice_1": mentor.pk, "text": "Открытый урок"}
    request = asking.post("/pairs/requests/new/", sent)["Location"]
    assert PHONE not in asking.get(request).content.decode()
    assert "Открытый урок" in asked.get("/").content.decode()
    with enter_school(alpha):
        choice = asked_now(MentorRequest.objects.get())
    answer = asked.post(f"{request}answer/", {"choice": choice.pk, "answer": "yes"})
    assert answer.status_code == 302
    page = asking.get(answer["Location"]).content.decode()
    assert PHONE in page
    assert MAIL in page
    assert PHONE not in client_for("curator", alpha).get(answer["Location"]).content.decode()


def test_refused_request_keeps_what_was_typed_and_cites_the_clause(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, _mentee = cards
    client = client_for("mentee", alpha)
    client.get("/pairs/requests/new/")
    with enter_school(alpha):
        adopted("gymnasium-35", since=today(), pairing__max_mentees={"individual": 1, "group": None})
        make_pair(mentor=mentor)
    page = client.get("/pairs/requests/new/").content.decode()
    assert "п. 99" in page
    with enter_school(alpha):
        other = make_mentor()
    sent = {"mode": "in_order", "choice_1": other.pk, "choice_2": other.pk, "text": "Разбор уроков"}
    answer = client.post("/pairs/requests/new/", sent)
    assert answer.status_code == 422
    assert "Разбор уроков" in answer.content.decode()


def test_second_tab_and_double_click_ask_once(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, _mentee = cards
    client = client_for("mentee", alpha)
    sent = {"mode": "in_order", "choice_1": mentor.pk, "idempotency_key": str(uuid4())}
    assert [client.post("/pairs/requests/new/", sent).status_code for _click in range(2)] == [302, 302]
    other_tab = client.post("/pairs/requests/new/", {**sent, "idempotency_key": str(uuid4())})
    assert other_tab.status_code == 422
    assert "ждёт ответа" in other_tab.content.decode()
    assert client.get("/pairs/requests/new/").status_code == 302
    with enter_school(alpha):
        assert MentorRequest.objects.count() == 1


def test_page_left_open_answers_a_request_that_is_over_with_its_state(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, mentee = cards
    with enter_school(alpha):
        request = ask(mentor, mentee=mentee)
        choice = asked_now(request)
    path, client = f"/pairs/requests/{request.pk}/", client_for("mentor", alpha)
    assert client.get(f"{path}answer/").status_code == 200
    sent = {"choice": choice.pk, "answer": "no", "note": "Нет времени"}
    assert client.post(f"{path}answer/", sent).status_code == 302
    back = client.post(f"{path}answer/", {**sent, "note": "Передумал отвечать"})
    assert back.status_code == 422
    assert "Нельзя отклонить заявку" in back.content.decode()
    assert "Передумал отвечать" in back.content.decode()


def test_looking_shows_what_has_lapsed_and_writes_nothing(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, mentee = cards
    with enter_school(alpha):
        request = ask(mentor, make_mentor(), mentee=mentee)
        RequestChoice.objects.filter(request=request, number=1).update(answer_by=today() - DAY)
    mentee_client, asked = client_for("mentee", alpha), client_for("mentor", alpha)
    with CaptureQueriesContext(connection) as queries_made:
        page = mentee_client.get(f"/pairs/requests/{request.pk}/").content.decode()
        listed = mentee_client.get("/pairs/requests/").content.decode()
        answer = asked.get(f"/pairs/requests/{request.pk}/answer/").content.decode()
    assert "не ответил" in page
    assert "срок ответа прошёл" in listed
    assert 'name="answer"' not in answer
    written = [each["sql"] for each in queries_made if "pairs_" in each["sql"] and "SELECT" not in each["sql"][:8]]
    assert written == []
    with enter_school(alpha):
        assert list(request.choices.values_list("state", flat=True)) == ["asked", "queued"]
        assert actions.advance_stalled(acting=system_actor("tests")) == 1
        assert list(request.choices.values_list("state", flat=True)) == ["lapsed", "asked"]


def test_office_enters_a_request_and_an_answer_on_paper(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, mentee = cards
    client = client_for("curator", alpha)
    assert client.get("/pairs/requests/new/")["Location"] == "/pairs/unpaired/"
    assert f"/pairs/requests/new/?mentee={mentee.pk}" in client.get(f"/pairs/unpaired/{mentee.pk}/").content.decode()
    path = f"/pairs/requests/new/?mentee={mentee.pk}"
    request = client.post(path, {"mode": "any"})["Location"]
    with enter_school(alpha):
        choice = asked_now(MentorRequest.objects.get(on_paper=True))
        assert choice.card_id == mentor.pk
    sent = {"choice": choice.pk, "answer": "no", "note": "Болеет"}
    assert client.post(f"{request}answer/", sent).status_code == 302
    page = client.get(request).content.decode()
    assert "Болеет" in page
    assert f"/pairs/new/?mentee={mentee.pk}" in page


def test_office_sets_the_terms_and_takes_a_request_back(
    alpha: School, client_for: ClientFor, cards: tuple[MentorCard, MenteeCard]
) -> None:
    mentor, mentee = cards
    client = client_for("curator", alpha)
    assert client.post("/pairs/requests/terms/", {"answer_days": 3, "most_choices": 2}).status_code == 302
    assert client.post("/pairs/requests/terms/", {"answer_days": 0, "most_choices": 2}).status_code == 422
    with enter_school(alpha):
        request = ask(mentor, mentee=mentee)
        assert request.answer_days == 3
    assert client.get(f"/pairs/requests/{request.pk}/withdraw/").status_code == 200
    assert client.post(f"/pairs/requests/{request.pk}/withdraw/").status_code == 302
    with enter_school(alpha):
        assert MentorRequest.objects.get().state == State.WITHDRAWN


def test_list_of_requests_asks_the_same_for_one_and_for_thirty(alpha: School, client_for: ClientFor) -> None:
    client, counts = client_for("curator", alpha), []
    with enter_school(alpha):
        mentors = [make_mentor(), make_mentor()]
        adopted("gymnasium-35")
    for rows in (1, 29):
        with enter_school(alpha):
            for _number in range(rows):
                ask(*mentors)
        client.get("/pairs/requests/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/pairs/requests/?per_page=50")
        counts.append(len(captured))
        assert page.status_code == 200
    assert counts[0] == counts[1]
    file = client.get("/pairs/requests/?export=xlsx")
    assert b"".join(file.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]  # a file
    found = client.get("/pairs/requests/?q=Никого&state=open").content.decode()
    assert mentors[0].person.full_name not in found


def test_mentor_does_not_see_others_requests(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        request = ask(make_mentor())
    assert client_for("mentor", alpha).get(f"/pairs/requests/{request.pk}/").status_code == 404


# ---- pauses, amended terms, an end asked for


def seated(school: School, state: str = Match.State.ACTIVE) -> Match:
    with enter_school(school):
        adopted("gymnasium-35")
        match = queries.get_visible(make_pair(state).pk, system_actor("tests"))
        own(match.current_mentors[0].card.person, "mentor", school)
        own(match.current_mentees[0].card.person, "mentee", school)
    return match


def test_mentor_pauses_moves_and_resumes_on_pages(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    path, client = f"/pairs/{match.pk}/", client_for("mentor", alpha)
    person = match.current_mentors[0].card.person_id
    days = {"first_day": f"{today():%d.%m.%Y}", "last_day": f"{today() + 9 * DAY:%d.%m.%Y}"}
    assert f"{path}pause/" in client.get(path).content.decode()
    sent = {"person": person, "reason": "business_trip", "note": "Курсы в Ижевске", **days}
    assert client.post(f"{path}pause/", {**sent, "last_day": "01.01.2050"}).status_code == 422
    assert client.post(f"{path}pause/", sent).status_code == 302
    assert "Курсы в Ижевске" in client.get(path).content.decode()
    assert client.post(f"{path}pause/move/", {"last_day": f"{today() + DAY:%d.%m.%Y}"}).status_code == 302
    with enter_school(alpha):
        Pause.objects.update(first_day=today() - 5 * DAY)
    assert client.post(f"{path}pause/resume/").status_code == 302
    page = client.get(path).content.decode()
    assert f"{path}extend/?ground=business_trip" in page
    assert client.get(f"{path}pause/resume/").status_code == 404


def test_paused_pair_is_not_called_quiet(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        match = make_running().match
        Match.objects.filter(pk=match.pk).update(starts_on=today() - 60 * DAY)
        assert [course.match for course in courses.flagged(today(), 14)["quiet"]] == [match.pk]
        pause(queries.get_visible(match.pk, system_actor("tests")))
        assert courses.flagged(today(), 14)["quiet"] == []


def test_curator_amends_terms_before_the_order(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha, Match.State.AGREED)
    path, client = f"/pairs/{match.pk}/", client_for("curator", alpha)
    assert f"{path}amend/" in client.get(path).content.decode()
    sent = {
        "form": match.form,
        "type_": match.type,
        "role_model": match.role_model,
        "starts_on": f"{match.starts_on:%d.%m.%Y}",
        "ends_on": f"{match.ends_on:%d.%m.%Y}",
        "goal": "Новая цель",
    }
    assert client.post(f"{path}amend/", sent).status_code == 302
    assert client.post(f"{path}amend/", sent).status_code == 422
    assert "Новая цель" in client_for("mentee", alpha).get(f"{path}answer/").content.decode()


def test_mentee_asks_for_the_end_and_the_curator_carries_it_out(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    path, mentee, curator = f"/pairs/{match.pk}/", client_for("mentee", alpha), client_for("curator", alpha)
    assert f"{path}ask-end/" in mentee.get(path).content.decode()
    sent = {
        "author": match.current_mentees[0].card.person_id,
        "ground": "mentee_initiative",
        "leaves_on": f"{today():%d.%m.%Y}",
        "text": "Перехожу в другую школу",
    }
    petition = mentee.post(f"{path}ask-end/", sent)["Location"]
    assert "Перехожу в другую школу" in curator.get(petition).content.decode()
    assert curator.post(f"{petition}decide/", {"decision": "yes"}).status_code == 302
    assert f"{path}end/" in curator.get(petition).content.decode()
    assert "Перехожу в другую школу" in curator.get(f"{path}end/").content.decode()
    closed = {"ground": "mentee_initiative", "closed_on": f"{today():%d.%m.%Y}"}
    assert curator.post(f"{path}end/", closed).status_code == 302
    with enter_school(alpha):
        assert Petition.objects.get().state == Petition.State.DONE
