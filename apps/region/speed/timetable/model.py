"""The choice of meetings as a flow in a circle: end -> mentor -> mentee -> end.

Every person's meetings are arcs of one unit each, worth less one after another (concave): a flow fills the first
places of everybody before anybody's later ones, and no flat «at least so many» is needed. OR-tools solves it exactly.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from .problem import Aim, Arc, Problem, weights_of

Ints = NDArray[np.int64]

TIE = 64
HEADROOM = 2**61
"""The solver multiplies costs by the number of nodes and keeps them in 64 bits."""


class TooLarge(ValueError):
    """The sums of so many meetings do not fit the solver's whole numbers."""


@dataclass(frozen=True)
class Network:
    """Nodes: mentors 0..m-1, mentees m..m+n-1, then the end. The first ``len(arcs)`` steps are the possible meetings.

    ``values``: gain of a unit; ``capacity``: units at most.
    """

    problem: Problem
    arcs: tuple[Arc, ...]
    tails: Ints
    heads: Ints
    values: Ints
    capacity: Ints

    @property
    def end(self) -> int:
        """The last node."""
        return len(self.problem.mentors) + len(self.problem.mentees)


def network_of(problem: Problem, aim: Aim) -> Network:
    """The arrays; order of the data does not matter."""
    arcs = problem.possible()
    mentors, mentees = sorted(problem.mentors), sorted(problem.mentees)
    row = {key: number for number, key in enumerate((*mentors, *mentees))}
    weights, end = weights_of(problem, aim), len(row)
    steps: list[tuple[int, int, int, int]] = [(row[arc.mentor], row[arc.mentee], arc.points, 1) for arc in arcs]
    for mentor in mentors:
        units = _units(problem, weights.of_mentor, mentor, problem.most_of_mentor(mentor))
        steps += [(end, row[mentor], *unit) for unit in units]
    for mentee in mentees:
        units = _units(problem, weights.of_mentee, mentee, problem.most_of_mentee(mentee))
        steps += [(row[mentee], end, *unit) for unit in units]
    table = np.array(steps, dtype=np.int64).reshape(-1, 4)
    return Network(problem, arcs, table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _units(problem: Problem, worth: Callable[[int], int], person: int, most: int) -> list[tuple[int, int]]:
    """(value, capacity) of the steps of one person, the dearest first."""
    had = problem.had.get(person, 0)
    return [(worth(had + meeting), 1) for meeting in range(1, most + 1)]


def best_flow(network: Network) -> Ints:
    """Units on each step in the best circulation. Among equals a fixed choice, the same whatever order data came in."""
    if not len(network.arcs):
        return np.zeros(len(network.tails), dtype=np.int64)
    tied = _with_ties(network)
    solver = min_cost_flow.SimpleMinCostFlow()
    steps = solver.add_arcs_with_capacity_and_unit_cost(network.tails, network.heads, network.capacity, -tied)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise TooLarge(f"the flow was not solved: {status}")
    return np.asarray(solver.flows(steps), dtype=np.int64)


def _with_ties(network: Network) -> Ints:
    """Values times a factor that leaves room for a small number of each pair's own, where 64 bits suffice."""
    units = int(network.capacity[len(network.arcs) :].sum()) + 1
    largest = int(network.values.max(initial=0)) + 1
    if largest * units * TIE * (network.end + 2) >= HEADROOM:
        return network.values
    values = network.values * (units * TIE)
    values[: len(network.arcs)] += [zlib.crc32(b"%d:%d" % arc.ends) % TIE for arc in network.arcs]
    return values
