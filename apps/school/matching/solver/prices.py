"""What every other choice would cost, and who would have to move.

Giving mentee i the mentor j costs the arc itself and the cheapest way back from j to i through the steps that are
left; the way names who moves. One search from i against the direction of the steps prices all mentors of i at once.
Where people come in groups or not at all there is no such way: the problem is solved anew with the pair forced.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from .certificate import Residual, potentials, residual_of
from .flow import solve_grid
from .grid import Ints, grid_of
from .model import Arc, Impossible, Move, Price, Problem, Solution

RESOLVED = 5
"""So many alternatives of one mentee, the best fit first, are priced where each takes a solution of its own."""


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
        """The price of every mentor that the mentee may have and has not, the cheapest first; none for a pinned one."""
        others = [arc for arc in self._grid.arcs if arc.mentee == mentee and arc.ends not in self.solution.ends]
        return self._priced(mentee, others)

    def if_allowed(self, mentee: int, arcs: Iterable[Arc]) -> tuple[Price, ...]:
        """The same for arcs that the problem does not have: what if these vetoes fell, each alone."""
        return self._priced(mentee, list(arcs))

    def _priced(self, mentee: int, arcs: list[Arc]) -> tuple[Price, ...]:
        if not arcs or mentee in self._pinned:
            return ()
        if self.problem.is_plain:
            found = self._by_ways(mentee, arcs)
        else:
            best = sorted(arcs, key=lambda arc: (-arc.points, arc.mentor))[:RESOLVED]
            found = [price for arc in best if (price := self._by_solving(arc)) is not None]
        return tuple(sorted(found, key=lambda price: price.rank))

    def places_that_help(self, mentee: int) -> tuple[int, ...]:
        """Full mentors where one more place would pair an unpaired mentee and nobody else would lose theirs, the best
        first. Only of a plain problem."""
        if not self.problem.is_plain or mentee in self._mentor_of:
            return ()
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
        return potentials(self._residual)

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

    def _by_solving(self, arc: Arc) -> Price | None:
        known = arc.ends in self._arcs
        problem = self.problem if known else dataclasses.replace(self.problem, arcs=(*self.problem.arcs, arc))
        grid = self._grid if known else grid_of(problem)
        number = next(number for number, each in enumerate(grid.arcs) if each.ends == arc.ends)
        try:
            other = solve_grid(grid, frozenset({number}))
        except Impossible:
            return None
        return Price(
            mentor=arc.mentor,
            mentee=arc.mentee,
            pairs=self.solution.paired - other.paired,
            fit=self.solution.fit - other.fit,
            points=self.solution.points - other.points,
            moves=moves_between(self.solution, other, without=arc.mentee),
        )


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
