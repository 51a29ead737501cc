"""The proof that no timetable is worth more: a number for each person and one for the end.

Whoever checks it needs no solver and no trust in who found the numbers. In a circle what a flow gains does not change
when each step's gain is corrected by the numbers of its two ends; so no flow gains more than the sum of all corrected
gains that are positive. ``bound_of`` adds them up with plain whole numbers. Where that sum equals the value of a
timetable, the timetable is the best.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kernel.circulation import potentials

from .model import Ints, Network
from .problem import Aim, Problem, weights_of


@dataclass(frozen=True, slots=True)
class Certificate:
    """Numbers of people, and of the end where the circle closes."""

    people: Mapping[int, int]
    end: int


def bound_of(problem: Problem, aim: Aim, certificate: Certificate) -> int:
    """What no timetable can exceed, by any numbers whatever; the right numbers make it the optimum of the flow."""
    weights, number, end = weights_of(problem, aim), certificate.people, certificate.end
    bound = sum(max(0, arc.points - number[arc.mentor] + number[arc.mentee]) for arc in problem.possible())
    for mentor in problem.mentors:
        had, most = problem.had.get(mentor, 0), problem.most_of_mentor(mentor)
        worth = (weights.of_mentor(had + meeting) for meeting in range(1, most + 1))
        bound += sum(max(0, gain - end + number[mentor]) for gain in worth)
    for mentee in problem.mentees:
        had, most = problem.had.get(mentee, 0), problem.most_of_mentee(mentee)
        worth = (weights.of_mentee(had + meeting) for meeting in range(1, most + 1))
        bound += sum(max(0, gain - number[mentee] + end) for gain in worth)
    return bound


@dataclass(frozen=True)
class Residual:
    """Steps that are left: more on a step that is not full, less on one that is used; ``costs``: what each costs.

    ``meeting``: the number of the arc that the step takes up or gives up, -1 at steps of the end.
    """

    tails: Ints
    heads: Ints
    costs: Ints
    meeting: Ints
    nodes: int

    def potentials(self) -> Ints:
        """The least cost of reaching each node; ``ArithmeticError`` when the solution is not the optimum."""
        return potentials(self.tails, self.heads, self.costs, self.nodes)


def residual_of(network: Network, flow: Ints) -> Residual:
    """The steps around a solution."""
    more, less = flow < network.capacity, flow > 0
    number = np.full(len(flow), -1, dtype=np.int64)
    number[: len(network.arcs)] = np.arange(len(network.arcs))
    return Residual(
        tails=np.concatenate([network.tails[more], network.heads[less]]),
        heads=np.concatenate([network.heads[more], network.tails[less]]),
        costs=np.concatenate([-network.values[more], network.values[less]]),
        meeting=np.concatenate([number[more], number[less]]),
        nodes=network.end + 1,
    )


def certificate_of(network: Network, flow: Ints) -> Certificate:
    """The numbers that prove a flow the best."""
    numbers = [int(number) for number in residual_of(network, flow).potentials()]
    people = (*sorted(network.problem.mentors), *sorted(network.problem.mentees))
    return Certificate(dict(zip(people, numbers[:-1], strict=True)), numbers[-1])
