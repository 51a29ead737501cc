"""A pair from the proposal to its end: answers, order, replacement, closing."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

import pytest

from apps.school.consents.models import Consent
from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.pairs import actions, handlers, queries
from apps.school.pairs.models import Match, MentorSeat, Replacement
from apps.school.regulation.queries import current
from kernel.acting import Actor, system_actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import a_term, agree, make_pair, order_of, order_replacement, propose, replace_mentor
from tests.support.people import make_guardian, make_mentee, make_mentor, make_person, make_pupil
from tests.support.regulation import adopted

SYSTEM = system_actor("tests")
State = Match.State


def people_of(match: Match) -> tuple[Any, Any]:
    return match.current_mentors[0].card.person, match.current_mentees[0].card.person


def owner_of(person: Any, role: str, school: School) -> Actor:
    """The cast's account of a role, linked to the person."""
    type(person).objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    return acting_as(role, school)


def test_pair_is_agreed_when_both_sides_accept(in_alpha: School) -> None:
    match = propose()
    assert current().value("scope.voluntary") is True
    mentor, mentee = people_of(match)
    match = actions.answer(match=match, person=mentor, accepted=True, acting=owner_of(mentor, "mentor", in_alpha))
    assert match.state == State.PROPOSED
    match = actions.answer(match=match, person=mentee, accepted=True, acting=owner_of(mentee, "mentee", in_alpha))
    assert match.state == State.AGREED


def test_refusal_frees_the_place_and_keeps_the_reason(in_alpha: School) -> None:
    match = propose()
    mentor, _mentee = people_of(match)
    match = actions.answer(match=match, person=mentor, accepted=False, note="Болею", acting=SYSTEM)
    assert match.state == State.DECLINED
    assert match.current_mentors[0].answer_note == "Болею"
    assert not MentorSeat.objects.exists()


def test_refusal_needs_a_reason(in_alpha: School) -> None:
    match = propose()
    with pytest.raises(InputError):
        actions.answer(match=match, person=people_of(match)[0], accepted=False, acting=SYSTEM)


def test_nobody_answers_for_another_adult(in_alpha: School) -> None:
    match = propose()
    mentor, mentee = people_of(match)
    stranger = owner_of(mentor, "mentor", in_alpha)
    with pytest.raises(NotAllowed):
        actions.answer(match=match, person=mentee, accepted=True, acting=stranger)


def test_answer_is_given_once(in_alpha: School) -> None:
    match = propose()
    mentor, _mentee = people_of(match)
    actions.answer(match=match, person=mentor, accepted=True, acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.answer(match=match, person=mentor, accepted=True, acting=SYSTEM)


def test_stranger_has_nothing_to_answer(in_alpha: School) -> None:
    with pytest.raises(NotFound):
        actions.answer(match=propose(), person=make_person(), accepted=True, acting=SYSTEM)


@pytest.mark.parametrize(("age", "who"), [(12, "guardian"), (15, "mentee")])
def test_guardian_answers_for_a_child_under_fourteen(age: int, who: str, in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    pupil = make_pupil(birth_date=today().replace(day=1, year=today().year - age))
    guardian = make_guardian(pupil)
    mentor = make_mentor(person=make_pupil(first_name="Олег"), category="pupil")
    match = propose(mentor, make_mentee(person=pupil, category="willing_pupil"), form="pupil_pupil")
    actors = {"guardian": owner_of(guardian, "guardian", in_alpha), "mentee": owner_of(pupil, "mentee", in_alpha)}
    pupil.refresh_from_db()
    for role, actor in actors.items():
        if role != who:
            with pytest.raises(NotAllowed):
                actions.answer(match=match, person=pupil, accepted=True, acting=actor)
    match = actions.answer(match=match, person=pupil, accepted=True, acting=actors[who])
    assert match.current_mentees[0].accepted is True


def test_order_waits_for_written_consents(alpha: School, beta: School) -> None:
    for school, asked in ((alpha, ["mentor", "mentee"]), (beta, ["mentor"])):
        with enter_school(school):
            adopted("gymnasium-35", pairing__written_consent=asked)
            match = agree(propose())
            _mentor, mentee = people_of(match)
            Consent.objects.filter(person=mentee, type="extra_duties").delete()
            if school == alpha:
                with pytest.raises(RuleViolation) as refusal:
                    actions.prepare_order(match=match, acting=SYSTEM)
                [violation] = refusal.value.violations
                assert (violation.parameter, violation.clause) == ("pairing.written_consent", "п. 99")
                assert refusal.value.next_step
                assert Match.objects.get(pk=match.pk).state == State.AGREED
            else:
                assert actions.prepare_order(match=match, acting=SYSTEM).state == Order.State.WAITING


def test_mentors_consent_is_wanted_by_law_everywhere(in_alpha: School) -> None:
    adopted("lenskaya")
    match = agree(propose())
    Consent.objects.filter(person=people_of(match)[0], type="extra_duties").update(withdrawn_on=today())
    with pytest.raises(RuleViolation):
        actions.prepare_order(match=match, acting=SYSTEM)


@pytest.mark.parametrize("kind", ["order", "directive"])
def test_act_is_of_the_kind_that_the_regulation_names(kind: str, in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__act=kind)
    assert order_of(make_pair(State.ORDERED)).act_kind == kind


def test_signature_begins_the_work(in_alpha: School) -> None:
    match = make_pair(State.ORDERED)
    order = orders.sign_order(order=order_of(match), acting=acting_as("head", in_alpha))
    assert order.number
    assert Match.objects.get(pk=match.pk).state == State.ACTIVE


def test_consent_withdrawn_meanwhile_stops_the_signature(in_alpha: School) -> None:
    match = make_pair(State.ORDERED)
    Consent.objects.filter(type="extra_duties").update(withdrawn_on=today())
    order = order_of(match)
    with pytest.raises(RuleViolation):
        orders.sign_order(order=order, acting=SYSTEM)
    order.refresh_from_db()
    assert (order.state, order.number) == (Order.State.WAITING, "")
    assert Match.objects.get(pk=match.pk).state == State.ORDERED


def test_act_is_not_dated_before_the_consents(in_alpha: School) -> None:
    match = make_pair(State.ORDERED)
    with pytest.raises(RuleViolation):
        orders.sign_order(order=order_of(match), dated=today() - datetime.timedelta(days=1), acting=SYSTEM)


def test_returned_order_can_be_prepared_again(in_alpha: School) -> None:
    match = make_pair(State.ORDERED)
    orders.return_order(order=order_of(match), reason="Не тот срок", acting=acting_as("head", in_alpha))
    assert Match.objects.get(pk=match.pk).state == State.AGREED
    assert actions.prepare_order(match=match, acting=SYSTEM).state == Order.State.WAITING


def test_pair_at_work_is_not_cancelled(in_alpha: School) -> None:
    with pytest.raises(Conflict):
        actions.cancel_pair(match=make_pair(), acting=SYSTEM)


def test_cancelled_pair_frees_the_place(in_alpha: School) -> None:
    make_pair(State.CANCELLED)
    assert not MentorSeat.objects.exists()


def test_ground_of_the_end_is_in_the_closed_list(alpha: School, beta: School) -> None:
    for school, grounds in ((alpha, ["plan_completed"]), (beta, ["plan_completed", "force_majeure"])):
        with enter_school(school):
            adopted("lenskaya", termination__grounds=grounds)
            match = make_pair()
            terms: dict[str, Any] = {"ground": "force_majeure", "closed_on": today(), "completed": False}
            if school == alpha:
                with pytest.raises(RuleViolation) as refusal:
                    actions.end_pair(match=match, **terms, acting=SYSTEM)
                assert refusal.value.violations[0].clause == "п. 99"
            else:
                assert actions.end_pair(match=match, **terms, acting=SYSTEM).state == State.ENDED


def test_mentor_may_always_refuse_by_labour_law(in_alpha: School) -> None:
    adopted("lenskaya", termination__grounds=["plan_completed"])
    match = make_pair()
    ended = actions.end_pair(match=match, ground="mentor_refusal", closed_on=today(), completed=False, acting=SYSTEM)
    assert ended.state == State.ENDED
    assert not MentorSeat.objects.exists()


def test_end_is_not_in_the_future(in_alpha: School) -> None:
    day = today() + datetime.timedelta(days=1)
    with pytest.raises(InputError):
        actions.end_pair(match=make_pair(), ground="plan_completed", closed_on=day, completed=True, acting=SYSTEM)


def test_apps_above_are_told_of_the_beginning_and_the_end(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    for name in ("on_activated", "on_closed"):
        registry = handlers.Registry()
        monkeypatch.setattr(handlers, name, registry)
        registry.register(lambda *, match, acting: told.append(match.state))
    make_pair(State.COMPLETED)
    assert told == [State.ACTIVE, State.COMPLETED]


def test_replacement_is_carried_out_by_its_order(in_alpha: School) -> None:
    match = make_pair()
    old, new = match.current_mentors[0].card, make_mentor()
    change = replace_mentor(match, new)
    assert queries.load_of(new).individual == 1
    orders.sign_order(order=order_replacement(change), acting=SYSTEM)
    match = queries.get_visible(match.pk, SYSTEM)
    assert [row.card_id for row in match.current_mentors] == [new.pk]
    assert queries.load_of(old) == queries.Load()
    assert match.ends_on == change.ends_on


def test_returned_replacement_leaves_everything_as_it_was(in_alpha: School) -> None:
    match, new = make_pair(), make_mentor()
    orders.return_order(order=order_replacement(replace_mentor(match, new)), reason="Нет", acting=SYSTEM)
    assert queries.load_of(new) == queries.Load()
    assert Replacement.objects.get().state == Replacement.State.DROPPED


def test_replacement_keeps_the_period_where_the_regulation_says_so(alpha: School, beta: School) -> None:
    for school, keeps in ((alpha, True), (beta, False)):
        with enter_school(school):
            adopted("gymnasium-35", replacement__keeps_period=keeps)
            match = make_pair()
            later = match.ends_on + datetime.timedelta(days=1)
            if keeps:
                with pytest.raises(RuleViolation) as refusal:
                    replace_mentor(match, ends_on=later)
                assert [each.clause for each in refusal.value.violations] == ["п. 99"]
            else:
                replace_mentor(match, ends_on=later)


def test_ground_of_a_replacement_is_in_the_closed_list(alpha: School, beta: School) -> None:
    for school, grounds in ((alpha, ["employment_ended"]), (beta, ["employment_ended", "incompatibility"])):
        with enter_school(school):
            adopted("gymnasium-35", replacement__grounds=grounds)
            match = make_pair()
            if school == alpha:
                with pytest.raises(RuleViolation) as refusal:
                    replace_mentor(match, ground="incompatibility")
                assert refusal.value.violations[0].parameter == "replacement.grounds"
            else:
                replace_mentor(match, ground="incompatibility")


def test_new_mentor_needs_a_free_place(in_alpha: School) -> None:
    busy = make_mentor(capacity=1)
    propose(busy)
    with pytest.raises(RuleViolation):
        replace_mentor(make_pair(), busy)


def test_new_mentor_needs_the_written_consent(in_alpha: School) -> None:
    change = replace_mentor(make_pair(), make_mentor(consents=False))
    with pytest.raises(RuleViolation) as refusal:
        order_replacement(change)
    assert "pairing.written_consent" in {each.parameter for each in refusal.value.violations}


def test_one_replacement_is_under_way_at_a_time(in_alpha: School) -> None:
    match = make_pair()
    replace_mentor(match)
    with pytest.raises(Conflict):
        replace_mentor(match)


def test_remote_request_takes_and_frees_a_place(in_alpha: School) -> None:
    adopted("gymnasium-35")
    mentor, request = make_mentor(capacity=1), uuid4()
    first = actions.take_remote_seat(mentor_card=mentor, remote_request=request, acting=SYSTEM)
    again = actions.take_remote_seat(mentor_card=mentor, remote_request=request, acting=SYSTEM)
    assert first.pk == again.pk
    assert queries.load_of(mentor).remote == 1
    with pytest.raises(RuleViolation):
        propose(mentor)
    assert actions.free_remote_seat(remote_request=request, acting=SYSTEM) is True
    assert actions.free_remote_seat(remote_request=request, acting=SYSTEM) is False


def test_remote_request_over_the_limit_is_refused_with_the_clause(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    mentor = make_mentor(capacity=9)
    propose(mentor)
    with pytest.raises(RuleViolation) as refusal:
        actions.take_remote_seat(mentor_card=mentor, remote_request=uuid4(), acting=SYSTEM)
    assert refusal.value.violations[0].clause == "п. 99"


def test_term_of_the_helper_is_permitted(in_alpha: School) -> None:
    adopted("gymnasium-35")
    start, end = a_term()
    assert start < end
