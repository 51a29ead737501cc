"""Pages of questionnaires: the office's, one's own, by link without an account."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.questionnaires import actions, links, queries, rules
from apps.school.questionnaires.models import Invitation, Question, Questionnaire, Response, Round
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.people import counted, make_mentee, make_mentor, make_person, staying
from tests.support.questionnaires import ACTING, answer, full_answers, make_questionnaire, make_round
from tests.support.regulation import adopted


@pytest.fixture
def curator(in_alpha: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_alpha), in_alpha)


@pytest.fixture
def mentee(in_alpha: School, client_for: ClientFor) -> Client:
    return staying(client_for("mentee", in_alpha), in_alpha)


def address(name: str, **kwargs: object) -> str:
    return reverse(f"questionnaires:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def text(response: Any) -> str:
    return str(response.content.decode())


def own_round(school: School, template: str = "satisfaction_mentee", **fields: Any) -> Invitation:
    """A round in which the cast's mentee is asked."""
    person = make_person(account_id=acting_as("mentee", school).account_id)
    return make_round(template, person, **fields).invitations.get()


def typed(invitation: Invitation, **given: Any) -> dict[str, Any]:
    """The answers as a browser sends them."""
    found: dict[str, Any] = {}
    for code, value in full_answers(invitation, **given).items():
        if isinstance(value, dict):
            found |= {f"{code}__{row}": str(grade) for row, grade in value.items()}
        elif invitation.round.version.questions.get(code=code).type == Question.Type.PEOPLE:
            found |= {f"{code}__{place}": str(key) for place, key in enumerate(value)}
        else:
            found[code] = value
    return found


def test_questionnaire_is_built_and_published_by_pages(curator: Client) -> None:
    assert curator.get(address("index")).status_code == 200
    assert curator.post(address("new"), {"template": "swot"}).status_code == 302
    made = Questionnaire.objects.get()
    page, draft = made.get_absolute_url(), queries.latest(made)
    assert made.title == "SWOT-анализ программы"
    add = address("question_add", questionnaire_version=draft.pk)
    assert curator.post(add, {"text": "Что?", "type_": "one", "options": "одно"}).status_code == 422
    assert curator.post(add, {"text": "Что?", "type_": "one", "options": "одно\nдругое"}).status_code == 302
    last = draft.questions.all().last()
    assert last is not None
    assert curator.post(address("question_move", question=last.pk), {"up": "1"}).status_code == 302
    assert draft.questions.all().reverse()[1] == last
    assert curator.get(address("question", question=last.pk)).status_code == 200
    assert curator.post(address("question_remove", question=last.pk)).status_code == 302
    assert "Up" in text(curator.get(page)) or "Выше" in text(curator.get(page))
    for name in ("preview", "blank", "publish", "version_edit"):
        assert curator.get(address(name, questionnaire_version=draft.pk)).status_code == 200
    assert curator.post(address("publish", questionnaire_version=draft.pk)).status_code == 302
    assert curator.post(add, {"text": "Ещё?", "type_": "long"}).status_code == 422
    assert curator.post(address("revise", questionnaire=made.pk)).status_code == 302
    assert queries.latest(made).number == 2


def test_survey_is_held_by_pages(curator: Client) -> None:
    people = [make_mentee(consents=False).person for _number in range(2)]
    version = make_questionnaire("satisfaction_mentee").versions.get()
    page = address("round_new", questionnaire_version=version.pk)
    assert people[0].full_name in text(curator.get(page))
    values = {"title": "Осень", "opens_on": "01.09.2026", "closes_on": "31.12.2030", "remind_days": "3"}
    assert curator.post(page, values).status_code == 302
    round_ = Round.objects.get()
    assert round_.invitations.count() == 2
    shown = text(curator.get(round_.get_absolute_url(), {"state": "silent"}))
    assert people[1].full_name in shown
    assert curator.post(address("remind", round=round_.pk)).status_code == 302
    assert round_.invitations.filter(reminded_on=None).count() == 0
    assert curator.get(address("round_close", round=round_.pk)).status_code == 200
    assert curator.post(address("round_close", round=round_.pk)).status_code == 302


def test_survey_against_the_act_is_refused_with_the_clause(curator: Client) -> None:
    adopted("gymnasium-35", monitoring__instruments=["interview"])
    make_mentee(consents=False)
    version = make_questionnaire("satisfaction_mentee").versions.get()
    values = {"title": "Осень", "opens_on": "01.09.2026", "closes_on": "31.12.2030", "remind_days": "3"}
    response = curator.post(address("round_new", questionnaire_version=version.pk), values)
    assert response.status_code == 422
    assert "п. 99" in text(response)


def test_person_begins_goes_on_and_answers_once(mentee: Client, in_alpha: School) -> None:
    invitation = own_round(in_alpha)
    page = address("answer", invitation=invitation.pk)
    assert invitation.round.title in text(mentee.get(address("mine")))
    assert mentee.post(page, {"satisfied": "7", "later": "1"}).status_code == 302
    assert '<option value="7" selected>' in text(mentee.get(page))
    assert mentee.post(page, {"satisfied": "7"}).status_code == 422
    assert mentee.post(page, typed(invitation, satisfied=9)).status_code == 302
    assert Response.objects.get().answers["satisfied"] == 9
    assert mentee.get(page).status_code == 422
    assert mentee.post(page, typed(invitation)).status_code == 422
    assert Response.objects.count() == 1


def test_nobody_opens_the_invitation_of_another(mentee: Client, in_alpha: School) -> None:
    own_round(in_alpha)
    foreign = make_round("satisfaction_mentee").invitations.get()
    assert mentee.get(address("answer", invitation=foreign.pk)).status_code == 404


def test_answer_by_link_without_an_account(in_alpha: School, client_for: ClientFor) -> None:
    invitation = actions.make_link(invitation=make_round("curator").invitations.get(), acting=ACTING)
    page = address("by_link", ticket=links.ticket_of(invitation))
    nobody = staying(client_for(at="alpha"), in_alpha)
    assert invitation.name in text(nobody.get(page))
    assert nobody.post(page, typed(invitation)).status_code == 302
    assert Response.objects.get().answers["effect"] == {"0": 2, "1": 2}
    assert nobody.get(page).status_code == 404
    assert staying(client_for(at="beta"), in_alpha).get(page).status_code == 404


def test_curator_makes_a_link_and_types_a_paper_in(curator: Client) -> None:
    invitation = make_round("preference", make_mentor(consents=False).person).invitations.get()
    assert curator.post(address("make_link", invitation=invitation.pk)).status_code == 302
    assert "/questionnaires/link/" in text(curator.get(invitation.get_absolute_url()))
    paper = address("paper", invitation=invitation.pk)
    assert curator.get(paper).status_code == 200
    assert curator.post(paper, typed(invitation)).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.way, invitation.link_nonce) == ("paper", "")


def test_card_takes_over_what_is_ticked(curator: Client) -> None:
    adopted("gymnasium-35")
    card = make_mentee(consents=False, request="Дисциплина\nна уроке", deficits=[])
    invitation = answer(make_round("mentee_entry", card.person).invitations.get(), request="Открытый урок")
    page = address("apply", invitation=invitation.pk)
    assert "Открытый урок" in text(curator.get(page))
    values = {"fields_": ["request"], "seen_request": "Дисциплина\r\nна уроке"}
    assert curator.post(page, values).status_code == 302
    card.refresh_from_db()
    assert card.request == "Дисциплина\nна уроке\nОткрытый урок"
    assert card.deficits == []
    assert invitation.round.title in text(curator.get(card.person.get_absolute_url()))


def test_third_party_is_asked_about_a_mentee(curator: Client) -> None:
    card = make_mentee(consents=False)
    round_ = make_round("third_party", person_ids=[])
    page = address("third_party", round=round_.pk)
    assert curator.post(page, {"respondent": "Классный руководитель", "about": str(card.person_id)}).status_code == 302
    invitation = round_.invitations.get()
    assert "Классный руководитель" in text(curator.get(round_.get_absolute_url()))
    answer(invitation, deficits="темп речи")
    assert "темп речи" in text(curator.get(address("apply", invitation=invitation.pk)))


def test_results_count_means_and_words(curator: Client) -> None:
    round_ = make_round("satisfaction_mentee", make_person(), make_person())
    for invitation, score in zip(round_.invitations.all(), (6, 9), strict=True):
        answer(invitation, satisfied=score, liked=f"отзыв {score}")
    shown = text(curator.get(address("results", round=round_.pk)))
    assert "7,5" in shown
    assert "отзыв 9" in shown
    rows = rows_of(curator.get(address("results_export", round=round_.pk)))
    assert [row[3] for row in rows][1:] == [6, 9]


def test_every_kind_of_question_has_its_result(curator: Client) -> None:
    for template in ("curator", "preference", "mentor_entry"):
        people = (make_mentor(consents=False).person, make_mentee(consents=False).person)
        round_ = make_round(template, *people)
        for invitation in round_.invitations.all():
            answer(invitation)
        response = curator.get(address("results", round=round_.pk))
        assert response.status_code == 200
        assert curator.get(address("results_export", round=round_.pk)).status_code == 200
        if template == "curator":
            assert "18" in text(response)


def test_few_anonymous_answers_are_not_told(curator: Client) -> None:
    people = [make_person() for _number in range(rules.SHOWN_FROM)]
    round_ = make_round("satisfaction_mentor", *people, anonymous=True)
    results, export = address("results", round=round_.pk), address("results_export", round=round_.pk)
    first, *others = round_.invitations.all()
    answer(first, liked="тайное слово")
    assert "тайное слово" not in text(curator.get(results))
    assert curator.get(export).status_code == 404
    for invitation in others:
        answer(invitation)
    assert "тайное слово" in text(curator.get(results))
    assert people[0].last_name not in str(list(rows_of(curator.get(export))))
    assert "тайное слово" not in text(curator.get(first.get_absolute_url()))


def rows_of(response: Any) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("name", ["index", "rounds", "round"])
def test_lists_ask_the_same_number_of_queries(name: str, curator: Client) -> None:
    round_ = make_round("satisfaction_mentee", make_person())
    page = address(name, round=round_.pk) if name == "round" else address(name)
    curator.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        curator.get(page)
    version = round_.version
    for number in range(29):
        if name == "index":
            actions.create_questionnaire(title=f"А{number}", template="swot", acting=ACTING)
        elif name == "rounds":
            Round.objects.create(version=version, title="О", opens_on=round_.opens_on, closes_on=round_.closes_on)
        else:
            actions.invite(round_=round_, person_ids=[make_person().pk], acting=ACTING)
    with CaptureQueriesContext(connection) as many:
        curator.get(page)
    assert counted(many) == counted(few)
    assert counted(many) <= 12
