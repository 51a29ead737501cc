"""Offers and requests between two schools: both regulations, both curators, the place at the mentor."""

from __future__ import annotations

import datetime
import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from apps.region.exchange import outlook
from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from apps.school.liaison import actions
from apps.school.pairs.models import MentorSeat
from apps.school.people.models import Person
from apps.school.regulation.values.dates import add_months
from kernel.clock import today
from kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleViolation
from tenants.isolation.context import enter_school
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.exchange import (
    FORM,
    consent,
    curator,
    make_offer,
    make_remote_pair,
    make_request,
    mentee_of,
    mentor_of,
    open_for_business,
)
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted


@pytest.fixture
def both(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)


def offer_row(offer: UUID) -> Offer:
    return Offer.objects.of_all_schools().get(pk=offer)


def request_row(request: UUID) -> RemoteRequest:
    return RemoteRequest.objects.of_all_schools().get(pk=request)


@pytest.mark.usefixtures("both")
def test_offer_waits_for_the_mentor(alpha: School, beta: School) -> None:
    make_offer(alpha, agreed=False)
    assert outlook.open_offers(beta.pk) == []


@pytest.mark.usefixtures("both")
def test_offer_opens_with_the_mentors_consent(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    [line] = outlook.open_offers(beta.pk)
    assert (line.offer, line.mentor_card, line.free) == (offer, None, 1)
    assert offer_row(offer).mentor_agreed_at is not None


@pytest.mark.usefixtures("both")
def test_offer_is_answered_by_the_mentor_alone(alpha: School) -> None:
    offer = make_offer(alpha, agreed=False)
    with enter_school(alpha), pytest.raises(NotFound):
        actions.answer_offer(offer=offer, agreed=True, acting=acting_as("mentee", alpha))


@pytest.mark.usefixtures("both")
def test_refused_offer_is_withdrawn(alpha: School) -> None:
    offer = make_offer(alpha, agreed=False)
    with enter_school(alpha):
        actions.answer_offer(offer=offer, agreed=False, acting=acting_as("mentor", alpha))
    assert offer_row(offer).state == Offer.State.WITHDRAWN


@pytest.mark.usefixtures("both")
def test_mentor_without_account_is_not_offered(alpha: School) -> None:
    with enter_school(alpha):
        card = make_mentor()
        with pytest.raises(Conflict):
            actions.offer_mentor(mentor=card, topics="x", forms=[FORM], places=1, acting=curator(alpha))


@pytest.mark.usefixtures("both")
def test_mentor_is_offered_once(alpha: School) -> None:
    with enter_school(alpha):
        card = mentor_of(alpha)
    make_offer(alpha, mentor=card)
    with pytest.raises(Conflict):
        make_offer(alpha, mentor=card)


def test_more_places_than_the_regulation_leaves_are_refused(alpha: School) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
        card = mentor_of(alpha, capacity=5)
        with pytest.raises(RuleViolation) as refusal:
            actions.offer_mentor(mentor=card, topics="x", forms=[FORM], places=2, acting=curator(alpha))
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("pairing.max_mentees", "п. 99")


def test_offer_needs_virtual_mentoring_in_the_regulation(alpha: School) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35", types__enabled=["traditional"])
        card = mentor_of(alpha)
        with pytest.raises(RuleViolation) as refusal:
            actions.offer_mentor(mentor=card, topics="x", forms=[FORM], places=1, acting=curator(alpha))
    assert [violation.parameter for violation in refusal.value.violations] == ["types.enabled"]


@pytest.mark.usefixtures("both")
def test_search_finds_by_topic_subject_and_school(alpha: School, beta: School) -> None:
    make_offer(alpha)
    for words in ("цифровые", "МАТЕМАТИКА", "альфа", "орлова инструменты"):
        assert len(outlook.open_offers(beta.pk, search=words)) == 1, words
    assert outlook.open_offers(beta.pk, search="химия") == []
    assert outlook.open_offers(alpha.pk) == []


@pytest.mark.usefixtures("both")
def test_mentees_name_is_hidden_until_both_approve(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    [before] = outlook.incoming(alpha.pk)
    assert (before.mentee_name, before.mentee_card, before.waits_for) == ("", None, "own")
    with enter_school(alpha):
        actions.approve_incoming_request(request=request, acting=curator(alpha))
    [after] = outlook.incoming(alpha.pk)
    assert "Секретова" in after.mentee_name
    assert after.mentee_card is None


def test_longer_than_the_own_regulation_is_refused_with_the_own_clause(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta, term__max_months=4, term__min_months=1)
    offer = make_offer(alpha)
    with pytest.raises(RuleViolation) as refusal:
        make_request(beta, offer, ends_on=add_months(today(), 6))
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("term.max_months", f"{beta.short_name}: п. 99")


def test_longer_than_the_other_regulation_is_refused_with_its_clause(alpha: School, beta: School) -> None:
    open_for_business(alpha, term__max_months=4, term__min_months=1)
    open_for_business(beta)
    offer = make_offer(alpha)
    with pytest.raises(RuleViolation) as refusal:
        make_request(beta, offer, ends_on=add_months(today(), 6))
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("term.max_months", f"{alpha.short_name}: п. 99")
    assert alpha.short_name in violation.message


def test_asking_needs_virtual_mentoring_in_the_own_regulation(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta, types__enabled=["traditional"])
    offer = make_offer(alpha)
    with pytest.raises(RuleViolation) as refusal:
        make_request(beta, offer)
    assert {violation.parameter for violation in refusal.value.violations} == {"types.enabled"}


@pytest.mark.usefixtures("both")
def test_asking_needs_the_consent_to_process_data(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        mentee = make_mentee(consents=False)
    with pytest.raises(RuleViolation) as refusal:
        make_request(beta, offer, mentee=mentee)
    assert {violation.parameter for violation in refusal.value.violations} == {
        "data.pd_consent",
        "data.participation_consent",
        "pairing.written_consent",
    }


@pytest.mark.usefixtures("both")
def test_mentees_own_request_waits_for_both_curators(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    request = make_request(beta, offer, acting=acting_as("mentee", beta))
    assert outlook.incoming(alpha.pk) == []
    with enter_school(alpha), pytest.raises(NotFound):
        actions.approve_incoming_request(request=request, acting=curator(alpha))
    with enter_school(beta):
        actions.approve_own_request(request=request, acting=curator(beta))
    assert [line.request for line in outlook.incoming(alpha.pk)] == [request]


@pytest.mark.usefixtures("both")
def test_mentee_asks_for_oneself_alone(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        other = make_mentee()
    with pytest.raises(NotAllowed):
        make_request(beta, offer, mentee=other, acting=acting_as("mentee", beta))


def test_approval_takes_a_place_and_makes_the_pair(alpha: School, beta: School) -> None:
    made = make_remote_pair(alpha, beta)
    assert (made.pair.state, made.request.state) == ("active", "approved")
    assert set(made.pair.conditions) == {"mentor", "mentee"}
    with enter_school(alpha):
        assert [seat.remote_request for seat in MentorSeat.objects.all()] == [made.request.pk]
    with enter_school(beta):
        assert not MentorSeat.objects.exists()
    assert SchoolChange.objects.of(beta.pk).filter(code="remote.approved_elsewhere").exists()


def test_mentor_at_capacity_is_refused_and_nothing_is_made(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    offer = make_offer(alpha)
    request = make_request(beta, offer)
    with enter_school(alpha):
        card_id = offer_row(offer).mentor_card
        MentorSeat.objects.create(card_id=card_id, lane="individual", number=1, remote_request=UUID(int=1))
        MentorSeat.objects.create(card_id=card_id, lane="individual", number=2, remote_request=UUID(int=2))
        with pytest.raises(RuleViolation):
            actions.approve_incoming_request(request=request, acting=curator(alpha))
    assert request_row(request).state == RemoteRequest.State.ASKED
    assert not RemotePair.objects.of_all_schools().exists()


@pytest.mark.usefixtures("both")
def test_decline_tells_the_reason(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    with enter_school(alpha):
        actions.decline_request(request=request, reason="Нет времени", acting=curator(alpha))
    [line] = outlook.outgoing(beta.pk)
    assert (line.state, line.decline_reason) == ("declined", "Нет времени")
    with enter_school(alpha), pytest.raises(Conflict):
        actions.approve_incoming_request(request=request, acting=curator(alpha))


@pytest.mark.usefixtures("both")
def test_withdrawn_request_cannot_be_approved(alpha: School, beta: School) -> None:
    request = make_request(beta, make_offer(alpha))
    with enter_school(beta):
        actions.withdraw_request(request=request, acting=curator(beta))
    with enter_school(alpha), pytest.raises(Conflict):
        actions.approve_incoming_request(request=request, acting=curator(alpha))


@pytest.mark.usefixtures("both")
def test_withdrawn_offer_declines_what_waits(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    request = make_request(beta, offer)
    with enter_school(alpha):
        actions.withdraw_offer(offer=offer, acting=curator(alpha))
    assert request_row(request).state == RemoteRequest.State.DECLINED
    assert outlook.open_offers(beta.pk) == []


@pytest.mark.usefixtures("both")
def test_other_schools_cannot_touch_an_offer_or_a_request(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    request = make_request(beta, offer)
    with enter_school(beta):
        with pytest.raises(NotFound):
            actions.withdraw_offer(offer=offer, acting=curator(beta))
        with pytest.raises(NotAllowed):
            actions.approve_incoming_request(request=request, acting=curator(beta))
    with enter_school(alpha), pytest.raises(NotFound):
        actions.withdraw_request(request=request, acting=curator(alpha))


@pytest.mark.usefixtures("both")
def test_neither_school_learns_of_the_others_bank(alpha: School, beta: School) -> None:
    """What crosses is the offered mentor and the need; nobody else of either bank."""
    with enter_school(alpha):
        make_mentor()
    with enter_school(beta):
        make_mentee(request="Тайный запрос")
    make_request(beta, make_offer(alpha))
    [offer] = outlook.open_offers(beta.pk)
    assert offer.mentor_name.startswith("Орлова Нина")
    assert "Секретова" not in repr(outlook.incoming(alpha.pk))
    assert "Тайный" not in repr(outlook.incoming(alpha.pk))
    with enter_school(alpha):
        assert not Person.objects.filter(last_name="Секретова").exists()


@pytest.mark.usefixtures("both")
def test_same_mentee_does_not_ask_twice(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with enter_school(beta):
        mentee = mentee_of(beta)
    make_request(beta, offer, mentee=mentee)
    with pytest.raises(Conflict):
        make_request(beta, offer, mentee=mentee)


@pytest.mark.usefixtures("both")
def test_too_short_term_is_refused(alpha: School, beta: School) -> None:
    offer = make_offer(alpha)
    with pytest.raises(RuleViolation):
        make_request(beta, offer, ends_on=today() + datetime.timedelta(days=10))


def test_last_offered_place_is_given_once(transactional_db: None) -> None:
    alpha, beta = (School.objects.select_related("municipality").get(slug=slug) for slug in ("alpha", "beta"))
    open_for_business(alpha)
    open_for_business(beta)
    offer = make_offer(alpha)
    requests = []
    for _number in range(4):
        with enter_school(beta):
            mentee = make_mentee()
            consent(mentee.person)
        requests.append(make_request(beta, offer, mentee=mentee))
    acting = curator(alpha)
    outcomes: list[Any] = []
    start = threading.Barrier(len(requests))

    def approve(request: UUID) -> None:
        start.wait()
        try:
            with enter_school(alpha):
                outcomes.append(actions.approve_incoming_request(request=request, acting=acting))
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=approve, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("conflict") == 3
    assert RemotePair.objects.of_all_schools().count() == 1
    with enter_school(alpha):
        assert MentorSeat.objects.count() == 1
