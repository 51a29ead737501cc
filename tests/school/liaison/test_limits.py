"""Both regulations measure a remote pair, and a mentor's limit counts over all schools where the person mentors."""

from __future__ import annotations

import datetime
import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction

from apps.region.exchange import intake
from apps.region.exchange.models import MentorLoad, Offer, RemotePair, RemoteRequest
from apps.school.liaison import actions, rules
from apps.school.pairs.models import MentorSeat
from apps.school.people.models import MentorCard
from apps.school.regulation.rules import MentorFacts
from kernel.clock import now
from kernel.errors import DomainError, RuleViolation
from tenants.identity.models import Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.exchange import (
    FORM,
    a_term,
    consent,
    curator,
    make_offer,
    make_request,
    mentor_of,
    open_for_business,
    themself,
)
from tests.support.pairs import make_pair
from tests.support.people import make_mentor, make_person
from tests.support.regulation import adopted

ONE = {"individual": 1, "group": None}
TWO = {"individual": 2, "group": None}
ASKERS = 100


def approve(school: School, request: UUID) -> Any:
    with enter_school(school):
        return actions.approve_incoming_request(request=request, acting=curator(school))


def test_refusals_of_both_schools_come_together_each_with_its_name(alpha: School, beta: School) -> None:
    open_for_business(alpha, pairing__max_mentees=TWO)
    open_for_business(beta, pairing__max_mentees=ONE)
    with enter_school(alpha):
        card = mentor_of(alpha, capacity=3)
    offer = make_offer(alpha, mentor=card, places=1)
    request = make_request(beta, offer)
    for number in (1, 2):
        with enter_school(alpha):
            MentorSeat.objects.create(card=card, lane="individual", number=number, remote_request=UUID(int=number))
    with pytest.raises(RuleViolation) as refusal:
        approve(alpha, request)
    clauses = [violation.clause for violation in refusal.value.violations]
    assert clauses == [f"{alpha.short_name}: п. 99", f"{beta.short_name}: п. 99"]
    assert not RemotePair.objects.of_all_schools().exists()


def test_stricter_limit_of_the_mentees_school_wins(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta, pairing__max_mentees=ONE)
    with enter_school(alpha):
        card = mentor_of(alpha, capacity=3)
    request = make_request(beta, make_offer(alpha, mentor=card))
    with enter_school(alpha):
        MentorSeat.objects.create(card=card, lane="individual", number=1, remote_request=UUID(int=1))
    with pytest.raises(RuleViolation) as refusal:
        approve(alpha, request)
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("pairing.max_mentees", f"{beta.short_name}: п. 99")


def test_requirements_of_the_other_school_to_the_mentor_are_asked(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta, scope__mentor_categories=["student"])
    request = make_request(beta, make_offer(alpha))
    with pytest.raises(RuleViolation) as refusal:
        approve(alpha, request)
    assert {violation.parameter for violation in refusal.value.violations} == {"scope.mentor_categories"}
    assert all(violation.clause.startswith(beta.short_name) for violation in refusal.value.violations)


def test_virtual_mentoring_switched_off_meanwhile_is_refused_with_the_clause(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    request = make_request(beta, make_offer(alpha))
    with enter_school(beta):
        adopted("gymnasium-35", since=datetime.date(2021, 9, 1), types__enabled=["traditional"])
    open_for_business(beta)
    with pytest.raises(RuleViolation) as refusal:
        approve(alpha, request)
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("types.enabled", f"{beta.short_name}: п. 99")


def test_what_a_school_has_not_declared_is_not_measured() -> None:
    carried = rules.Carried("Орлова Н. И.", here=7)
    assert rules.over_limit_elsewhere({}, carried) == []
    facts = rules.RemoteFacts(FORM, now().date(), now().date(), now().date(), mentor=MentorFacts("x", frozenset()))
    assert rules.broken_elsewhere({}, facts) == []


def mentor_of_both(alpha: School, beta: School, **fields: Any) -> UUID:
    """One person who mentors in both schools, by one account."""
    account = account_in("mentor", alpha)
    Membership.objects.get_or_create(account=account, school=beta, role="mentor", defaults={"is_active": True})
    with enter_school(beta):
        person = make_person(last_name="Орлова", first_name="Нина", account_id=account.pk)
        make_mentor(person=person, **fields)
        consent(person)
    return account.pk


def test_mentees_at_home_in_another_school_count(alpha: School, beta: School) -> None:
    open_for_business(alpha, pairing__max_mentees=ONE)
    open_for_business(beta)
    account = mentor_of_both(alpha, beta)
    with enter_school(beta):
        card = MentorCard.objects.get(person__account_id=account)
        make_pair("ordered", mentor=card)
        actions.tell_loads()
    assert MentorLoad.objects.of(beta.pk).get().at_home == 1
    request = make_request(beta, make_offer(alpha))
    with pytest.raises(RuleViolation) as refusal:
        approve(alpha, request)
    assert {violation.actual for violation in refusal.value.violations} == {"2"}


def test_load_that_is_gone_is_forgotten(alpha: School, beta: School) -> None:
    intake.report_loads(school_id=beta.pk, at_home={UUID(int=1): 2, UUID(int=2): 1})
    intake.report_loads(school_id=beta.pk, at_home={UUID(int=2): 3})
    assert dict(MentorLoad.objects.of(beta.pk).values_list("account", "at_home")) == {UUID(int=2): 3}


def _ask(asking: School, offer: UUID, count: int) -> list[UUID]:
    """Requests that all but the mentor's curator have agreed to."""
    row = Offer.objects.of_all_schools().get(pk=offer)
    with enter_school(asking):
        starts_on, ends_on = a_term()
    made = [
        RemoteRequest(
            offer=row,
            mentor_school_id=row.school_id,
            school=asking,
            mentee_card=900_000 + number,
            mentee_name=f"Наставляемый {number}",
            need="Доска",
            form=FORM,
            form_title="педагог – педагог",
            starts_on=starts_on,
            ends_on=ends_on,
            mentee_at=now(),
            mentee_curator_at=now(),
            mentor_at=now(),
        )
        for number in range(count)
    ]
    RemoteRequest.objects.of(asking.pk).bulk_create(made)
    return [each.pk for each in made]


def test_last_places_of_a_mentor_of_two_schools_are_given_once(transactional_db: None) -> None:
    """A hundred approvals at once in two schools, places offered for four, two permitted: two pairs."""
    alpha, beta = (School.objects.select_related("municipality").get(slug=slug) for slug in ("alpha", "beta"))
    open_for_business(alpha, pairing__max_mentees=TWO)
    open_for_business(beta, pairing__max_mentees=TWO)
    account = mentor_of_both(alpha, beta, capacity=5)
    with enter_school(alpha):
        own = mentor_of(alpha, capacity=5)
    with enter_school(beta):
        other = type(own).objects.get(person__account_id=account)
    offers = [make_offer(alpha, mentor=own, places=2), make_offer(beta, mentor=other, places=2)]
    waiting = [(alpha, request) for request in _ask(beta, offers[0], ASKERS // 2)]
    waiting += [(beta, request) for request in _ask(alpha, offers[1], ASKERS // 2)]
    acting = {school.pk: curator(school) for school in (alpha, beta)}
    outcomes: list[Any] = []
    start = threading.Barrier(ASKERS)

    def give(school: School, request: UUID) -> None:
        start.wait()
        try:
            with enter_school(school):
                outcomes.append(actions.approve_incoming_request(request=request, acting=acting[school.pk]))
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=give, args=each) for each in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == ASKERS
    assert sum(isinstance(outcome, UUID) for outcome in outcomes) == 2
    assert {outcome for outcome in outcomes if not isinstance(outcome, UUID)} <= {"conflict", "rule_violation"}
    pairs = RemotePair.objects.of_all_schools().filter(mentor_account=account)
    assert set(pairs.values_list("load", flat=True)) == {1, 2}
    seats = 0
    for school in (alpha, beta):
        with enter_school(school):
            seats += MentorSeat.objects.count()
    assert seats == 2


def test_database_itself_refuses_the_same_place_twice(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    offer = make_offer(alpha, places=2)
    request = make_request(beta, offer)
    pair = RemotePair.objects.of(alpha.pk).get(pk=approve(alpha, request))
    [other] = _ask(beta, offer, 1)
    for taken in ({"place": pair.place, "load": 9}, {"place": 9, "load": pair.load}):
        copy = RemotePair.objects.of(alpha.pk).get(pk=pair.pk)
        copy.pk, copy._state.adding, copy.request_id = UUID(int=7), True, other
        copy.place, copy.load = taken["place"], taken["load"]
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_agreed_mentor_may_still_decline(alpha: School, beta: School) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    request = make_request(beta, make_offer(alpha))
    mentor = themself(account_in("mentor", alpha).pk, "mentor")
    with enter_school(alpha):
        actions.answer_as_mentor(request=request, agreed=False, reason="Передумала", acting=mentor)
    assert RemoteRequest.objects.of(beta.pk).get().state == "declined"
