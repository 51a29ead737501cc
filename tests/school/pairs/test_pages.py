"""Pages of pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation.queries import current_or_none
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.pairs import a_term, make_pair, propose
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

ClientFor = Callable[..., Client]


def a_pair(school: School, state: str = "active") -> Match:
    with enter_school(school):
        return make_pair(state)


def own(person: Person, role: str, school: School) -> None:
    """Link a person to the cast's account of a role."""
    with enter_school(school):
        Person.objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)


def two_people(school: School, **values: Any) -> tuple[MentorCard, MenteeCard]:
    with enter_school(school):
        if current_or_none() is None:
            adopted("gymnasium-35", **values)
        return make_mentor(), make_mentee()


def sent(mentor: MentorCard, mentee: MenteeCard, school: School, **changes: Any) -> dict[str, Any]:
    with enter_school(school):
        start, end = a_term()
    return {
        "mentors": [mentor.pk],
        "mentees": [mentee.pk],
        "form": "pedagogue_pedagogue",
        "type_": "goal_setting_short",
        "role_model": "experienced_novice",
        "starts_on": f"{start:%d.%m.%Y}",
        "ends_on": f"{end:%d.%m.%Y}",
        **changes,
    }


@pytest.mark.parametrize("role", ["curator", "head", "methodical_association"])
def test_staff_sees_every_pair(role: str, alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    client = client_for(role, alpha)
    assert client.get(f"/pairs/{match.pk}/").status_code == 200
    assert f"/pairs/{match.pk}/" in client.get("/pairs/").content.decode()


@pytest.mark.parametrize("role", ["mentor", "mentee", "guardian"])
def test_others_see_only_their_own(role: str, alpha: School, client_for: ClientFor) -> None:
    mine, foreign = a_pair(alpha), a_pair(alpha)
    with enter_school(alpha):
        row = mine.current_mentors[0] if role == "mentor" else mine.current_mentees[0]
        person = row.card.person
        if role == "guardian":
            guardian = Person.objects.create(kind="guardian", last_name="Зимина", first_name="Вера")
            person.guardians.create(guardian=guardian)
            person = guardian
    own(person, role, alpha)
    client = client_for(role, alpha)
    assert client.get(f"/pairs/{mine.pk}/").status_code == 200
    assert client.get(f"/pairs/{foreign.pk}/").status_code == 404


def test_pair_of_another_school_is_not_found(alpha: School, beta: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    assert client_for("curator", beta).get(f"/pairs/{match.pk}/").status_code == 404


@pytest.mark.parametrize("state", Match.State.values)
def test_page_shows_a_pair_in_every_state(state: str, alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, state)
    page = client_for("curator", alpha).get(f"/pairs/{match.pk}/")
    assert page.status_code == 200
    assert str(match.get_state_display()) in page.content.decode()


def test_new_pair_begins_with_a_mentee(alpha: School, client_for: ClientFor) -> None:
    _mentor, mentee = two_people(alpha)
    client = client_for("curator", alpha)
    assert client.get("/pairs/new/")["Location"] == "/pairs/choose/"
    assert f"/pairs/new/?mentee={mentee.pk}" in client.get("/pairs/choose/").content.decode()


def test_fitting_mentors_are_shown_with_score_and_reasons(alpha: School, client_for: ClientFor) -> None:
    mentor, mentee = two_people(alpha)
    page = client_for("curator", alpha).get(f"/pairs/new/?mentee={mentee.pk}").content.decode()
    assert mentor.person.full_name in page
    assert "из 100" in page
    assert "Тот же предмет" in page


def test_excluded_mentor_is_shown_with_the_clause(alpha: School, client_for: ClientFor) -> None:
    _mentor, mentee = two_people(alpha, pairing__max_mentees={"individual": 1, "group": None})
    with enter_school(alpha):
        propose(make_mentor(capacity=3))
    page = client_for("curator", alpha).get(f"/pairs/new/?mentee={mentee.pk}").content.decode()
    assert "не подходит: почему" in page
    assert "п. 99" in page


def test_curator_forms_a_pair(alpha: School, client_for: ClientFor) -> None:
    mentor, mentee = two_people(alpha)
    answer = client_for("curator", alpha).post("/pairs/new/", sent(mentor, mentee, alpha))
    assert answer.status_code == 302
    with enter_school(alpha):
        assert Match.objects.get().state == Match.State.PROPOSED


def test_refusal_quotes_the_clause_and_keeps_what_was_typed(alpha: School, client_for: ClientFor) -> None:
    mentor, mentee = two_people(alpha, term__max_months=3)
    far = {"ends_on": "01.09.2031", "goal": "Освоить проектный метод"}
    answer = client_for("curator", alpha).post("/pairs/new/", sent(mentor, mentee, alpha, **far))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "п. 99" in page
    assert "Освоить проектный метод" in page
    assert "01.09.2031" in page
    assert f'value="{mentor.pk}" id="mentor-{mentor.pk}" checked' in page


def test_both_sides_answer_on_their_own_page(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, "proposed")
    with enter_school(alpha):
        sides = {"mentor": match.current_mentors[0].card.person, "mentee": match.current_mentees[0].card.person}
    for role, person in sides.items():
        own(person, role, alpha)
        sheet = {"person": person.pk, "answer": "yes"}
        assert client_for(role, alpha).post(f"/pairs/{match.pk}/answer/", sheet).status_code == 302
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.AGREED


def test_participant_cannot_answer_for_the_other_side(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, "proposed")
    with enter_school(alpha):
        mentor, mentee = match.current_mentors[0].card.person, match.current_mentees[0].card.person
    own(mentor, "mentor", alpha)
    sheet = {"person": mentee.pk, "answer": "yes"}
    assert client_for("mentor", alpha).post(f"/pairs/{match.pk}/answer/", sheet).status_code == 422


def test_curator_records_a_paper_answer(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, "proposed")
    with enter_school(alpha):
        person = match.current_mentees[0].card.person
    sheet = {"person": person.pk, "answer": "no", "note": "Переезд"}
    client_for("curator", alpha).post(f"/pairs/{match.pk}/answer/", sheet)
    page = client_for("curator", alpha).get(f"/pairs/{match.pk}/").content.decode()
    assert "Переезд" in page
    assert f"Отказ: {person.short_name}" in page


def test_next_step_leads_to_the_consents_while_some_are_missing(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, "agreed")
    client = client_for("curator", alpha)
    assert "Подготовить приказ" in client.get(f"/pairs/{match.pk}/").content.decode()
    with enter_school(alpha):
        match.current_mentors[0].card.person.consents.update(withdrawn_on=today())
    page = client.get(f"/pairs/{match.pk}/").content.decode()
    assert "Внести согласия" in page
    assert "Не хватает:" in page


def test_order_is_prepared_after_a_question(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha, "agreed")
    client = client_for("curator", alpha)
    assert "Что произойдёт" in client.get(f"/pairs/{match.pk}/order/").content.decode()
    assert client.post(f"/pairs/{match.pk}/order/").status_code == 302
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.ORDERED


def test_pair_is_ended_by_a_ground(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    sheet = {"ground": "plan_completed", "closed_on": f"{today():%d.%m.%Y}", "note": ""}
    assert client_for("curator", alpha).post(f"/pairs/{match.pk}/end/", sheet).status_code == 302
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.COMPLETED


def test_replacement_with_another_end_is_refused_in_place(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    with enter_school(alpha):
        new, old = make_mentor(), match.current_mentors[0].card_id
    sheet = {
        "old_mentor": old,
        "new_mentor": new.pk,
        "ground": "reasoned_request",
        "ends_on": "01.01.2030",
    }
    answer = client_for("curator", alpha).post(f"/pairs/{match.pk}/replace/", sheet)
    assert answer.status_code == 422
    assert "01.01.2030" in answer.content.decode()


def test_step_out_of_turn_says_the_present_state(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    answer = client_for("curator", alpha).post(f"/pairs/{match.pk}/cancel/")
    assert answer.status_code == 422
    assert "работает" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["q=Берёзова", "state=active", "form=pedagogue_pedagogue", "sort=-mentee", "q=%E2%84%961"]
)
def test_list_is_searched_filtered_and_sorted(query: str, alpha: School, client_for: ClientFor) -> None:
    a_pair(alpha)
    assert client_for("curator", alpha).get(f"/pairs/?{query}").status_code == 200


def test_search_finds_by_name_of_either_side(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        mentee = make_mentee()
        Person.objects.filter(pk=mentee.person_id).update(last_name="Неповторимова")
        mentee.person.refresh_from_db()
        wanted, other = propose(mentee=mentee), propose()
    page = client_for("curator", alpha).get("/pairs/?q=неповтор").content.decode()
    assert f"/pairs/{wanted.pk}/" in page
    assert f"/pairs/{other.pk}/" not in page


def test_list_asks_as_many_queries_for_many_rows_as_for_one(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    numbers = []
    for made in (1, 29):
        with enter_school(alpha):
            for _key in range(made):
                propose()
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/pairs/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert len(page.content) < 100_000


def test_choice_of_mentors_asks_as_many_queries_for_many_as_for_one(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    _mentor, mentee = two_people(alpha)
    numbers = []
    for made in (0, 29):
        with enter_school(alpha):
            for _key in range(made):
                make_mentor()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/pairs/new/?mentee={mentee.pk}")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert len(page.content) < 100_000


def test_list_is_exported(alpha: School, client_for: ClientFor) -> None:
    a_pair(alpha)
    answer = client_for("curator", alpha).get("/pairs/?export=xlsx")
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("sheet")


def test_person_shows_the_pairs(alpha: School, client_for: ClientFor) -> None:
    match = a_pair(alpha)
    with enter_school(alpha):
        person = match.current_mentors[0].card.person
    page = client_for("curator", alpha).get(f"/people/{person.pk}/")
    assert f"/pairs/{match.pk}/" in page.content.decode()
