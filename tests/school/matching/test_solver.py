"""The solver against other means: linear programming, brute force, and its own certificate checked by hand."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.school.matching.solver import STAY_BONUS, Arc, Impossible, Price, Pricing, Problem, Solution, solve
from apps.school.matching.solver.model import Objective
from apps.school.matching.solver.prices import moves_between
from tests.support.instances import (
    by_linear_programming,
    check_certificate,
    instance,
    instances,
    is_valid,
    rank,
    with_objective,
)

OBJECTIVES: tuple[Objective, ...] = ("pairs_first", "fit_first")


@pytest.mark.parametrize(
    ("name", "problem"), list(instances()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_nothing_is_lost_against_linear_programming(name: str, problem: Problem) -> None:
    for objective in OBJECTIVES:
        asked = with_objective(problem, objective)
        found = solve(asked)
        assert is_valid(asked, found)
        assert (found.paired, found.points) == by_linear_programming(asked)
        check_certificate(asked, found)


def test_certificate_of_a_worse_choice_does_not_hold() -> None:
    problem = instance(3)
    best = solve(problem)
    with pytest.raises(AssertionError):
        check_certificate(problem, replace(best, chosen=best.chosen[1:]))


def forced(problem: Problem, mentor: int, mentee: int) -> Solution:
    """The best with one pair given: every other arc of the mentee is taken away, the place is kept."""
    [own] = [arc for arc in problem.arcs if arc.ends == (mentor, mentee)]
    rest = replace(
        problem,
        mentees=tuple(key for key in problem.mentees if key != mentee),
        arcs=tuple(arc for arc in problem.arcs if arc.mentee != mentee),
        places={**problem.places, mentor: problem.places[mentor] - 1},
    )
    return Solution((own, *solve(rest).chosen))


def check_price(problem: Problem, best: Solution, price: Price) -> None:
    other = forced(problem, price.mentor, price.mentee)
    assert (price.pairs, price.points) == (best.paired - other.paired, best.points - other.points)
    moved = best.ends ^ {(price.mentor, price.mentee)}
    moved -= {(mentor, mentee) for mentor, mentee in best.ends if mentee == price.mentee}
    for move in price.moves:
        moved ^= {(mentor, move.mentee) for mentor in (move.leaves, move.takes) if mentor is not None}
    named = [arc for arc in problem.arcs if arc.ends in moved]
    assert len(named) == len(moved) == other.paired
    assert sum(arc.points for arc in named) == other.points
    assert best.fit - sum(arc.fit for arc in named) == price.fit


@pytest.mark.parametrize(
    ("name", "problem"), list(instances()), ids=lambda value: value if isinstance(value, str) else ""
)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_prices_equal_solving_anew(name: str, problem: Problem, objective: Objective) -> None:
    asked = replace(problem, objective=objective)
    best = solve(asked)
    pricing, rng = Pricing(asked, best), random.Random(name)
    for mentee in rng.sample(list(asked.mentees), 6 if name.startswith("region") else 12):
        prices = pricing.of(mentee)
        places = {arc.mentor for arc in asked.arcs if arc.mentee == mentee and asked.places[arc.mentor]}
        assert {price.mentor for price in prices} == places - {mentor for mentor, key in best.ends if key == mentee}
        for price in rng.sample(prices, min(3, len(prices))):
            check_price(asked, best, price)


def test_price_of_a_pinned_pair_is_not_told_and_others_keep_it() -> None:
    problem = instance(5)
    [pin] = random.Random(5).sample([arc for arc in problem.arcs if problem.places[arc.mentor]], 1)
    pinned = replace(problem, pins=frozenset({pin.ends}))
    best = solve(pinned)
    assert pin.ends in best.ends
    assert best.points == forced(problem, *pin.ends).points
    pricing = Pricing(pinned, best)
    assert pricing.of(pin.mentee) == ()
    rest = replace(
        problem,
        mentees=tuple(key for key in problem.mentees if key != pin.mentee),
        arcs=tuple(arc for arc in problem.arcs if arc.mentee != pin.mentee),
        places={**problem.places, pin.mentor: problem.places[pin.mentor] - 1},
    )
    other = next(key for key in rest.mentees if pricing.of(key))
    known = {price.mentor: (price.pairs, price.points) for price in Pricing(rest, solve(rest)).of(other)}
    assert {price.mentor: (price.pairs, price.points) for price in pricing.of(other)} == known


def test_pins_that_cannot_be_held_together_are_refused() -> None:
    arcs = (Arc(1, 10, 500), Arc(1, 11, 500))
    with pytest.raises(Impossible):
        solve(Problem({1: 1}, (10, 11), arcs, pins=frozenset({(1, 10), (1, 11)})))
    with pytest.raises(Impossible):
        solve(Problem({1: 2}, (10, 11), arcs[:1], pins=frozenset({(1, 11)})))


def test_veto_that_falls_is_priced_and_a_place_more_helps() -> None:
    # Two mentees, one place each at two mentors; the third mentee may go to the first mentor alone.
    arcs = (Arc(1, 10, 900), Arc(1, 11, 800), Arc(2, 11, 100), Arc(1, 12, 300))
    problem = Problem({1: 1, 2: 1, 3: 0, 4: 1}, (10, 11, 12), arcs)
    best = solve(problem)
    assert best.ends == {(1, 10), (2, 11)}
    pricing = Pricing(problem, best)
    assert pricing.places_that_help(12) == (1,)
    assert pricing.places_that_help(10) == ()
    [allowed, full] = pricing.if_allowed(12, [Arc(2, 12, 700), Arc(4, 12, 10)])
    assert (allowed.mentor, allowed.pairs, allowed.fit) == (4, -1, -10)
    assert (full.mentor, full.pairs) == (2, 0)
    more = solve(replace(problem, places={**problem.places, 1: 2}))
    assert more.paired == 3


@pytest.mark.parametrize("seed", range(4))
def test_stay_bonus_keeps_people_and_loses_hardly_anything(seed: int) -> None:
    problem = instance(seed, "region")
    before = solve(problem)
    leaving = random.Random(seed).sample(list(problem.mentees), 30)
    left = replace(
        problem,
        mentees=tuple(key for key in problem.mentees if key not in leaving),
        arcs=tuple(arc for arc in problem.arcs if arc.mentee not in leaving),
    )
    stay = tuple(replace(arc, bonus=STAY_BONUS if arc.ends in before.ends else 0) for arc in left.arcs)
    anew, kept = solve(left), solve(replace(left, arcs=stay))
    assert kept.paired == anew.paired
    known = Solution(tuple(arc for arc in before.chosen if arc.mentee not in leaving))
    assert len(moves_between(known, kept)) <= len(moves_between(known, anew))
    assert kept.fit * 1000 >= anew.fit * 995


def test_order_of_the_data_does_not_matter() -> None:
    problem = instance(8)
    arcs = [replace(arc, fit=500) for arc in problem.arcs]
    answers = set()
    for seed in range(4):
        random.Random(seed).shuffle(arcs)
        shuffled = replace(problem, arcs=tuple(arcs), mentees=tuple(reversed(problem.mentees)))
        answers.add(solve(shuffled).ends)
    assert len(answers) == 1


def brute_force(problem: Problem) -> tuple[int, int] | None:
    """The best rank over every set of arcs, None where no set holds the pins: small problems only."""
    sets = (
        Solution(chosen)
        for size in range(len(problem.arcs) + 1)
        for chosen in itertools.combinations(problem.arcs, size)
    )
    return max((rank(problem, found) for found in sets if is_valid(problem, found)), default=None)


@st.composite
def small(draw: st.DrawFn) -> Problem:
    pairs = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(10, 13)), unique=True, max_size=9))
    arcs = tuple(
        Arc(mentor, mentee, draw(st.integers(0, 1000)), draw(st.sampled_from((0, 20)))) for mentor, mentee in pairs
    )
    places = {mentor: draw(st.integers(0, 3)) for mentor in (1, 2, 3)}
    each, group = draw(st.sampled_from(((1, 1), (1, 2), (2, 1), (1, 3))))
    objective = draw(st.sampled_from(OBJECTIVES))
    return Problem(places, (10, 11, 12, 13), arcs, objective, mentors_each=each, group_min=group)


@settings(max_examples=120, deadline=None)
@given(small())
def test_small_problems_equal_brute_force(problem: Problem) -> None:
    found = solve(problem)
    assert found.proven
    assert is_valid(problem, found)
    assert rank(problem, found) == brute_force(problem)


@settings(max_examples=40, deadline=None)
@given(small())
def test_small_prices_equal_brute_force(problem: Problem) -> None:
    best = solve(problem)
    pricing = Pricing(problem, best)
    for mentee in problem.mentees:
        others = [arc for arc in problem.arcs if arc.mentee == mentee and arc.ends not in best.ends]
        lost = {arc.mentor: lost_by(problem, best, arc) for arc in others}
        for price in pricing.of(mentee):
            assert told(problem, price) == lost[price.mentor]
        cheapest = pricing.cheapest(mentee)
        known = [each for each in lost.values() if each is not None]
        assert (told(problem, cheapest) if cheapest else None) == min(known, default=None)


def lost_by(problem: Problem, best: Solution, arc: Arc) -> tuple[int, int] | None:
    """What brute force with the arc pinned has less."""
    own, other = rank(problem, best), brute_force(replace(problem, pins=frozenset({arc.ends})))
    return None if other is None else (own[0] - other[0], own[1] - other[1])


def told(problem: Problem, price: Price) -> tuple[int, int]:
    """What is lost, in the objective's order."""
    lost = (price.pairs, price.points)
    return lost if problem.objective == "pairs_first" else (lost[1], lost[0])


@pytest.mark.parametrize("seed", range(2))
def test_groups_of_a_school_are_proven_and_never_too_small(seed: int) -> None:
    problem = replace(instance(seed), group_min=3, places=dict.fromkeys(instance(seed).places, 6))
    found = solve(problem)
    assert found.proven
    assert is_valid(problem, found)
    price = next(iter(Pricing(problem, found).of(problem.mentees[0])))
    other = solve(replace(problem, pins=frozenset({(price.mentor, price.mentee)})))
    assert (price.pairs, price.fit) == (found.paired - other.paired, found.fit - other.fit)
