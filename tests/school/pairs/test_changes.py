"""A longer and a shorter term, petitions, the common term, care for those without a pair: what the verbs do."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.pairs import actions, queries
from apps.school.pairs.models import Match, Petition, TermChange
from apps.school.regulation.rules.labour import earliest_end
from kernel.acting import Actor, system_actor
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import a_term, make_pair, order_replacement, propose, replace_mentor
from tests.support.people import make_mentee, make_person
from tests.support.regulation import adopted

SYSTEM = system_actor("tests")
State = TermChange.State


def seated(match: Match, school: School) -> dict[str, Actor]:
    """The cast's mentor and mentee in a pair, with the office."""
    people = {"mentor": match.current_mentors[0].card.person, "mentee": match.current_mentees[0].card.person}
    for role, person in people.items():
        type(person).objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    return {role: acting_as(role, school) for role in ("mentor", "mentee", "curator", "head")}


def running(**values: Any) -> Match:
    adopted("gymnasium-35", **values)
    start, end = a_term(4)
    return queries.get_visible(make_pair(starts_on=start, ends_on=end).pk, SYSTEM)


def later(match: Match, days: int = 60) -> datetime.date:
    return match.ends_on + datetime.timedelta(days=days)


def fresh(match: Match) -> Match:
    return queries.get_visible(match.pk, SYSTEM)


def say(match: Match, actor: Actor, *, accepted: bool = True, note: str = "") -> None:
    change = match.term_changes.get()
    row = change.agreements.get(role="mentor" if actor.has("mentor") else "mentee")
    actions.answer_term_change(match=match, agreement=row, accepted=accepted, note=note, acting=actor)


def order_of(change: TermChange) -> Order:
    return Order.objects.get(subject=reference(change), state=Order.State.WAITING)


def broken(error: pytest.ExceptionInfo[RuleViolation]) -> set[tuple[str, str]]:
    return {(each.parameter, each.clause) for each in error.value.violations}


def test_extension_is_agreed_ordered_and_then_in_force(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    old, new = match.ends_on, later(match)
    actions.extend_pair(match=match, ground="mutual_consent", new_end=new, acting=cast["mentor"])
    change = match.term_changes.get()
    assert [row.accepted for row in change.agreements.order_by("role")] == [None, True]
    say(match, cast["mentee"])
    actions.order_term_change(match=match, acting=cast["curator"])
    assert fresh(match).ends_on == old
    order = order_of(change)
    assert "продлении" in order.title.lower() or order.facts["longer"]
    orders.sign_order(order=order, acting=cast["head"])
    change.refresh_from_db()
    assert (change.state, fresh(match).ends_on) == (State.IN_FORCE, new)


def test_extension_without_consent_is_refused_by_extension_consent(in_alpha: School) -> None:
    """term.extension_consent: the order of the new term waits for everybody named."""
    match = running(term__extension_consent=["mentee"])
    cast = seated(match, in_alpha)
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["curator"])
    with pytest.raises(RuleViolation) as error:
        actions.order_term_change(match=match, acting=cast["curator"])
    assert broken(error) == {("term.extension_consent", "п. 99")}
    say(match, cast["mentee"])
    actions.order_term_change(match=match, acting=cast["curator"])


def test_extension_on_another_ground_is_refused_by_extension_grounds(in_alpha: School) -> None:
    """term.extension_grounds is a closed list."""
    match = running(term__extension_grounds=["business_trip"])
    with pytest.raises(RuleViolation) as error:
        actions.extend_pair(match=match, ground="long_absence", new_end=later(match), acting=SYSTEM)
    assert broken(error) == {("term.extension_grounds", "п. 99")}
    with pytest.raises(InputError):
        actions.extend_pair(match=match, ground="business_trip", new_end=match.ends_on, acting=SYSTEM)


def test_reduction_is_refused_by_term_reduction(in_alpha: School) -> None:
    """term.reduction: no shorter term where the act has none."""
    match = running(term__reduction=False)
    with pytest.raises(RuleViolation) as error:
        actions.shorten_pair(match=match, new_end=today() + datetime.timedelta(days=60), acting=SYSTEM)
    assert broken(error) == {("term.reduction", "п. 99")}


def test_reduction_needs_both_sides(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    actions.shorten_pair(match=match, new_end=today() + datetime.timedelta(days=60), acting=cast["mentor"])
    with pytest.raises(RuleViolation):
        actions.order_term_change(match=match, acting=cast["curator"])
    say(match, cast["mentee"])
    actions.order_term_change(match=match, acting=cast["curator"])
    orders.return_order(order=order_of(match.term_changes.get()), reason="Ошибка", acting=cast["head"])
    assert match.term_changes.get().state == State.ASKED


def test_change_of_the_term_by_a_mentee_whom_the_rule_does_not_name_is_refused(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    with pytest.raises(RuleViolation) as error:
        actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["mentee"])
    assert broken(error) == {("programme.change_rule", "гл. 4, п. 9")}


def test_refusal_needs_a_reason_and_stops_the_change(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["mentor"])
    with pytest.raises(InputError):
        say(match, cast["mentee"], accepted=False)
    say(match, cast["mentee"], accepted=False, note="Мне хватит и этого")
    assert match.term_changes.get().state == State.DECLINED
    with pytest.raises(Conflict):
        actions.order_term_change(match=match, acting=cast["curator"])


def test_words_are_given_once_and_for_oneself(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["curator"])
    row = match.term_changes.get().agreements.get(role="mentor")
    with pytest.raises(NotAllowed):
        actions.answer_term_change(match=match, agreement=row, accepted=True, acting=cast["mentee"])
    actions.answer_term_change(match=match, agreement=row, accepted=True, acting=cast["curator"])
    row.refresh_from_db()
    assert row.on_paper
    with pytest.raises(Conflict):
        actions.answer_term_change(match=match, agreement=row, accepted=True, acting=cast["mentor"])


def test_one_change_of_the_term_at_a_time(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["mentor"])
    with pytest.raises(Conflict):
        actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["curator"])
    with pytest.raises(NotAllowed):
        actions.withdraw_term_change(match=match, acting=cast["mentee"])
    actions.withdraw_term_change(match=match, acting=cast["mentor"])
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=cast["curator"])


def test_order_of_a_replacement_and_of_a_term_do_not_cross(in_alpha: School) -> None:
    match = running(term__extension_consent=[])
    actions.extend_pair(match=match, ground="business_trip", new_end=later(match), acting=SYSTEM)
    replace_mentor(match)
    with pytest.raises(Conflict):
        actions.order_term_change(match=match, acting=SYSTEM)


def test_early_success_is_refused_by_early_completion(in_alpha: School) -> None:
    """term.early_completion: what the act names is confirmed, and kept."""
    match = running(term__early_completion=["fast_success", "curator_agrees"], termination__grounds=["early_success"])
    terms: dict[str, Any] = {
        "match": match,
        "ground": "early_success",
        "closed_on": today(),
        "completed": True,
        "acting": SYSTEM,
    }
    with pytest.raises(RuleViolation) as error:
        actions.end_pair(**terms, confirmed=["fast_success"])
    assert broken(error) == {("term.early_completion", "п. 99")}
    ended = actions.end_pair(**terms, confirmed=["fast_success", "curator_agrees"])
    assert ended.closing_evidence == ["curator_agrees", "fast_success"]


def test_refusal_by_labour_law_keeps_its_notice(in_alpha: School) -> None:
    match = running()
    terms: dict[str, Any] = {
        "match": match,
        "ground": "mentor_refusal",
        "closed_on": today(),
        "completed": False,
        "acting": SYSTEM,
    }
    with pytest.raises(RuleViolation) as error:
        actions.end_pair(**terms, notice_on=today())
    assert error.value.violations[0].origin == "law"
    actions.end_pair(**terms, notice_on=today() - datetime.timedelta(days=30))


# ---- petitions


def ask(match: Match, acting: Actor, **changes: Any) -> Petition:
    terms: dict[str, Any] = {
        "author": match.current_mentees[0].card.person,
        "mentor": match.current_mentors[0].card,
        "to_role": "curator",
        "document": "petition",
        "text": "Не получается договориться о времени",
    }
    return actions.ask_for_replacement(match=match, **{**terms, **changes}, acting=acting)


def test_petition_off_the_route_is_refused_by_request_right(in_alpha: School) -> None:
    """replacement.request_right: who asks whom, by which document."""
    match = running(
        replacement__request_right=[{"from_role": "mentee", "to_role": "head", "document": "reasoned_request"}]
    )
    cast = seated(match, in_alpha)
    with pytest.raises(RuleViolation) as error:
        ask(match, cast["mentee"])
    assert broken(error) == {("replacement.request_right", "п. 99")}
    petition = ask(match, cast["mentee"], to_role="head", document="reasoned_request")
    with pytest.raises(NotAllowed):
        actions.decide_petition(petition=petition, granted=True, acting=cast["curator"])
    assert actions.decide_petition(petition=petition, granted=True, acting=cast["head"]).state == "granted"


def test_petition_leads_to_the_replacement_and_ends_with_it(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    petition = ask(match, cast["mentee"])
    actions.decide_petition(petition=petition, granted=True, acting=cast["curator"])
    orders.sign_order(order=order_replacement(replace_mentor(match)), acting=cast["head"])
    petition.refresh_from_db()
    assert petition.state == Petition.State.DONE


def test_petition_is_refused_with_a_reason(in_alpha: School) -> None:
    match = running()
    petition = ask(match, seated(match, in_alpha)["mentee"])
    with pytest.raises(InputError):
        actions.decide_petition(petition=petition, granted=False, acting=SYSTEM)
    actions.decide_petition(petition=petition, granted=False, answer="Поговорим втроём", acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.decide_petition(petition=petition, granted=True, acting=SYSTEM)


def test_mentor_does_not_read_what_the_mentee_writes(in_alpha: School) -> None:
    match = running()
    cast = seated(match, in_alpha)
    petition = ask(match, cast["mentee"])
    for role, reads in (("mentor", False), ("mentee", True), ("curator", True)):
        assert queries.petitions_visible_to(cast[role]).filter(pk=petition.pk).exists() is reads
    with pytest.raises(NotAllowed):
        ask(match, cast["mentor"])


def test_resignation_of_an_employee_is_not_refused(in_alpha: School) -> None:
    """resignation.route: labour law binds the employer; the notice is three working days."""
    match = running()
    cast = seated(match, in_alpha)
    terms: dict[str, Any] = {
        "match": match,
        "author": match.current_mentors[0].card.person,
        "to_role": "head",
        "document": "application",
        "ground": "no_reason_required",
        "text": "Большая нагрузка",
        "acting": cast["mentor"],
    }
    with pytest.raises(RuleViolation):
        actions.ask_to_resign(**terms, leaves_on=today())
    petition = actions.ask_to_resign(**terms, leaves_on=earliest_end(today()))
    with pytest.raises(RuleViolation) as error:
        actions.decide_petition(petition=petition, granted=False, answer="Нет", acting=cast["head"])
    assert error.value.violations[0].origin == "law"
    assert actions.withdraw_petition(petition=petition, acting=cast["mentor"]).state == "withdrawn"


# ---- the common term, care


def test_pair_off_the_common_term_is_refused_by_term_individual(in_alpha: School) -> None:
    """term.individual: one term for all pairs of the school year."""
    adopted("gymnasium-35", term__individual=False)
    start, end = a_term()
    with pytest.raises(RuleViolation) as error:
        propose()
    assert broken(error) == {("term.individual", "п. 99")}
    actions.set_common_term(starts_on=start, ends_on=end - datetime.timedelta(days=30), acting=SYSTEM)
    with pytest.raises(RuleViolation):
        propose()
    assert propose(ends_on=end - datetime.timedelta(days=30)).state == Match.State.PROPOSED


def test_pair_without_a_role_model_is_refused_by_role_models(in_alpha: School) -> None:
    """forms.role_models: the pair names one suited to its form."""
    adopted("gymnasium-35")
    with pytest.raises(RuleViolation) as error:
        propose(role_model="")
    assert broken(error) == {("forms.role_models", "гл. 3, п. 13")}
    assert propose(role_model="leader_struggling").role_model == "leader_struggling"


def test_support_of_those_without_a_pair_is_recorded(in_alpha: School) -> None:
    """pairing.unpaired_support: a list with what was done, the forgotten ones first."""
    adopted("gymnasium-35")
    helped, forgotten = make_mentee(), make_mentee()
    propose()
    actions.record_support(card=helped, measure="Беседа с психологом", acting=SYSTEM)
    assert [card.pk for card in queries.unpaired()] == [forgotten.pk, helped.pk]
    assert vars(queries.unpaired().get(pk=helped.pk))["last_measure"] == "Беседа с психологом"
    with pytest.raises(InputError):
        actions.record_support(card=helped, measure=" ", acting=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.record_support(card=helped, measure="x", acting=acting_as("mentor", in_alpha))


def test_stranger_asks_nothing_of_a_pair(in_alpha: School) -> None:
    match = running()
    stranger = make_person()
    type(stranger).objects.filter(pk=stranger.pk).update(account_id=account_in("mentor", in_alpha).pk)
    with pytest.raises(NotAllowed):
        actions.shorten_pair(
            match=match, new_end=today() + datetime.timedelta(days=60), acting=acting_as("mentor", in_alpha)
        )
