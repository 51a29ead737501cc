"""The timetable is valid, proven the best, fair as far as possible; the day's changes move nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from apps.region.speed.timetable.certificate import Certificate, bound_of
from apps.region.speed.timetable.colouring import Colouring
from apps.region.speed.timetable.comparing import changes, figures_of, waits_of
from apps.region.speed.timetable.explanation import Pricing
from apps.region.speed.timetable.model import best_flow, network_of
from apps.region.speed.timetable.problem import AIMS, FAIREST, TOTAL, Aim, Arc, Problem, Slot, faults_of, value_of
from apps.region.speed.timetable.repair import held_of, refill, replan
from apps.region.speed.timetable.round_bound import RoundCertificate, bound_by_rounds
from apps.region.speed.timetable.solving import timetable
from apps.region.speed.timetable.waiting import shorten_waits
from tests.support.evenings import any_evening, best_floor, evening, meetings_of, without


def greatest_fit(problem: Problem, *, by_rounds: bool = False) -> int:
    """The greatest total by linear programming, without flow or colouring; ``by_rounds``: with a place for each round,
    which bounds evenings where people miss some."""
    cells = [(arc, at) for arc in problem.possible() for at in _places(problem, arc, by_rounds)]
    limits: dict[object, int] = {}
    rows: list[int] = []
    for arc, at in cells:
        mentor = problem.seats if by_rounds else problem.most_of_mentor(arc.mentor)
        mentee = 1 if by_rounds else problem.most_of_mentee(arc.mentee)
        limits.setdefault(("mentor", arc.mentor, at), mentor)
        limits.setdefault(("mentee", arc.mentee, at), mentee)
        limits.setdefault(arc.ends, 1)
    number = {key: row for row, key in enumerate(limits)}
    for arc, at in cells:
        rows += [number["mentor", arc.mentor, at], number["mentee", arc.mentee, at], number[arc.ends]]
    if not cells:
        return 0
    columns = np.repeat(np.arange(len(cells)), 3)
    matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(cells)))
    gains = [-float(arc.fit) for arc, _at in cells]
    found = linprog(gains, A_ub=matrix.toarray(), b_ub=list(map(float, limits.values())))
    assert found.fun is not None
    return round(-found.fun)


def _places(problem: Problem, arc: Arc, by_rounds: bool) -> list[int]:
    return sorted(problem.open_rounds(arc.mentor) & problem.open_rounds(arc.mentee)) if by_rounds else [0]


def test_hundred_evenings_are_valid_proven_and_fair() -> None:
    for seed in range(100):
        problem = any_evening(seed)
        for aim in AIMS:
            plan = timetable(problem, aim)
            assert faults_of(problem, plan.slots) == [], seed
            assert plan.value == plan.bound == bound_of(problem, aim, plan.certificate), seed
            assert plan.value == value_of(problem, aim, [slot.ends for slot in plan.slots])
            if aim == FAIREST:
                held = meetings_of(plan.slots)
                assert min(held[mentee] for mentee in problem.mentees) == best_floor(problem), seed


def test_total_equals_linear_programming() -> None:
    for seed in range(20):
        problem = any_evening(seed)
        assert timetable(problem, TOTAL).fit == greatest_fit(problem), seed


def test_fairest_has_as_many_meetings_as_can_be_and_gives_up_little_fit() -> None:
    problem = evening(3, mentors=20, mentees=30)
    fair, total = timetable(problem, FAIREST), timetable(problem, TOTAL)
    assert len(fair.slots) == len(total.slots) == 20 * 5
    spread = dict(figures_of(fair.slots, mentors=problem.mentors, mentees=problem.mentees).spread)
    assert spread == {3: 20, 4: 10}
    assert 0.9 * total.fit < fair.fit <= total.fit
    lost = [change for change in changes(total.slots, fair.slots) if change.after < change.before]
    assert all(change.after >= 3 for change in lost)


def test_numbers_that_prove_nothing_do_not_pass_for_a_proof() -> None:
    problem = evening(1)
    plan = timetable(problem, TOTAL)
    worse = [slot.ends for slot in plan.slots[1:]]
    assert value_of(problem, TOTAL, worse) < bound_of(problem, TOTAL, plan.certificate)
    people = (*problem.mentors, *problem.mentees)
    for number in (0, 137):
        useless = Certificate(dict.fromkeys(people, number), 0)
        assert bound_of(problem, TOTAL, useless) > plan.value


@given(st.integers(0, 10_000), st.permutations(range(4)))
@settings(max_examples=15, deadline=None)
def test_order_of_the_data_does_not_matter(seed: int, order: list[int]) -> None:
    problem = evening(seed, mentors=4, mentees=7, rounds=3)
    mixed = replace(
        problem, mentors=tuple(problem.mentors[number] for number in order), arcs=tuple(reversed(problem.arcs))
    )
    assert timetable(problem).slots == timetable(mixed).slots


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(101, 108), st.integers(0, 1000)), max_size=30),
    st.integers(1, 5),
    st.integers(1, 3),
    st.sampled_from(AIMS),
)
@settings(max_examples=40, deadline=None)
def test_any_evening_is_valid_and_proven(
    triples: list[tuple[int, int, int]], rounds: int, seats: int, aim: Aim
) -> None:
    arcs = tuple(Arc(*triple) for triple in triples)
    problem = Problem(rounds, tuple(range(1, 7)), tuple(range(101, 109)), arcs, seats)
    plan = timetable(problem, aim)
    assert faults_of(problem, plan.slots) == []
    assert plan.gap == 0


def test_first_meeting_is_worth_most_even_where_later_ones_fit_better() -> None:
    arcs = (Arc(1, 11, 1000), Arc(2, 11, 1000), Arc(1, 12, 1), Arc(2, 12, 1))
    problem = Problem(1, (1,), (11, 12), (arcs[0], arcs[2]), seats=1)
    assert {slot.mentee for slot in timetable(problem, FAIREST).slots} == {11}
    problem = Problem(2, (1,), (11, 12), arcs[::2])
    assert {slot.mentee for slot in timetable(problem, FAIREST).slots} == {11, 12}
    problem = Problem(1, (1, 2), (11, 12), arcs)
    assert {slot.mentee for slot in timetable(problem, TOTAL).slots} == {11, 12}


def test_meetings_had_before_count_in_fairness() -> None:
    problem = Problem(1, (1,), (11, 12), (Arc(1, 11, 900), Arc(1, 12, 100)), had={11: 2})
    assert [slot.mentee for slot in timetable(problem, FAIREST).slots] == [12]
    assert [slot.mentee for slot in timetable(problem, TOTAL).slots] == [11]


@pytest.mark.parametrize("aim", AIMS)
def test_people_who_miss_rounds_cost_less_than_a_hundredth(aim: Aim) -> None:
    for seed in range(8):
        problem = evening(seed, mentors=20, mentees=40, rounds=6, missing=0.3)
        plan = timetable(problem, aim)
        assert faults_of(problem, plan.slots) == [], seed
        assert plan.bound <= bound_of(problem, aim, plan.certificate)
        assert 0 <= plan.gap <= 0.01, seed


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize(("seed", "seats"), [(4, 1), (31, 3)])
def test_crowded_rounds_are_filled_as_well_as_they_can_be(seed: int, seats: int, aim: Aim) -> None:
    """Where many miss the same round of few mentors the flow, which knows no rounds, hopes for more than there is: the
    prices of rounds prove that nothing is lost, and so does a programme of other means."""
    if seats == 1:
        problem = evening(seed, mentors=16, mentees=24, missing=0.35)
    else:
        problem = evening(seed, mentors=8, mentees=30, rounds=4, seats=seats, missing=0.3)
    plan = timetable(problem, aim)
    assert faults_of(problem, plan.slots) == []
    assert plan.rounds is not None
    assert plan.value < bound_of(problem, aim, plan.certificate)
    assert plan.value <= plan.bound == bound_by_rounds(problem, aim, plan.rounds)
    assert plan.gap < 1e-7  # the weights of fairness are great: the last digits of the prices are the solver's noise
    if aim == TOTAL:
        assert plan.value == plan.bound == greatest_fit(problem, by_rounds=True)


@given(st.integers(0, 500), st.dictionaries(st.integers(1, 6), st.integers(-900_000, 900_000)), st.sampled_from(AIMS))
@settings(max_examples=25, deadline=None)
def test_any_prices_of_rounds_are_a_bound(seed: int, people: dict[int, int], aim: Aim) -> None:
    problem = evening(seed, mentors=6, mentees=9, rounds=4, missing=0.4)
    rounds = {(person, at): 1_000 * (person * at % 700) for person in problem.mentors for at in range(1, 5)}
    assert timetable(problem, aim).value <= bound_by_rounds(problem, aim, RoundCertificate(rounds, people))


def test_waits_become_shorter_and_nothing_else_changes() -> None:
    problem = evening(5, mentors=25, mentees=50, rounds=8)
    network = network_of(problem, FAIREST)
    flow = best_flow(network)
    chosen = [arc for arc, used in zip(network.arcs, flow[: len(network.arcs)], strict=True) if used]
    colouring = Colouring(problem, chosen)
    assert colouring.place_all() == []
    before = colouring.slots()
    shorten_waits(colouring)
    after = colouring.slots()
    assert faults_of(problem, after) == []
    assert {slot.ends for slot in before} == {slot.ends for slot in after}
    assert sum(waits_of(after).values()) <= sum(waits_of(before).values()) / 2


def test_no_show_of_a_great_evening_moves_nobody() -> None:
    problem = evening(7, mentors=100, mentees=200, rounds=8)
    plan = timetable(problem)
    gone = (3, 40, 77, 1003, 1050, 1111, 1180)
    now = without(problem, gone, since=3)
    filled = refill(now, plan.slots, since=3)
    kept = {slot for slot in plan.slots if slot.round < 3 or not {slot.mentor, slot.mentee} & set(gone)}
    assert kept <= set(filled)
    assert faults_of(problem, filled) == []
    assert not [slot for slot in filled if slot.round >= 3 and {slot.mentor, slot.mentee} & set(gone)]
    best = replan(now, plan.slots, since=3)
    assert faults_of(problem, best.slots) == []
    assert best.plan.gap == 0
    assert sum(slot.fit for slot in filled) >= 0.98 * sum(slot.fit for slot in best.slots)
    rows = {person: _row(plan.slots, person) for person in (*problem.mentors, *problem.mentees)}
    for person in set(rows) - best.moved - set(gone):
        stays = {slot for slot in rows[person] if not {slot.mentor, slot.mentee} & set(gone)}
        assert stays <= _row(best.slots, person)


def _row(slots: tuple[Slot, ...], person: int) -> set[Slot]:
    return {slot for slot in slots if person in slot.ends}


@pytest.mark.parametrize("aim", AIMS)
def test_late_arrival_is_placed_without_moving_anybody(aim: Aim) -> None:
    problem = evening(8, mentors=10, mentees=8, rounds=5)
    late = 1000 + 7
    early = replace(problem, mentees=problem.mentees[:-1], arcs=tuple(a for a in problem.arcs if a.mentee != late))
    plan = timetable(early, aim)
    now = replace(problem, absent={late: frozenset({1, 2})})
    filled = refill(now, plan.slots, since=3, aim=aim)
    assert set(plan.slots) <= set(filled)
    assert faults_of(now, filled) == []
    assert {slot.round for slot in _row(filled, late)} == {3, 4, 5}


def test_rounds_that_are_over_stay_as_they_were() -> None:
    problem = evening(9, seats=2, mentors=6)
    plan = timetable(problem)
    now = without(problem, [1, 1002], since=4)
    over = {slot for slot in plan.slots if slot.round < 4}
    for slots in (refill(now, plan.slots, since=4), replan(now, plan.slots, since=4).slots):
        assert {slot for slot in slots if slot.round < 4} == over
        assert faults_of(problem, slots) == []
    assert set(held_of(now, plan.slots, 4)) < set(plan.slots)


def test_nothing_moves_in_a_new_plan_when_nothing_has_changed() -> None:
    problem = evening(10)
    plan = timetable(problem)
    again = replan(problem, plan.slots, since=1)
    assert again.moved == frozenset()
    assert again.slots == plan.slots


def _forced(problem: Problem, aim: Aim, arc: Arc) -> int:
    """The best value with a meeting held, by solving anew."""
    network = network_of(problem, aim)
    number = network.arcs.index(arc)
    values = network.values.copy()
    values[number] += 10 * int(abs(network.values).max() + 1)
    flow = best_flow(replace(network, values=values))
    assert flow[number] == 1
    return int((flow * network.values).sum())


@pytest.mark.parametrize("aim", AIMS)
def test_price_of_a_meeting_equals_solving_anew(aim: Aim) -> None:
    asked = 0
    for seed in range(4):
        problem = evening(seed, mentors=6, mentees=9, rounds=3, seats=1 + seed % 2)
        plan = timetable(problem, aim)
        ends = {slot.ends for slot in plan.slots}
        pricing = Pricing(problem, aim, ends)
        for person in (*problem.mentors[:3], *problem.mentees[:4]):
            for price in pricing.of(person):
                asked += 1
                assert price.value == plan.value - _forced(problem, aim, price.arc)
                after = ends - {arc.ends for arc in price.gone} | {arc.ends for arc in price.come} | {price.arc.ends}
                assert value_of(problem, aim, after) == plan.value - price.value
                held = Counter(person for pair in after for person in pair)
                held.subtract(person for pair in ends for person in pair)
                assert +held == +price.change()
                assert -held == -price.change()
    assert asked > 30


def test_prices_are_refused_where_the_choice_is_not_the_best() -> None:
    problem = evening(2)
    plan = timetable(problem, TOTAL)
    with pytest.raises(ArithmeticError):
        Pricing(problem, TOTAL, [slot.ends for slot in plan.slots[1:]])
