"""What every other choice would cost, and who would have to move.

Giving mentee i the mentor j costs the arc itself and the cheapest way back from j to i through the steps that are
left; the way names who moves. One search from i against the direction of the steps prices all mentors of i at once.
Where people come in groups or not at all there is no such way: the problem is solved anew, for one mentor with the pair
forced, for the cheapest of all with the mentee paired and the proposed mentor barred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from .certificate import Residual, residual_of
from .flow import Decided, solve_grid
from .grid import Grid, Ints, grid_of
from .model import Arc, Impossible, Move, Price, Problem, Solution

RESOLVED = 5
"""So many alternatives of one mentee are priced where each takes a solution of its own."""


class Pricing:
    """Prices around one solution of one problem."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self._grid = grid_of(problem)
        ends = solution.ends
        self._used = np.array([arc.ends in ends for arc in self._grid.arcs], dtype=np.bool_)
        self._mentor_of = {arc.mentee: arc.mentor for arc in solution.chosen}
        self._pinned = {mentee for _mentor, mentee in problem.pins}

    def of(self, mentee: int) -> tuple[Price, ...]:
        """The price of every mentor that the mentee may have and has not, the cheapest first; none for a pinned one.
        Of a group the ``RESOLVED`` cheapest, of several mentors the cheapest and some of the best fit."""
        if mentee in self._pinned:
            return ()
        others = [arc for arc in self._grid.arcs if arc.mentee == mentee and arc.ends not in self.solution.ends]
        if self.problem.is_plain:
            return self._sorted(self._by_ways(mentee, others))
        if self.problem.mentors_each == 1:
            return self._sorted(self._cheapest(mentee, RESOLVED))
        first = self._cheapest(mentee, 1)
        left = [arc for arc in others if arc.mentor not in {price.mentor for price in first}]
        return self._sorted([*first, *self._forced((arc, self.problem) for arc in _best(left)[: RESOLVED - 1])])

    def cheapest(self, mentee: int) -> Price | None:
        """The first of them."""
        if self.problem.is_plain:
            return next(iter(self.of(mentee)), None)
        return next(iter(self._cheapest(mentee, 1)), None) if mentee not in self._pinned else None

    def if_allowed(self, mentee: int, arcs: Iterable[Arc]) -> tuple[Price, ...]:
        """The same for arcs that the problem does not have: what if these vetoes fell, each alone. Where each takes a
        solution of its own, only those of the best fit are tried."""
        if mentee in self._pinned:
            return ()
        others = list(arcs)
        if self.problem.is_plain:
            return self._sorted(self._by_ways(mentee, others))
        problem = self.problem
        return self._sorted(self._forced((arc, replace(problem, arcs=(*problem.arcs, arc))) for arc in _best(others)))

    def _sorted(self, prices: Iterable[Price]) -> tuple[Price, ...]:
        return tuple(sorted(prices, key=lambda price: price.rank_by(self.problem.objective)))

    def places_that_help(self, mentee: int) -> tuple[int, ...]:
        """Full mentors where one more place would pair an unpaired mentee and nobody else would lose theirs, the best
        first. Not asked of collective pairs, where one place alone helps nobody."""
        if mentee in self._mentor_of or self.problem.mentors_each > 1:
            return ()
        if not self.problem.is_plain:
            return self._places_by_solving(mentee)
        distance, _before = _ways(self._matrix_without_end, self._row(mentee))
        count = len(self._grid.mentees)
        numbers = np.flatnonzero(np.isfinite(distance[count : self._grid.end])) + count
        real = {int(node): distance[node] + self._numbers[node] for node in numbers}
        return tuple(self._grid.mentors[node - count] for node in sorted(real, key=lambda node: (real[node], node)))

    # ---- a plain problem: ways through what is left

    @cached_property
    def _residual(self) -> Residual:
        return residual_of(self._grid, self._used)

    @cached_property
    def _numbers(self) -> Ints:
        return self._residual.potentials()

    def _reduced(self) -> NDArray[np.float64]:
        left, numbers = self._residual, self._numbers
        return (left.costs + numbers[left.tails] - numbers[left.heads]).astype(np.float64)

    @cached_property
    def _backwards(self) -> csr_array:
        left = self._residual
        return csr_array((self._reduced(), (left.heads, left.tails)), shape=(left.nodes, left.nodes))

    @cached_property
    def _matrix_without_end(self) -> csr_array:
        left, end = self._residual, self._grid.end
        kept = (left.tails != end) & (left.heads != end)
        return csr_array((self._reduced()[kept], (left.tails[kept], left.heads[kept])), shape=(left.nodes, left.nodes))

    def _row(self, mentee: int) -> int:
        return self._grid.mentees.index(mentee)

    def _by_ways(self, mentee: int, arcs: list[Arc]) -> list[Price]:
        row = self._row(mentee)
        distance, step = _ways(self._backwards, row)
        found = []
        for arc in arcs:
            start = self._grid.node_of_mentor(arc.mentor)
            if np.isfinite(distance[start]):
                found.append(self._price(arc, self._moves(start, row, step)))
        return found

    def _moves(self, start: int, goal: int, step: NDArray[np.int32]) -> tuple[Move, ...]:
        """The steps of a way as moves of people; the last one (the mentee leaves for the new mentor) is not told."""
        way, node = [start], start
        while node != goal:
            node = int(step[node])
            way.append(node)
        count = len(self._grid.mentees)
        moves = []
        for before, person, after in zip(way, way[1:], way[2:], strict=False):
            if person < count:
                moves.append(Move(self._grid.mentees[person], self._mentor(before), self._mentor(after)))
        return tuple(moves)

    def _mentor(self, node: int) -> int | None:
        return None if node == self._grid.end else self._grid.mentors[node - len(self._grid.mentees)]

    def _price(self, arc: Arc, moves: tuple[Move, ...]) -> Price:
        fits = self._arcs
        own = fits.get((self._mentor_of.get(arc.mentee, -1), arc.mentee))
        lost: list[Arc | None] = [own]
        won: list[Arc | None] = [arc]
        for move in moves:
            lost.append(fits[move.leaves, move.mentee] if move.leaves is not None else None)
            won.append(fits[move.takes, move.mentee] if move.takes is not None else None)
        gone, come = [each for each in lost if each], [each for each in won if each]
        return Price(
            mentor=arc.mentor,
            mentee=arc.mentee,
            pairs=len(gone) - len(come),
            fit=sum(each.fit for each in gone) - sum(each.fit for each in come),
            points=sum(each.points for each in gone) - sum(each.points for each in come),
            moves=moves,
        )

    @cached_property
    def _arcs(self) -> dict[tuple[int, int], Arc]:
        return {arc.ends: arc for arc in self._grid.arcs}

    # ---- groups and collective pairs: solved anew

    def _cheapest(self, mentee: int, most: int) -> list[Price]:
        """The ``most`` cheapest one after the other: the mentee is paired, those found before are barred."""
        own = {arc.mentor for arc in self.solution.chosen if arc.mentee == mentee}
        row = frozenset({self._row(mentee)})
        found: list[Price] = []
        while len(found) < most:
            known = {price.mentor for price in found}
            # Of several mentors one has to give way, whichever it is; of a single one the one there is.
            barred = [known | {mentor} for mentor in own] if self.problem.mentors_each > 1 and own else [known | own]
            asked = [Decided(filled=row, barred=self._numbers_of(mentee, mentors)) for mentors in barred]
            solved = [other for each in asked if (other := _solved(self._grid, each)) is not None]
            if not solved:
                break
            prices = self._sorted(self._price_of(mentee, other) for other in solved)
            found.append(prices[0])
        return found

    def _numbers_of(self, mentee: int, mentors: set[int]) -> frozenset[int]:
        return frozenset(
            number for number, arc in enumerate(self._grid.arcs) if arc.mentee == mentee and arc.mentor in mentors
        )

    def _forced(self, wanted: Iterable[tuple[Arc, Problem]]) -> list[Price]:
        """Prices of arcs, each in a problem that has it."""
        found = []
        for arc, problem in wanted:
            grid = self._grid if problem is self.problem else grid_of(problem)
            number = next(number for number, each in enumerate(grid.arcs) if each.ends == arc.ends)
            other = _solved(grid, Decided(forced=frozenset({number})))
            if other is not None:
                found.append(self._price_of(arc.mentee, other, arc.mentor))
        return found

    def _price_of(self, mentee: int, other: Solution, mentor: int | None = None) -> Price:
        """``mentor``: by default the new one who fits best."""
        if mentor is None:
            new = [arc for arc in other.chosen if arc.mentee == mentee and arc.ends not in self.solution.ends]
            mentor = _best(new)[0].mentor
        # Of several mentors of the mentee it is told which one gives way.
        silent = mentee if self.problem.mentors_each == 1 else None
        return Price(
            mentor=mentor,
            mentee=mentee,
            pairs=self.solution.paired - other.paired,
            fit=self.solution.fit - other.fit,
            points=self.solution.points - other.points,
            moves=moves_between(self.solution, other, without=silent),
        )

    def _places_by_solving(self, mentee: int) -> tuple[int, ...]:
        problem, load, places = self.problem, self.solution.load, self.problem.places
        full = [arc for arc in self._grid.arcs if arc.mentee == mentee and load[arc.mentor] >= places[arc.mentor]]
        prices = self._forced(
            (arc, replace(problem, places={**places, arc.mentor: places[arc.mentor] + 1})) for arc in _best(full)
        )
        return tuple(price.mentor for price in self._sorted(prices) if price.pairs < 0)


def _best(arcs: Iterable[Arc]) -> list[Arc]:
    """Those of the best fit, so many as are tried."""
    return sorted(arcs, key=lambda arc: (-arc.points, arc.mentor))[:RESOLVED]


def _solved(grid: Grid, asked: Decided) -> Solution | None:
    try:
        return solve_grid(grid, asked)
    except Impossible:
        return None


def _ways(steps: csr_array, node: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The least cost from a node to every other, and the node before each on its way."""
    distance, before = dijkstra(steps, directed=True, indices=[node], return_predecessors=True)
    return distance[0], before[0].astype(np.int32)


def moves_between(old: Solution, new: Solution, *, without: int | None = None) -> tuple[Move, ...]:
    """Who is led elsewhere from one solution to another; of a collective pair each exchange is told."""
    moves = []
    gone, come = old.ends - new.ends, new.ends - old.ends
    for mentee in sorted({mentee for _mentor, mentee in gone | come} - {without}):
        leaves = sorted(mentor for mentor, each in gone if each == mentee)
        takes = sorted(mentor for mentor, each in come if each == mentee)
        for number in range(max(len(leaves), len(takes))):
            left = leaves[number] if number < len(leaves) else None
            taken = takes[number] if number < len(takes) else None
            moves.append(Move(mentee, left, taken))
    return tuple(moves)
