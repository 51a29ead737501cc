"""Problems of matching of three sizes, and answers by other means than the product's: for tests and the benchmark."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from apps.school.matching.solver import Arc, Problem, Solution
from apps.school.matching.solver.grid import arc_values
from apps.school.matching.solver.model import Objective

KINDS = ("school", "scarce", "region")


def instance(seed: int, kind: str = "school") -> Problem:
    """A seeded problem. ``scarce``: short lists of candidates; ``region``: many people, each with few candidates."""
    rng = random.Random(f"{kind}-{seed}")
    mentors, mentees, listed = {"school": (20, 30, 12), "scarce": (30, 40, 3), "region": (200, 500, 8)}[kind]
    popular = [rng.random() for _mentor in range(mentors)]
    arcs: list[Arc] = []
    for mentee in range(mentees):
        order = sorted(range(mentors), key=lambda mentor: rng.random() * (1 + popular[mentor]), reverse=True)
        arcs += [Arc(1000 + mentor, mentee, rng.randint(150, 1000)) for mentor in order[: rng.randint(1, listed)]]
    places = {1000 + mentor: rng.choice((0, 1, 1, 2, 2, 3)) for mentor in range(mentors)}
    return Problem(places=places, mentees=tuple(range(mentees)), arcs=tuple(arcs))


def instances(count: int = 30) -> Iterator[tuple[str, Problem]]:
    """So many problems, the kinds in turn."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield f"{kind}-{number}", instance(number, kind)


def whole_region(seed: int = 0) -> Problem:
    """3,000 mentors, 10,000 mentees with fifty candidates each: for the benchmark."""
    rng = random.Random(f"whole-region-{seed}")
    mentors = range(100_000, 103_000)
    arcs = [Arc(key, mentee, rng.randint(150, 1000)) for mentee in range(10_000) for key in rng.sample(mentors, 50)]
    return Problem({key: rng.choice((1, 2, 3, 4)) for key in mentors}, tuple(range(10_000)), tuple(arcs))


def by_linear_programming(problem: Problem) -> tuple[int, int]:
    """(pairs, points) of a plain problem by HiGHS, in the objective's order, each step a programme of its own."""
    count = (np.ones(len(problem.arcs)), np.array([arc.points for arc in problem.arcs], dtype=float))
    first, second = count if problem.objective == "pairs_first" else count[::-1]
    top = _best(problem, first)
    below = _best(problem, second, floor=(first, top))
    return (top, below) if problem.objective == "pairs_first" else (below, top)


def _best(problem: Problem, gain: np.ndarray, floor: tuple[np.ndarray, int] | None = None) -> int:
    if not problem.arcs:
        return 0
    row = {key: number for number, key in enumerate(problem.mentees)}
    column = {key: number + len(row) for number, key in enumerate(problem.places)}
    numbers = range(len(problem.arcs))
    rows = [row[arc.mentee] for arc in problem.arcs] + [column[arc.mentor] for arc in problem.arcs]
    shape = (len(row) + len(column), len(problem.arcs))
    matrix = coo_array((np.ones(2 * len(problem.arcs)), (rows, [*numbers, *numbers])), shape=shape)
    limits = [problem.mentors_each] * len(row) + list(problem.places.values())
    constraints = [LinearConstraint(matrix.tocsr(), ub=limits)]
    if floor is not None:
        constraints.append(LinearConstraint(floor[0][np.newaxis, :], lb=floor[1] - 1e-6))
    # The corners of this polytope are whole: a plain linear programme finds them.
    found = milp(-gain, bounds=Bounds(0, 1), constraints=constraints)
    assert found.success, found.message
    return round(-found.fun)


def is_valid(problem: Problem, solution: Solution) -> bool:
    """Every choice is an arc, nobody has more than they take, every pin is held."""
    taken = [arc.mentee for arc in solution.chosen]
    return (
        set(solution.chosen) <= set(problem.arcs)
        and all(taken.count(key) in (0, problem.mentors_each) for key in set(taken))
        and all(problem.group_min <= load <= problem.places[key] for key, load in solution.load.items())
        and problem.pins <= solution.ends
    )


def rank(problem: Problem, solution: Solution) -> tuple[int, int]:
    """What the objective compares."""
    found = (solution.paired, solution.points)
    return found if problem.objective == "pairs_first" else (found[1], found[0])


def with_objective(problem: Problem, objective: Objective) -> Problem:
    """The same problem asked otherwise."""
    return Problem(problem.places, problem.mentees, problem.arcs, objective)


def check_certificate(problem: Problem, solution: Solution) -> None:
    """No step that is left gains anything: by the numbers alone, arc by arc. And what the numbers rank is what was
    asked for: one pair outweighs all points, one point outweighs all ties."""
    proof = solution.certificate
    assert proof is not None
    arcs = tuple(problem.arcs)
    values = dict(zip((arc.ends for arc in arcs), arc_values(problem, arcs), strict=True))
    if problem.objective == "pairs_first":
        check_weights(problem, arcs, values)
    ends, load = solution.ends, solution.load
    for arc in arcs:
        step = proof.mentees[arc.mentee] - proof.mentors[arc.mentor] - values[arc.ends]
        assert step <= 0 if arc.ends in ends else step >= 0, arc
    paired = {arc.mentee for arc in solution.chosen}
    for mentee in problem.mentees:
        step = proof.mentees[mentee] - proof.end
        assert step >= 0 if mentee in paired else step <= 0, mentee
    for mentor, places in problem.places.items():
        step = proof.mentors[mentor] - proof.end
        if load[mentor] < places:
            assert step >= 0, mentor
        if load[mentor]:
            assert step <= 0, mentor


def check_weights(problem: Problem, arcs: Sequence[Arc], values: Mapping[tuple[int, int], int]) -> None:
    """Of problems that ask for pairs first."""
    most = min(len(problem.mentees), sum(problem.places.values()))
    assert (most + 1) * min(values.values()) > most * max(values.values())
    by_points: dict[int, list[int]] = {}
    for arc in arcs:
        by_points.setdefault(arc.points, []).append(values[arc.ends])
    spread = max(max(same) - min(same) for same in by_points.values())
    for less, more in pairwise(sorted(by_points)):
        assert min(by_points[more]) - max(by_points[less]) > most * spread * (more - less)
