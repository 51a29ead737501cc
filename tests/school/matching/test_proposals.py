"""A proposal from the banks to pairs: vetoes, decisions, taking over."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.matching import actions, queries, tasks
from apps.school.matching.board import board_of
from apps.school.matching.computing import prices_of
from apps.school.matching.gathering import facts_of
from apps.school.matching.models import Proposal, Ruling, Tie
from apps.school.orders import actions as order_actions
from apps.school.pairs import actions as pair_actions
from apps.school.pairs.actions import prepare_order_of_many
from apps.school.pairs.models import Match
from apps.school.pairs.weighing import USUAL
from apps.school.people.models import MenteeCard
from kernel.clock import today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.matching import ACTING, cohort_of, propose_cohort
from tests.support.pairs import agree, make_pair, propose
from tests.support.people import counted, make_guardian, make_mentee, make_mentor, make_person, make_pupil
from tests.support.questionnaires import answer, make_round
from tests.support.regulation import adopted


@pytest.fixture
def act(in_alpha: School) -> None:
    """The regulation of a gymnasium: two mentees to a mentor (п. 2.6 there), groups beyond it."""
    adopted("gymnasium-35", forms__role_models=False)


def ends(proposal: Proposal) -> set[tuple[int, int]]:
    return set(proposal.choices.values_list("mentor_id", "mentee_id"))


def codes(proposal: Proposal, mentee: MenteeCard) -> dict[int, list[str]]:
    facts = facts_of(proposal.facts)
    return {veto.mentor: [facts.rules[number].code for number in veto.rules] for veto in facts.vetoes_of(mentee.pk)}


def test_most_mentees_are_paired_and_then_the_best_fit(act: None) -> None:
    wanted = make_mentor(capacity=1, competencies=["классное руководство", "дисциплина на уроке"])
    other = make_mentor(capacity=1, subjects=["физика"], competencies=["шахматы"])
    first, second = make_mentee(), make_mentee(subjects=["физика"], request="Шахматы", deficits=[])
    found = propose_cohort()
    assert (found.state, found.paired, found.proven) == (Proposal.State.SOLVED, 2, True)
    assert ends(found) == {(wanted.pk, first.pk), (other.pk, second.pk)}


def test_vetoes_say_who_is_barred_and_by_which_clause(act: None) -> None:
    person = make_person(last_name="Сама")
    own = make_mentor(person=person)
    itself = make_mentee(person=person, consents=False)
    full = make_mentor(capacity=1)
    make_pair("active", mentor=full, mentee=make_mentee())
    refused = make_mentor()
    mentee = make_mentee()
    match = propose(refused, mentee)
    pair_actions.answer(match=match, person=mentee.person, accepted=False, note="нет", acting=ACTING)
    superior, relative = make_mentor(), make_mentor()
    actions.declare_tie(first=superior.person, second=mentee.person, kind=Tie.Kind.SUPERIOR, acting=ACTING)
    actions.declare_tie(first=mentee.person, second=relative.person, kind=Tie.Kind.RELATIVES, acting=ACTING)
    stranger = make_mentor(category="successful_graduate")
    found = propose_cohort([mentee, itself])
    barred = codes(found, mentee)
    assert barred[full.pk] == ["pairs.own_wish"]
    assert barred[refused.pk] == ["matching.refused"]
    assert barred[superior.pk] == ["matching.superior"]
    assert barred[relative.pk] == ["matching.relatives"]
    assert "regulation.scope.mentor_categories" in barred[stranger.pk]
    assert own.pk not in barred
    assert codes(found, itself)[own.pk] == ["pairs.same_person"]
    rule = next(rule for rule in facts_of(found.facts).rules if rule.code == "regulation.scope.mentor_categories")
    assert rule.clause
    assert ends(found) >= {(own.pk, mentee.pk)}


def test_subordinate_may_mentor_the_superior(act: None) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    actions.declare_tie(first=mentee.person, second=mentor.person, kind=Tie.Kind.SUPERIOR, acting=ACTING)
    assert propose_cohort([mentee]).paired == 1
    with pytest.raises(Conflict):
        actions.declare_tie(first=mentee.person, second=mentor.person, kind=Tie.Kind.SUPERIOR, acting=ACTING)
    with pytest.raises(InputError):
        actions.declare_tie(first=mentee.person, second=mentee.person, kind=Tie.Kind.RELATIVES, acting=ACTING)


def test_guardian_counts_as_a_relative_by_pairing_of_pupils(in_alpha: School) -> None:
    adopted("ozono-chepetskaya", forms__role_models=False)
    ward = make_pupil()
    parent = make_mentor(person=make_guardian(ward), category="parent")
    pupil = make_mentee(person=ward, category="willing_pupil")
    found = propose_cohort([pupil], form="employer_pupil")
    assert "matching.relatives" in codes(found, pupil)[parent.pk]


def test_limit_of_the_act_bars_with_its_clause_by_pairing_max_mentees(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, pairing__max_mentees={"individual": 1, "group": None})
    busy = make_mentor(capacity=5)
    make_pair("active", mentor=busy, mentee=make_mentee())
    mentee = make_mentee()
    found = propose_cohort([mentee])  # pairing.max_mentees
    assert codes(found, mentee)[busy.pk] == ["regulation.pairing.max_mentees"]
    [left] = board_of(found).left_out()
    assert left.mentee == mentee
    assert any(busy.person.short_name in sentence for sentence in left.helps)


def test_places_count_what_is_taken_elsewhere(act: None) -> None:
    mentor = make_mentor(capacity=2)
    make_pair("active", mentor=mentor, mentee=make_mentee())
    first, second = make_mentee(), make_mentee()
    found = propose_cohort([first, second])
    assert found.paired == 1
    [left] = board_of(found).left_out()
    assert mentor.person.short_name in left.helps[0]


def test_pin_forbid_and_solve_anew_with_few_moves(act: None) -> None:
    good, plain = make_mentor(capacity=1), make_mentor(capacity=1, subjects=["физика"])
    third = make_mentor(capacity=1, subjects=["химия"])
    first, second = make_mentee(), make_mentee(subjects=["химия"])
    before = propose_cohort([first, second])
    assert ends(before) == {(good.pk, first.pk), (third.pk, second.pk)}
    pinned = actions.rule_out(proposal=before, mentor=plain, mentee=first, kind=Ruling.Kind.PIN, acting=ACTING)
    actions.rule_out(proposal=before, mentor=third, mentee=second, kind=Ruling.Kind.FORBID, acting=ACTING)
    assert board_of(pinned).undone == 2
    after = actions.solve_again(proposal=pinned, acting=ACTING)
    assert ends(after) == {(plain.pk, first.pk), (good.pk, second.pk)}
    assert after.choices.get(mentee=first).is_pinned
    assert board_of(after).undone == 0
    assert after.previous == before
    assert board_of(after).offers(first.pk) == []
    actions.rule_out(proposal=after, mentor=plain, mentee=first, kind="", acting=ACTING)
    actions.rule_out(proposal=after, mentor=third, mentee=second, kind="", acting=ACTING)
    again = actions.solve_again(proposal=after, acting=ACTING)
    assert ends(again) == ends(before)


def test_pins_that_contradict_each_other_are_told(act: None) -> None:
    mentor = make_mentor(capacity=1)
    first, second = make_mentee(), make_mentee()
    found = propose_cohort([first, second])
    for mentee in (first, second):
        actions.rule_out(proposal=found, mentor=mentor, mentee=mentee, kind=Ruling.Kind.PIN, acting=ACTING)
    impossible = actions.solve_again(proposal=found, acting=ACTING)
    assert impossible.state == Proposal.State.IMPOSSIBLE
    assert impossible.message
    assert board_of(impossible).offers(first.pk) == []
    assert len(board_of(impossible).decisions()) == 2
    with pytest.raises(Conflict):
        actions.take_over(proposal=impossible, choices=[1], acting=ACTING)


def test_price_names_who_would_move(act: None) -> None:
    best = make_mentor(capacity=1, competencies=["классное руководство", "дисциплина на уроке"])
    spare = make_mentor(capacity=1, subjects=["физика"], competencies=["шахматы"])
    keen, other = make_mentee(), make_mentee(subjects=["физика"], request="Шахматы", deficits=[])
    board = board_of(propose_cohort([keen, other]))
    [offer] = board.offers(other.pk)
    assert offer.mentor == best
    assert keen.person.short_name in offer.moves[0]
    assert spare.person.short_name in offer.moves[0]


def test_second_curator_is_told_that_the_first_has_decided(act: None) -> None:
    one, other = make_mentor(), make_mentor()
    mentee = make_mentee()
    found = propose_cohort([mentee])
    seen = queries.decided(found).get(mentee.pk, "")
    wanted: dict[str, Any] = {"proposal": found, "mentee": mentee, "kind": Ruling.Kind.PIN, "acting": ACTING}
    actions.rule_out(**wanted, mentor=one, seen=seen)
    with pytest.raises(Conflict):
        actions.rule_out(**wanted, mentor=other, seen=seen)
    assert list(found.rulings.values_list("mentor", flat=True)) == [one.pk]
    actions.rule_out(**wanted, mentor=other, seen=queries.decided(found)[mentee.pk])
    assert list(found.rulings.values_list("mentor", flat=True)) == [other.pk]
    newest = actions.solve_again(proposal=actions.solve_again(proposal=found, acting=ACTING), acting=ACTING)
    assert queries.solved_anew(found) == newest
    assert queries.solved_anew(newest) is None


def test_team_for_a_group_is_left_to_people_and_says_where(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, structure__cardinality=["one_to_one", "many_to_many"])
    with pytest.raises(InputError) as refusal:
        propose_cohort([make_mentee(), make_mentee()], type="virtual", structure="many_to_many", size=2)
    assert refusal.value.problems[0]["place"] == "structure"
    assert refusal.value.next_step
    assert not Proposal.objects.exists()


def test_terms_that_the_act_forbids_are_refused_at_once(act: None) -> None:
    mentee = make_mentee()
    with pytest.raises(RuleViolation) as refusal:
        propose_cohort([mentee], form="pupil_pupil", ends_on=today() + datetime.timedelta(days=3000))
    assert {rule.parameter for rule in refusal.value.violations} == {"forms.enabled", "term.max_months"}
    with pytest.raises(InputError):
        propose_cohort([mentee], structure="one_to_many", size=1)
    with pytest.raises(InputError):
        actions.make_proposal(cohort=cohort_of([]), acting=ACTING)


def test_groups_fill_up_to_their_size_and_never_stay_too_small(act: None) -> None:
    mentors = [make_mentor(capacity=1), make_mentor(capacity=1)]
    mentees = [make_mentee() for _number in range(5)]
    found = propose_cohort(mentees, type="group", structure="one_to_many", size=4)
    sizes = sorted(found.choices.filter(mentor=mentor).count() for mentor in mentors)
    assert sizes == [2, 3]  # types.group_min
    assert found.proven


def test_price_of_a_group_is_told_on_the_board_as_it_was_solved(act: None) -> None:
    mentors = [make_mentor(capacity=1), make_mentor(capacity=1, subjects=["физика"])]
    mentees = [make_mentee() for _number in range(2)] + [make_mentee(subjects=["физика"]) for _number in range(2)]
    found = propose_cohort(mentees, type="group", structure="one_to_many", size=3)
    assert {found.choices.filter(mentor=mentor).count() for mentor in mentors} == {2}
    board, prices = board_of(found), prices_of(found.others)
    for mentee in mentees:
        offer, [told, *_more] = board.offer(mentee.pk), board.offers(mentee.pk)
        assert offer is not None
        assert offer == told
        # Whoever goes over would leave a group of one, which the act does not permit: somebody comes in return.
        [move] = offer.moves
        assert offer.mentor.person.short_name in move
        pinned = actions.rule_out(
            proposal=found, mentor=offer.mentor, mentee=mentee, kind=Ruling.Kind.PIN, acting=ACTING
        )
        anew = actions.solve_again(proposal=pinned, acting=ACTING)
        assert (found.paired, found.paired - anew.paired) == (4, prices[mentee.pk].pairs) == (4, 0)
        actions.rule_out(proposal=found, mentor=offer.mentor, mentee=mentee, kind="", acting=ACTING)


def test_progress_is_told_while_a_proposal_is_computed(
    act: None, run_jobs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.school.matching.actions.proposing.AT_ONCE", 0)
    told: list[tuple[int, int | None]] = []
    monkeypatch.setattr(tasks, "report_progress", lambda job, *, done, total: told.append((done, total)))
    make_mentor(capacity=1)
    with run_jobs():
        found = propose_cohort([make_mentee() for _number in range(6)], type="group", structure="one_to_many", size=6)
    found.refresh_from_db()
    assert (found.state, found.paired) == (Proposal.State.SOLVED, 6)
    assert told == [(0, 12), (5, 12), (10, 12)]


def test_collective_pair_has_all_its_mentors_or_none(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, structure__cardinality=["one_to_one", "many_to_one"])
    mentors = [make_mentor(capacity=1) for _number in range(3)]
    first, second = make_mentee(), make_mentee()
    found = propose_cohort([first, second], type="virtual", structure="many_to_one", size=2)
    assert found.paired == 1
    assert found.choices.count() == 2
    assert {mentor for mentor, _mentee in ends(found)} <= {mentor.pk for mentor in mentors}
    assert 0 < found.mean_fit <= 100
    board = board_of(found)
    [left] = board.left_out()
    assert "2" in left.reason
    [row] = [choice for choice in board.choices if choice.mentor_id == min(mentor for mentor, _mentee in ends(found))]
    offer = board.offer(row.mentee_id)
    assert offer is not None
    # It is told which of the two mentors gives way to the third one.
    assert offer.mentor.person.short_name in offer.moves[0]


def test_in_reverse_mentoring_the_younger_one_leads(act: None) -> None:
    old = make_mentor(person=make_person(birth_date=datetime.date(1960, 1, 1)))
    young = make_mentor(person=make_person(birth_date=datetime.date(1999, 1, 1)))
    mentee = make_mentee(person=make_person(birth_date=datetime.date(1970, 1, 1)))
    found = propose_cohort([mentee], type="reverse")
    assert ends(found) == {(young.pk, mentee.pk)}
    assert codes(found, mentee)[old.pk] == ["matching.reverse"]


def test_what_is_wanted_of_every_pair_bars_the_others(act: None) -> None:
    make_mentor(subjects=["физика"])
    fit = make_mentor(trained_on=today())
    mentee = make_mentee()
    found = propose_cohort([mentee], must=["subject", "trained"])
    assert ends(found) == {(fit.pk, mentee.pk)}
    assert propose_cohort([mentee], least=100).paired == 0


def test_survey_of_preferences_is_waited_for_by_pairing_preference_survey(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, pairing__preference_survey=True)  # pairing.preference_survey
    mentor, mentee = make_mentor(), make_mentee()
    found = propose_cohort([mentee])
    assert codes(found, mentee)[mentor.pk] == ["regulation.pairing.preference_survey"]
    round_ = make_round("preference", mentor.person, mentee.person)
    for invitation in round_.invitations.all():
        answer(invitation)
    assert actions.solve_again(proposal=found, acting=ACTING).paired == 1


def test_conditions_and_weights_of_the_school_decide(act: None) -> None:
    near, far = make_mentor(subjects=["физика"]), make_mentor(subjects=["физика"])
    mentee = make_mentee()
    for person, place in ((near.person, "Корпус 2"), (far.person, "Корпус 1"), (mentee.person, "корпус 2")):
        actions.save_conditions(
            person=person, modes=["online", "nonsense"], times=["1am", "9xx"], place=place, acting=ACTING
        )
    assert ends(propose_cohort([mentee])) == {(near.pk, mentee.pk)}
    score = board_of(propose_cohort([mentee])).choices[0].fit
    row = actions.set_weights(values={"place": 30}, acting=ACTING)
    assert (row.values["place"], row.preset) == (30, "")
    assert board_of(propose_cohort([mentee])).choices[0].fit == score + 250
    with pytest.raises(InputError):
        actions.set_weights(values={"place": 101}, acting=ACTING)
    with pytest.raises(InputError):
        actions.set_weights(values=dict.fromkeys(USUAL, 0), acting=ACTING)


def test_taking_over_makes_proposed_pairs_under_all_rules(act: None, run_jobs: Callable[..., Any]) -> None:
    mentors = [make_mentor(capacity=1), make_mentor(capacity=1)]
    mentees = [make_mentee(), make_mentee()]
    found = propose_cohort(mentees)
    taken_elsewhere = found.choices.order_by("pk")[0]
    make_pair("proposed", mentor=taken_elsewhere.mentor, mentee=make_mentee())
    with run_jobs():
        actions.take_over(proposal=found, choices=found.choices.values_list("pk", flat=True), acting=ACTING)
    rows = list(found.choices.order_by("pk"))
    assert rows[0].match is None
    assert rows[0].refusal
    assert rows[1].match is not None
    assert rows[1].match.state == Match.State.PROPOSED
    assert {rows[1].mentor_id} <= {mentor.pk for mentor in mentors}
    found.refresh_from_db()
    assert found.state == Proposal.State.TAKEN
    made = Match.objects.count()
    with run_jobs(), pytest.raises(InputError):
        actions.take_over(proposal=found, choices=[rows[1].pk], acting=ACTING)
    assert actions.take_choices(proposal=found, choices=[rows[1]], acting=ACTING) is None
    assert Match.objects.count() == made
    with pytest.raises(Conflict):
        actions.rule_out(proposal=found, mentor=mentors[0], mentee=mentees[0], kind="pin", acting=ACTING)


def test_group_is_taken_over_as_one(act: None, run_jobs: Callable[..., Any]) -> None:
    make_mentor(capacity=1)
    found = propose_cohort([make_mentee() for _number in range(3)], type="group", structure="one_to_many", size=3)
    with run_jobs():
        actions.take_over(proposal=found, choices=found.choices.values_list("pk", flat=True), acting=ACTING)
    match = Match.objects.latest("pk")
    assert (match.structure, match.mentees.count()) == ("one_to_many", 3)
    assert set(found.choices.values_list("match", flat=True)) == {match.pk}


def test_one_order_begins_all_agreed_pairs(act: None, run_jobs: Callable[..., Any]) -> None:
    for _number in range(3):
        make_mentor(capacity=1)
    found = propose_cohort([make_mentee() for _number in range(3)])
    with run_jobs():
        actions.take_over(proposal=found, choices=found.choices.values_list("pk", flat=True), acting=ACTING)
    with pytest.raises(InputError):
        prepare_order_of_many(matches=queries.agreed_pairs(found), acting=ACTING)
    for match in Match.objects.order_by("pk")[:2]:
        agree(match)
    order = prepare_order_of_many(matches=queries.agreed_pairs(found), acting=ACTING)
    assert len(order.facts["pairs"]) == 2
    order_actions.return_order(order=order, reason="не та дата", acting=ACTING)
    assert len(queries.agreed_pairs(found)) == 2
    order = prepare_order_of_many(matches=queries.agreed_pairs(found), acting=ACTING)
    signed = order_actions.sign_order(order=order, acting=ACTING)
    assert signed.number
    assert Match.objects.filter(state=Match.State.ACTIVE).count() == 2


def test_large_cohort_is_solved_in_the_background(
    act: None, run_jobs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.school.matching.actions.proposing.AT_ONCE", 0)
    make_mentor()
    with run_jobs():
        waiting = propose_cohort([make_mentee()])
        assert waiting.state == Proposal.State.WAITING
    waiting.refresh_from_db()
    assert (waiting.state, waiting.paired) == (Proposal.State.SOLVED, 1)
    assert actions.solve_proposal(proposal=waiting, acting=ACTING).choices.count() == 1


def test_queries_do_not_grow_with_the_cohort(act: None) -> None:
    def asked(count: int) -> int:
        mentees = [make_mentee() for _number in range(count)]
        for _number in range(count):
            make_mentor()
        with CaptureQueriesContext(connection) as captured:
            propose_cohort(mentees)
        return counted(captured.captured_queries)

    few = asked(1)
    assert asked(12) == few
