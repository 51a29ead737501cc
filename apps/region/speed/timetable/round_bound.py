"""A tighter bound where people miss rounds: a proof that knows rounds, beside that of the flow, which does not.

The same idea as in ``certificate``: a price for each person's round, one for each person's next meeting, and the bound
is added up with whole numbers. For any numbers whatever it is a bound; those of the linear relaxation (HiGHS) make it
tight. So whoever checks it needs no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from .problem import Aim, Problem, Weights, weights_of

FINE = 1_000
"""Prices are counted in thousandths of a point: halves and thirds are usual in them."""

ROOM = 15_000
"""Possible meetings times rounds up to which the relaxation is solved."""

Cell = tuple[int, int]
"""A person and a round."""


@dataclass(frozen=True, slots=True)
class RoundCertificate:
    """Prices in 1/``FINE`` of a point: of a person's round (not negative), and what a person's meetings pay."""

    rounds: Mapping[Cell, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)


def bound_by_rounds(problem: Problem, aim: Aim, certificate: RoundCertificate) -> int:
    """What no timetable can exceed, by any numbers whatever.

    A meeting is worth its points and what both its people pay for it, less the prices of the round; a round is sold as
    often as it has seats; of a person's next meetings those are counted that are worth more than the person pays.
    """
    weights, price, pays = weights_of(problem, aim), certificate.rounds, certificate.people
    bound = 0
    for person, seats, worth, most in _people(problem, weights):
        bound += seats * sum(max(0, price.get((person, at), 0)) for at in problem.open_rounds(person))
        gains = (FINE * worth(problem.had.get(person, 0) + meeting) for meeting in range(1, most + 1))
        bound += sum(max(0, gain - pays.get(person, 0)) for gain in gains)
    for arc in problem.possible():
        gain = FINE * arc.points + pays.get(arc.mentor, 0) + pays.get(arc.mentee, 0)
        dues = (
            max(0, price.get((arc.mentor, at), 0)) + max(0, price.get((arc.mentee, at), 0))
            for at in problem.open_rounds(arc.mentor) & problem.open_rounds(arc.mentee)
        )
        bound += max(0, gain - min(dues))
    return bound // FINE


def _people(problem: Problem, weights: Weights) -> Iterator[tuple[int, int, Callable[[int], int], int]]:
    """(person, seats in a round, worth of the k-th meeting, meetings at most)."""
    for mentor in problem.mentors:
        yield mentor, problem.seats, weights.of_mentor, problem.most_of_mentor(mentor)
    for mentee in problem.mentees:
        yield mentee, 1, weights.of_mentee, problem.most_of_mentee(mentee)


def round_certificate(problem: Problem, aim: Aim) -> RoundCertificate | None:
    """The prices of the linear relaxation; None where it is too large, or the solver does not answer."""
    arcs = problem.possible()
    if len(arcs) * problem.rounds > ROOM or not arcs:
        return None
    return _Relaxation(problem, aim).prices()


class _Relaxation:
    """Maximise the worth of meetings, which may be held in parts.

    A column for each person's k-th meeting, then one for each possible meeting in a round.
    """

    def __init__(self, problem: Problem, aim: Aim) -> None:
        self.problem = problem
        self.worth: list[int] = []
        self.limits: list[int] = []
        self.at_most: list[tuple[int, int, float]] = []
        self.equal: list[tuple[int, int, float]] = []
        self.cells: dict[Cell, int] = {}
        self.people: dict[int, int] = {}
        for person, seats, worth, most in _people(problem, weights_of(problem, aim)):
            self.people[person] = len(self.people)
            for at in sorted(problem.open_rounds(person)):
                self.cells[person, at] = self._limit(seats)
            for meeting in range(1, most + 1):
                self.equal.append((self.people[person], len(self.worth), 1))
                self.worth.append(worth(problem.had.get(person, 0) + meeting))
        self.steps = len(self.worth)
        for arc in problem.possible():
            once = self._limit(1)
            for at in sorted(problem.open_rounds(arc.mentor) & problem.open_rounds(arc.mentee)):
                column = len(self.worth)
                self.worth.append(arc.points)
                rows = (once, self.cells[arc.mentor, at], self.cells[arc.mentee, at])
                self.at_most += [(row, column, 1) for row in rows]
                self.equal += [(self.people[person], column, -1) for person in arc.ends]

    def _limit(self, most: int) -> int:
        self.limits.append(most)
        return len(self.limits) - 1

    def prices(self) -> RoundCertificate | None:
        """What a seat in a round, and a meeting of a person, is worth at the best of the relaxation."""
        worth = np.array(self.worth, dtype=float)
        scale = float(worth.max()) or 1.0
        upper = np.full(len(worth), np.inf)
        upper[: self.steps] = 1
        # Its published types know no sparse tables, which it takes.
        solved = cast("Callable[..., Any]", linprog)(
            -worth / scale,
            A_ub=self._table(self.at_most, len(self.limits)),
            b_ub=np.array(self.limits, dtype=float),
            A_eq=self._table(self.equal, len(self.people)),
            b_eq=np.zeros(len(self.people)),
            bounds=np.column_stack([np.zeros(len(worth)), upper]),
            method="highs",
        )
        if not solved.success:
            return None
        dues, paid = solved.ineqlin.marginals, solved.eqlin.marginals
        return RoundCertificate(
            {cell: round(-dues[row] * scale * FINE) for cell, row in self.cells.items()},
            {person: round(-paid[row] * scale * FINE) for person, row in self.people.items()},
        )

    def _table(self, entries: list[tuple[int, int, float]], rows: int) -> csr_array:
        row, column, value = (list(part) for part in zip(*entries, strict=True))
        return csr_array((value, (row, column)), shape=(rows, len(self.worth)))
