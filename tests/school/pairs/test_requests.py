"""A mentee asks for a mentor: choices in order, terms that lapse, rivals, rules asked before and again."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.pairs import actions, queries, request_queries
from apps.school.pairs.models import Match, MentorRequest, MentorSeat, RequestChoice, RequestTerms
from apps.school.people.models import MenteeCard, MentorCard, Person
from kernel.acting import Actor, system_actor
from kernel.clock import at, now, today
from kernel.errors import AlreadyDone, Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import ask, asked_now, make_pair, propose
from tests.support.people import make_guardian, make_mentee, make_mentor, make_pupil
from tests.support.regulation import adopted

SYSTEM = system_actor("tests")
State, Choice = MentorRequest.State, RequestChoice.State
DAY = datetime.timedelta(days=1)


def owner_of(person: Person, role: str, school: School) -> Actor:
    Person.objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    person.refresh_from_db()
    return acting_as(role, school)


def states(request: MentorRequest) -> list[str]:
    return list(request.choices.order_by("number").values_list("state", flat=True))


def state_of(request: MentorRequest) -> str:
    return MentorRequest.objects.get(pk=request.pk).state


def decline(request: MentorRequest) -> MentorRequest:
    return actions.decline_request(choice=asked_now(request), note="Веду выпускной класс", acting=SYSTEM)


def test_mentor_is_asked_with_the_term_of_the_school(in_alpha: School) -> None:
    actions.set_request_terms(answer_days=4, most_choices=3, acting=SYSTEM)
    request = ask(make_mentor(), make_mentor())
    assert states(request) == [Choice.ASKED, Choice.QUEUED]
    assert asked_now(request).answer_by == today() + 4 * DAY


def test_terms_are_set_by_the_office_within_bounds(in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.set_request_terms(answer_days=4, most_choices=3, acting=acting_as("mentor", in_alpha))
    with pytest.raises(InputError):
        actions.set_request_terms(answer_days=0, most_choices=3, acting=SYSTEM)
    assert not RequestTerms.objects.exists()
    assert request_queries.request_terms().answer_days == 7


def test_acceptance_makes_an_agreed_pair_with_a_place(in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    request = ask(mentor, make_mentor(), mentee=mentee)
    match = actions.accept_request(choice=asked_now(request), acting=owner_of(mentor.person, "mentor", in_alpha))
    assert match.state == Match.State.AGREED
    assert all(row.accepted for row in Match.objects.get(pk=match.pk).current_people)
    assert MentorSeat.objects.filter(card=mentor, mentee__card=mentee).count() == 1
    request.refresh_from_db()
    assert (request.state, request.match_id) == (State.MATCHED, match.pk)
    assert states(request) == [Choice.ACCEPTED, Choice.CANCELLED]
    assert actions.prepare_order(match=match, acting=SYSTEM)


def test_refusal_has_a_reason_and_asks_the_next(in_alpha: School) -> None:
    request = ask(make_mentor(), make_mentor())
    with pytest.raises(InputError):
        actions.decline_request(choice=asked_now(request), note=" ", acting=SYSTEM)
    decline(request)
    assert states(request) == [Choice.DECLINED, Choice.ASKED]
    decline(request)
    assert (states(request), state_of(request)) == ([Choice.DECLINED, Choice.DECLINED], State.EXHAUSTED)


def test_silence_lapses_and_the_next_is_asked_by_itself(in_alpha: School) -> None:
    request = ask(make_mentor(), make_mentor())
    silent = asked_now(request)
    with at(now() + 7 * DAY):
        assert actions.advance_stalled(acting=SYSTEM) == 0
    with at(now() + 8 * DAY):
        with pytest.raises(Conflict):
            actions.accept_request(choice=silent, acting=SYSTEM)
        assert actions.advance_stalled(acting=SYSTEM) == 1
        assert states(request) == [Choice.LAPSED, Choice.ASKED]
        assert actions.advance_stalled(acting=SYSTEM) == 0
    with at(now() + 30 * DAY):
        actions.advance_stalled(acting=SYSTEM)
    assert state_of(request) == State.EXHAUSTED


def test_any_who_fits_asks_several_at_once_and_the_first_wins(in_alpha: School) -> None:
    adopted("gymnasium-35")
    mentors = [make_mentor() for _number in range(3)]
    busy = make_mentor(capacity=1)
    propose(busy)
    request = ask()
    assert set(states(request)) == {Choice.ASKED}
    assert {row.card_id for row in request.choices.all()} == {card.pk for card in mentors}
    first, second, _third = request.choices.order_by("number")
    actions.accept_request(choice=second, acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.accept_request(choice=first, acting=SYSTEM)
    assert sorted(states(request)) == sorted([Choice.ACCEPTED, Choice.CANCELLED, Choice.CANCELLED])


def test_any_who_fits_is_refused_with_clauses_when_nobody_does(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    propose(make_mentor(capacity=3))
    with pytest.raises(RuleViolation) as refusal:
        ask()
    assert {each.parameter for each in refusal.value.violations} == {"pairing.max_mentees"}
    assert {each.clause for each in refusal.value.violations} == {"п. 99"}


def test_full_mentor_is_refused_before_the_request_is_sent(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    full = make_mentor(capacity=3)
    propose(full)
    with pytest.raises(RuleViolation) as refusal:
        ask(make_mentor(), full)
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("pairing.max_mentees", "п. 99")
    assert not MentorRequest.objects.exists()


def test_last_place_taken_sends_the_rivals_to_their_next_choice(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    wanted, other = make_mentor(), make_mentor()
    winner, rival, alone = ask(wanted), ask(wanted, other), ask(wanted)
    actions.accept_request(choice=asked_now(winner), acting=SYSTEM)
    assert states(rival) == [Choice.CANCELLED, Choice.ASKED]
    assert (states(alone), state_of(alone)) == ([Choice.CANCELLED], State.EXHAUSTED)


def test_rivals_stay_while_the_mentor_has_a_place(in_alpha: School) -> None:
    wanted = make_mentor(capacity=2)
    winner, rival = ask(wanted), ask(wanted)
    actions.accept_request(choice=asked_now(winner), acting=SYSTEM)
    assert states(rival) == [Choice.ASKED]


def test_next_choice_that_cannot_be_asked_any_more_is_passed_over_with_the_reason(in_alpha: School) -> None:
    first, second, third = make_mentor(), make_mentor(capacity=1), make_mentor()
    request = ask(first, second, third)
    propose(second)
    decline(request)
    assert states(request) == [Choice.DECLINED, Choice.SKIPPED, Choice.ASKED]
    assert request.choices.get(state=Choice.SKIPPED).note


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_person_leaving_in_the_middle_stops_nothing(side: str, in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    request = ask(mentor, make_mentor(), mentee=mentee)
    model, card = (MentorCard, mentor) if side == "mentor" else (MenteeCard, mentee)
    model.objects.filter(pk=card.pk).update(state="left", left_on=today())
    with pytest.raises(Conflict):
        actions.accept_request(choice=asked_now(request), acting=SYSTEM)
    assert actions.advance_stalled(acting=SYSTEM) == 1
    expected = [Choice.SKIPPED, Choice.ASKED] if side == "mentor" else [Choice.CANCELLED, Choice.CANCELLED]
    assert states(request) == expected
    assert state_of(request) == (State.OPEN if side == "mentor" else State.DROPPED)


def test_regulation_replaced_in_the_middle_is_asked_at_the_acceptance(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 2, "group": None})
    mentor = make_mentor(capacity=2)
    propose(mentor)
    request = ask(mentor)
    adopted("gymnasium-35", since=today(), pairing__max_mentees={"individual": 1, "group": None})
    with pytest.raises(RuleViolation) as refusal:
        actions.accept_request(choice=asked_now(request), acting=SYSTEM)
    assert refusal.value.violations[0].parameter == "pairing.max_mentees"
    assert states(request) == [Choice.ASKED]


def test_mentee_has_one_open_request(in_alpha: School) -> None:
    mentee = make_mentee()
    request = ask(make_mentor(), mentee=mentee)
    with pytest.raises(Conflict):
        ask(make_mentor(), mentee=mentee)
    actions.withdraw_request(request=request, acting=SYSTEM)
    assert states(request) == [Choice.CANCELLED]
    assert ask(make_mentor(), mentee=mentee)


def test_pair_agreed_by_another_way_drops_the_request(in_alpha: School) -> None:
    mentee = make_mentee()
    request = ask(make_mentor(), mentee=mentee)
    make_pair(Match.State.AGREED, mentee=mentee)
    assert (states(request), state_of(request)) == ([Choice.CANCELLED], State.DROPPED)


def test_request_names_so_many_as_the_school_lets(in_alpha: School) -> None:
    actions.set_request_terms(answer_days=7, most_choices=1, acting=SYSTEM)
    with pytest.raises(InputError):
        ask(make_mentor(), make_mentor())
    same = make_mentor()
    assert states(ask(same, same)) == [Choice.ASKED]


def test_nobody_asks_or_answers_for_another_adult(in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    stranger = owner_of(make_mentor().person, "guardian", in_alpha)
    with pytest.raises(NotAllowed):
        ask(mentor, mentee=mentee, acting=stranger)
    request = ask(mentor, mentee=mentee, acting=owner_of(mentee.person, "mentee", in_alpha))
    assert request.on_paper is False
    for verb, terms in ((actions.accept_request, {}), (actions.decline_request, {"note": "Нет"})):
        with pytest.raises(NotAllowed):
            verb(choice=asked_now(request), acting=stranger, **terms)
    with pytest.raises(NotAllowed):
        actions.withdraw_request(request=request, acting=owner_of(mentor.person, "mentor", in_alpha))


def test_guardian_asks_for_a_child_under_fourteen(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    pupil = make_pupil()
    guardian = owner_of(make_guardian(pupil), "guardian", in_alpha)
    mentor = make_mentor(person=make_pupil(first_name="Олег"), category="pupil")
    card = make_mentee(person=pupil, category="willing_pupil")
    child = owner_of(pupil, "mentee", in_alpha)
    with pytest.raises(NotAllowed):
        ask(mentor, mentee=card, acting=child)
    assert ask(mentor, mentee=card, acting=guardian).on_paper is False


def test_people_who_are_a_pair_are_not_asked(in_alpha: School) -> None:
    mentor, mentee = make_mentor(capacity=3), make_mentee()
    make_pair(mentor=mentor, mentee=mentee)
    with pytest.raises(Conflict):
        ask(mentor, mentee=mentee)


def test_mentor_learns_only_of_the_own_turn(in_alpha: School) -> None:
    first, second = make_mentor(), make_mentor()
    request = ask(first, second)
    later = owner_of(second.person, "mentor", in_alpha)
    assert not request_queries.requests_visible_to(later).exists()
    decline(request)
    seen = request_queries.get_request(request.pk, later)
    assert [row.card_id for row in request_queries.shown_choices(seen, later)] == [second.pk]
    assert [row.card_id for row in request_queries.asked_of(later)] == [second.pk]


def test_accepted_request_leaves_no_place_uncounted(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    mentor = make_mentor(capacity=5)
    one, two = ask(mentor), ask(mentor)
    choice = asked_now(two)
    actions.accept_request(choice=asked_now(one), acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.accept_request(choice=choice, acting=SYSTEM)
    assert queries.load_of(mentor).counted == 1


def test_double_submit_asks_once(in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    adopted("gymnasium-35")
    keyed: dict[str, Any] = {"account_id": None, "name": "tests", "roles": frozenset({"system"}), "place": "system"}
    twice = Actor(**keyed, request_key="11111111-2222-4333-8444-555555555555")
    ask(mentor, mentee=mentee, acting=twice)
    with pytest.raises(AlreadyDone):
        ask(mentor, mentee=mentee, acting=twice)
    assert MentorRequest.objects.count() == 1
