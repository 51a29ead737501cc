"""Problems of the timetable, and answers by other means than the product's: for tests and the benchmark."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from apps.region.speed.timetable.problem import Arc, Problem, Slot

FIRST_MENTEE = 1000


def evening(
    seed: int,
    *,
    mentors: int = 12,
    mentees: int = 20,
    rounds: int = 5,
    seats: int = 1,
    allowed: float = 0.7,
    missing: float = 0.0,
) -> Problem:
    """A seeded problem. ``allowed``: share of pairs that may meet; ``missing``: of people who miss some rounds."""
    rng = random.Random(seed)
    left, right = tuple(range(1, mentors + 1)), tuple(range(FIRST_MENTEE, FIRST_MENTEE + mentees))
    arcs = tuple(Arc(a, b, rng.randint(150, 1000)) for a in left for b in right if rng.random() < allowed)
    absent = {
        person: frozenset(rng.sample(range(1, rounds + 1), rng.randint(1, max(1, rounds // 2))))
        for person in (*left, *right)
        if rng.random() < missing
    }
    return Problem(rounds, left, right, arcs, seats, absent)


def any_evening(seed: int) -> Problem:
    """A problem whose sizes are drawn as well: few or many, scarce or rich, groups or not."""
    rng = random.Random(f"sizes-{seed}")
    return evening(
        seed,
        mentors=rng.randint(1, 16),
        mentees=rng.randint(1, 28),
        rounds=rng.randint(1, 8),
        seats=rng.choice((1, 1, 1, 2, 4)),
        allowed=rng.choice((0.15, 0.4, 0.8, 1.0)),
    )


def without(problem: Problem, people: Iterable[int], *, since: int) -> Problem:
    """The problem when these people are gone from the rounds since ``since``."""
    rounds = frozenset(range(since, problem.rounds + 1))
    gone = {person: problem.absent.get(person, frozenset()) | rounds for person in people}
    return replace(problem, absent={**problem.absent, **gone})


def floor_is_feasible(problem: Problem, floor: int) -> bool:
    """Can every mentee have ``floor`` meetings at once? A maximum flow of SciPy, which the product does not use."""
    people: tuple[object, ...] = ("in", "out", *problem.mentors, *problem.mentees)
    node = {person: number for number, person in enumerate(people)}
    steps: list[tuple[object, object, int]] = [
        ("in", mentor, problem.most_of_mentor(mentor)) for mentor in problem.mentors
    ]
    steps += [(arc.mentor, arc.mentee, 1) for arc in problem.possible()]
    steps += [(mentee, "out", min(floor, problem.most_of_mentee(mentee))) for mentee in problem.mentees]
    tails, heads = [node[tail] for tail, _head, _limit in steps], [node[head] for _tail, head, _limit in steps]
    limits = np.array([limit for _tail, _head, limit in steps], dtype=np.int32)
    graph = csr_array((limits, (tails, heads)), shape=(len(people), len(people)))
    return bool(maximum_flow(graph, node["in"], node["out"]).flow_value == floor * len(problem.mentees))


def best_floor(problem: Problem) -> int:
    """The greatest number of meetings that every mentee can have at once."""
    return max(floor for floor in range(problem.rounds + 1) if floor == 0 or floor_is_feasible(problem, floor))


def meetings_of(slots: Iterable[Slot]) -> Counter[int]:
    """Person -> meetings."""
    return Counter(person for slot in slots for person in slot.ends)
