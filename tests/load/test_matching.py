"""The matching against other means on the same instances, in one run: ratios of pairs, of fit and of time.

The instances are the thirty of ``tests/school/matching/test_solver.py`` (where each is proven the best there is), and
one of a whole region: 3,000 mentors, 10,000 mentees with 50 candidates each.

``mentor-match`` (the package on PyPI) gives each mentor one mentee a round, by Munkres; its rounds are as many as the
greatest number of places. It and the assignment of SciPy know neither priorities nor places: places are told to SciPy
by repeating mentors, and an impossible pair costs more than any other. Ratios are told, nothing is asserted of time.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest
from matching.match import Match
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Rule
from scipy.optimize import linear_sum_assignment

from apps.school.matching.solver import Arc, Problem, solve
from tests.support.instances import KINDS, check_certificate, instances, whole_region

Pairs = set[tuple[int, int]]
Measure = tuple[int, int, float]
"""Pairs, total fit, seconds."""


def by_flow(problem: Problem) -> Pairs:
    return set(solve(problem).ends)


def by_greed(problem: Problem) -> Pairs:
    """The best pair that is left, again and again: what a person does with a sorted list."""
    left, taken, found = dict(problem.places), set(), set()
    for arc in sorted(problem.arcs, key=lambda each: (-each.fit, each.mentee, each.mentor)):
        if arc.mentee not in taken and left[arc.mentor] > 0:
            left[arc.mentor] -= 1
            taken.add(arc.mentee)
            found.add(arc.ends)
    return found


def by_assignment(problem: Problem) -> Pairs:
    """SciPy on a dense matrix with a column for every place."""
    columns = [mentor for mentor, places in problem.places.items() for _place in range(places)]
    fits = {arc.ends: arc.fit for arc in problem.arcs}
    wall = 1_000_000
    cost = np.array([[-fits.get((mentor, mentee), -wall) for mentor in columns] for mentee in problem.mentees])
    rows, chosen = linear_sum_assignment(cost)
    ends = {(columns[column], problem.mentees[row]) for row, column in zip(rows, chosen, strict=True)}
    return ends & fits.keys()


class FitRule(Rule):
    """The fit of the instance as a rule of the package; what is no arc is disallowed."""

    def __init__(self, arcs: Iterable[Arc]) -> None:
        self.fits = {arc.ends: arc.fit for arc in arcs}

    def evaluate(self, match_object: Match) -> bool:
        return True

    def apply(self, match_object: Match) -> int:
        fit = self.fits.get((int(match_object.mentor.email), int(match_object.mentee.email)))
        if fit is None or match_object.mentee.connections:
            match_object.disallowed = True
            return 0
        return fit


def by_package(problem: Problem) -> Pairs:
    """Rounds of ``mentor-match``; a mentor takes part in as many as there are places, mentees once."""
    mentees = {key: Mentee(email=str(key), grade=1) for key in problem.mentees}
    found: Pairs = set()
    for number in range(max(problem.places.values())):
        open_ = [Mentor(email=str(key), grade=2) for key, places in problem.places.items() if places > number]
        waiting = [mentee for mentee in mentees.values() if not mentee.connections]
        rule = FitRule(problem.arcs)
        if not any(
            arc.mentor in {int(m.email) for m in open_} for arc in problem.arcs if not mentees[arc.mentee].connections
        ):
            break
        process_data(open_, waiting, [[rule]])
        found |= {(int(mentor.email), int(mentee.email)) for mentor in open_ for mentee in mentor.connections}
    return found


WAYS: tuple[tuple[str, Callable[[Problem], Pairs]], ...] = (
    ("greedy", by_greed),
    ("linear_sum_assignment", by_assignment),
    ("mentor-match", by_package),
)


def measured(way: Callable[[Problem], Pairs], problem: Problem) -> Measure:
    """The answer is checked for places."""
    began = time.perf_counter()
    ends = way(problem)
    spent = time.perf_counter() - began
    fits = {arc.ends: arc.fit for arc in problem.arcs}
    load = Counter(mentor for mentor, _mentee in ends)
    assert all(load[mentor] <= problem.places[mentor] for mentor in load)
    assert len({mentee for _mentor, mentee in ends}) == len(ends)
    return len(ends), sum(fits[pair] for pair in ends), spent


def compared(name: str, own: Sequence[Measure], other: Sequence[Measure]) -> str:
    """One line of the table: the means of the ratios, the median of those of time."""
    both = list(zip(own, other, strict=True))
    pairs, fit = (statistics.fmean(mine[part] / its[part] for mine, its in both) for part in range(2))
    time_ = statistics.median(its[2] / mine[2] for mine, its in both)
    lost = sum(mine[0] - its[0] for mine, its in both)
    return f"  {name:<22}{pairs:>8.3f}{fit:>8.3f}{lost:>8}{time_:>10.2f}"


HEAD = f"  {'the flow against':<22}{'pairs':>8}{'fit':>8}{'lost':>8}{'time':>10}"
LEGEND = (
    "  pairs, fit: the flow's divided by theirs; lost: pairs fewer than the flow's; time: theirs divided by the flow's"
)


@pytest.mark.parametrize("kind", KINDS)
def test_matching_against_other_means(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    problems = [problem for name, problem in instances() if name.startswith(kind)]
    by_flow(problems[0])  # the libraries are loaded before anything is timed
    own = [measured(by_flow, problem) for problem in problems]
    lines = []
    for name, way in WAYS:
        other = [measured(way, problem) for problem in problems]
        assert all(mine[0] >= its[0] for mine, its in zip(own, other, strict=True))
        lines.append(compared(name, own, other))
    with capsys.disabled():
        people = f"{len(problems[0].places)} mentors, {len(problems[0].mentees)} mentees"
        print(f"\nmatching, {kind}: {len(problems)} instances, {people}", HEAD, *lines, LEGEND, sep="\n")


def test_a_whole_region_is_solved_and_proven(capsys: pytest.CaptureFixture[str]) -> None:
    """Dense means are left out here: SciPy and the package want a cell for each of 75 million mentees and places."""
    problem = whole_region()
    began = time.perf_counter()
    found = solve(problem)
    spent = time.perf_counter() - began
    check_certificate(problem, found)
    greedy = measured(by_greed, problem)
    assert found.paired >= greedy[0]
    with capsys.disabled():
        people = f"{len(problem.places)} mentors, {len(problem.mentees)} mentees, {len(problem.arcs)} possible pairs"
        print(f"\nmatching, a whole region: {people}: solved and proven in {spent:.1f} s")
        print(HEAD, compared("greedy", [(found.paired, found.fit, spent)], [greedy]), sep="\n")
