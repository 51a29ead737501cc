"""Needs published without a name: any school may answer, the name leaves only with the curator's approval."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.exchange import outlook
from apps.region.exchange.models import Need, RemotePair, RemoteRequest
from apps.school.liaison import actions
from kernel.errors import Conflict, InputError, NotFound, RuleViolation
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.exchange import (
    FORM,
    a_term,
    both_agree,
    curator,
    make_offer,
    mentee_of,
    open_for_business,
    publish_need,
)
from tests.support.statistics import asked


@pytest.fixture(autouse=True)
def _both(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)


def answer(school: School, need: UUID, offer: UUID) -> UUID:
    with enter_school(school):
        return actions.answer_need(need=need, offer=offer, form=FORM, acting=curator(school))


def need_of(beta: School, **fields: Any) -> UUID:
    with enter_school(beta):
        card = mentee_of(beta)
    return publish_need(beta, mentee=card, **fields)


def test_need_names_nobody(alpha: School, beta: School) -> None:
    need = need_of(beta)
    [line] = outlook.open_needs(alpha.pk)
    assert (line.need, line.mentee_card) == (need, None)
    row = Need.objects.of(beta.pk).values().get()
    assert "Секретова" not in repr(line) + repr(row)


def test_surname_in_the_text_is_refused(beta: School) -> None:
    with pytest.raises(InputError):
        need_of(beta, text="Секретова Ольга ищет наставника")


def test_need_is_measured_by_the_own_regulation(beta: School) -> None:
    with enter_school(beta):
        start, _end = a_term()
    with pytest.raises(RuleViolation) as refusal:
        need_of(beta, ends_on=start.replace(year=start.year + 5))
    assert {violation.parameter for violation in refusal.value.violations} == {"term.max_months"}


def test_search_and_filters(alpha: School, beta: School) -> None:
    need_of(beta, times={"days": [2], "from": 15, "to": 17})
    for wanted in ({"search": "цифровыми"}, {"search": "МАТЕМАТИКА"}, {"form": FORM}, {"day": 2}):
        assert len(outlook.open_needs(alpha.pk, **wanted)) == 1, wanted
    for missed in ({"search": "химия"}, {"form": "x"}, {"day": 3}, {"place": "нигде"}):
        assert outlook.open_needs(alpha.pk, **missed) == [], missed
    assert outlook.open_needs(beta.pk) == []


def test_offers_that_suit_are_suggested_with_reasons(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    [found] = outlook.suggestions(beta.pk, need_of(beta))
    assert (found.offer.offer, found.best) == (offer, True)
    assert any("математика" in reason.text for reason in found.fit.reasons)


def test_answer_becomes_a_pair_and_the_name_leaves_with_the_approval(alpha: School, beta: School) -> None:
    need = need_of(beta)
    request = answer(alpha, need, make_offer(alpha))
    row = RemoteRequest.objects.of(beta.pk).get(pk=request)
    assert (row.mentee_name, row.mentee_curator_at) == ("", None)
    with enter_school(alpha), pytest.raises(Conflict):
        actions.approve_incoming_request(request=request, acting=curator(alpha))
    with enter_school(beta):
        actions.approve_own_request(request=request, acting=curator(beta))
    both_agree(request)
    with enter_school(alpha):
        actions.approve_incoming_request(request=request, acting=curator(alpha))
    assert "Секретова" in RemotePair.objects.of(beta.pk).get().mentee_name
    assert Need.objects.of(beta.pk).get().state == "answered"


def test_second_answer_is_told_that_the_need_is_met(alpha: School, beta: School) -> None:
    need = need_of(beta)
    first = answer(alpha, need, make_offer(alpha))
    rival = RemoteRequest.objects.of(beta.pk).get(pk=first)
    rival.pk, rival._state.adding, rival.mentee_card = UUID(int=5), True, 999_999
    rival.save()
    with enter_school(beta):
        actions.approve_own_request(request=first, acting=curator(beta))
    both_agree(first)
    with enter_school(alpha):
        actions.approve_incoming_request(request=first, acting=curator(alpha))
    rival.refresh_from_db()
    assert (rival.state, rival.declined_by) == ("declined", "rival")


def test_withdrawn_need_declines_its_answers(alpha: School, beta: School) -> None:
    need = need_of(beta)
    request = answer(alpha, need, make_offer(alpha))
    with enter_school(beta):
        actions.withdraw_need(need=need, acting=curator(beta))
    assert RemoteRequest.objects.of(beta.pk).get(pk=request).state == "declined"
    assert outlook.open_needs(alpha.pk) == []


def test_own_need_is_not_answered_and_foreign_not_withdrawn(alpha: School, beta: School) -> None:
    need = need_of(beta)
    offer = make_offer(beta)
    with enter_school(beta), pytest.raises(NotFound):
        actions.answer_need(need=need, offer=offer, form=FORM, acting=curator(beta))
    with enter_school(alpha), pytest.raises(NotFound):
        actions.withdraw_need(need=need, acting=curator(alpha))


def test_pages_lead_from_the_need_to_the_answer(client_for: ClientFor, alpha: School, beta: School) -> None:
    with enter_school(beta):
        card = mentee_of(beta)
        starts_on, ends_on = a_term()
    own = client_for("curator", beta)
    form = {"mentee": str(card.pk), "text": "Нужна доска", "subjects": "математика, физика", "forms_": [FORM]}
    form |= {"starts_on": f"{starts_on:%d.%m.%Y}", "ends_on": f"{ends_on:%d.%m.%Y}"}
    wrong = own.post("/liaison/needs/new/", {**form, "days": ["1"], "from_hour": "18", "to_hour": "15"})
    assert wrong.status_code == 422
    assert "Нужна доска" in wrong.content.decode()
    posted = own.post("/liaison/needs/new/", {**form, "days": ["1"], "from_hour": "15", "to_hour": "18"})
    need = Need.objects.of(beta.pk).get()
    assert posted.headers["Location"] == f"/liaison/needs/{need.pk}/"
    offer = make_offer(alpha)
    assert f"/liaison/mentors/{offer}/ask/?mentee={card.pk}" in own.get(f"/liaison/needs/{need.pk}/").content.decode()
    assert own.get("/liaison/needs/ours/?export=xlsx").status_code == 200
    other = client_for("curator", alpha)
    assert "Нужна доска" in other.get("/liaison/needs/", {"q": "доска", "day": "1"}).content.decode()
    assert "Орлова" in other.get(f"/liaison/needs/{need.pk}/answer/").content.decode()
    sent = other.post(f"/liaison/needs/{need.pk}/answer/", {"offer": str(offer), "form": FORM})
    request = RemoteRequest.objects.of(beta.pk).get()
    assert sent.headers["Location"] == f"/liaison/requests/{request.pk}/"
    assert "Орлова" in own.get(f"/liaison/needs/{need.pk}/").content.decode()
    assert own.get(f"/liaison/needs/{need.pk}/withdraw/").status_code == 200
    assert other.get(f"/liaison/needs/{need.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_needs_asks_constantly(client_for: ClientFor, alpha: School, beta: School, count: int) -> None:
    with enter_school(beta):
        starts_on, ends_on = a_term()
    for number in range(count):
        Need.objects.create(
            school=beta, mentee_card=number, about="молодой педагог", text="Доска", starts_on=starts_on, ends_on=ends_on
        )
    client = client_for("curator", alpha)
    client.get("/liaison/needs/")
    with CaptureQueriesContext(connection) as captured:
        answered = client.get("/liaison/needs/")
    assert answered.status_code == 200
    assert asked(captured) <= 10
    assert len(answered.content) < 100_000
