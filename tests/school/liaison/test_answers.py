"""Four say yes before a remote pair comes into being: both people, both curators; whoever has lost by it is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from apps.region.exchange import outlook
from apps.region.exchange.models import RemotePair, RemoteRequest
from apps.school.consents.models import Consent
from apps.school.consents.rules import TRANSFER
from apps.school.liaison import actions
from apps.school.notices.models import Notice
from kernel.errors import Conflict, InputError, NotFound, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.exchange import (
    both_agree,
    consent,
    curator,
    make_offer,
    make_request,
    open_for_business,
    themself,
)
from tests.support.people import make_mentee


@pytest.fixture(autouse=True)
def _both(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)


def row_of(request: Any) -> RemoteRequest:
    return RemoteRequest.objects.of_all_schools().get(pk=request)


def mentor(school: School) -> Any:
    return themself(account_in("mentor", school).pk, "mentor")


def mentee(school: School) -> Any:
    return themself(account_in("mentee", school).pk, "mentee")


def approve(school: School, request: Any) -> Any:
    with enter_school(school):
        return actions.approve_incoming_request(request=request, acting=curator(school))


def test_pair_waits_for_both_people(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha), agreed=False)
    with pytest.raises(Conflict) as refusal:
        approve(alpha, request)
    assert "наставник" in str(refusal.value.message)
    assert not RemotePair.objects.of_all_schools().exists()
    both_agree(request)
    assert approve(alpha, request)


def test_each_answers_for_themself_alone(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha), agreed=False)
    with enter_school(alpha), pytest.raises(NotFound):
        actions.answer_as_mentor(request=request, agreed=True, acting=curator(alpha))
    with enter_school(beta), pytest.raises(NotFound):
        actions.answer_as_mentee(request=request, agreed=True, acting=curator(beta))
    with enter_school(beta):
        actions.answer_as_mentee(request=request, agreed=True, acting=mentee(beta))
        with pytest.raises(Conflict):
            actions.answer_as_mentee(request=request, agreed=True, acting=mentee(beta))


def test_a_no_says_why_and_ends_the_request(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha), agreed=False)
    with enter_school(alpha):
        with pytest.raises(InputError):
            actions.answer_as_mentor(request=request, agreed=False, acting=mentor(alpha))
        actions.answer_as_mentor(request=request, agreed=False, reason="Нет времени", acting=mentor(alpha))
    [line] = outlook.outgoing(beta.pk)
    assert (line.state, line.decline_reason) == ("declined", "Нет времени")
    assert [answer.state for answer in line.answers] == ["asked", "agreed", "declined", "asked"]


def test_rivals_for_the_last_place_are_told(alpha: School, beta: School, run_jobs: Callable[[], Any]) -> None:
    offer = make_offer(alpha)
    first = make_request(beta, offer)
    with enter_school(beta):
        other = make_mentee()
        consent(other.person)
    second = make_request(beta, offer, mentee=other)
    with run_jobs():
        approve(alpha, first)
    assert (row_of(second).state, row_of(second).declined_by) == ("declined", "rival")
    with enter_school(beta):
        told = Notice.objects.filter(account_id=account_in("curator", beta).pk)
        assert {"remote.made", "remote.over"} <= set(told.values_list("kind", flat=True))


def test_people_are_told_that_they_are_asked(alpha: School, beta: School, run_jobs: Callable[[], Any]) -> None:
    with run_jobs():
        make_request(beta, make_offer(alpha), agreed=False)
    for school, role in ((alpha, "mentor"), (beta, "mentee")):
        with enter_school(school):
            kinds = Notice.objects.filter(account_id=account_in(role, school).pk).values_list("kind", flat=True)
            assert list(kinds) == ["remote.asked"]


def test_nobody_answered_in_time(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha), agreed=False)
    with enter_school(beta):
        assert actions.lapse_requests() == 0
    late = row_of(request).created_at.date() - datetime.timedelta(days=2)
    RemoteRequest.objects.of_all_schools().update(answer_by=late)
    with enter_school(alpha):
        assert actions.lapse_requests() == 0
    with enter_school(beta):
        assert actions.lapse_requests() == 1
    assert (row_of(request).state, row_of(request).declined_by) == ("declined", "term")


def test_no_name_leaves_without_the_consent_to_transfer(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        card = make_mentee()
    with pytest.raises(RuleViolation) as refusal:
        make_request(beta, offer, mentee=card)
    [violation] = refusal.value.violations
    assert (violation.code, violation.origin) == ("liaison.transfer_consent", "law")
    assert refusal.value.data["next_url"] == f"/consents/people/{card.person_id}/link/"


def test_mentor_without_the_consent_is_not_offered(alpha: School) -> None:
    with enter_school(alpha):
        Consent.objects.filter(type=TRANSFER).delete()
    offer = make_offer(alpha, agreed=False)
    with enter_school(alpha):
        Consent.objects.filter(type=TRANSFER).delete()
        with pytest.raises(RuleViolation) as refusal:
            actions.answer_offer(offer=offer, agreed=True, acting=mentor(alpha))
    assert refusal.value.data["next_url"] == "/consents/mine/"


def test_withdrawn_consent_takes_the_name_out_and_ends_the_pair(alpha: School, beta: School) -> None:
    from apps.school.consents.actions import withdraw

    request = make_request(beta, make_offer(alpha))
    approve(alpha, request)
    with enter_school(beta):
        given = Consent.objects.get(type=TRANSFER, person__last_name="Секретова")
        withdraw(consent=given, reason="", acting=mentee(beta))
    pair = RemotePair.objects.of(beta.pk).get()
    assert (pair.state, pair.closing_ground, pair.mentee_name) == ("ended", "consent_withdrawn", "")
    assert row_of(request).mentee_name == ""


def test_people_answer_on_their_pages(client_for: ClientFor, alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha), agreed=False)
    own = client_for("mentee", beta)
    assert f"/liaison/answers/{request}/agree/" in own.get("/liaison/requests/mine/").content.decode()
    assert "Орлова" in own.get(f"/liaison/answers/{request}/agree/").content.decode()
    assert own.post(f"/liaison/answers/{request}/agree/").headers["Location"] == "/liaison/requests/mine/"
    other = client_for("mentor", alpha)
    text = other.get("/liaison/mine/").content.decode()
    assert f"/liaison/answers/{request}/agree/" in text
    assert "Секретова" not in text
    assert "Секретова" not in other.get(f"/liaison/answers/{request}/agree/").content.decode()
    refused = other.post(f"/liaison/answers/{request}/decline/", {"reason": ""})
    assert refused.status_code == 422
    assert other.post(f"/liaison/answers/{request}/agree/").status_code == 302
    assert client_for("mentee", alpha).get(f"/liaison/answers/{request}/agree/").status_code == 404
    assert "Кто согласен" in client_for("curator", alpha).get(f"/liaison/requests/{request}/").content.decode()
