"""The proof that nothing better exists: a number for each node, by which no step that is left costs less than nothing.

Whoever wants to check it needs no solver: for every arc that is not used the price of using it, for every used one the
price of giving it up, must not be negative once the numbers of its ends are counted in. Then no chain of exchanges
gains anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kernel.circulation import potentials

from .grid import Flags, Grid, Ints


@dataclass(frozen=True, slots=True)
class Certificate:
    """Numbers of mentees, of mentors, and of the end where free places and unpaired mentees meet."""

    mentees: Mapping[int, int]
    mentors: Mapping[int, int]
    end: int


@dataclass(frozen=True)
class Residual:
    """The steps that are left: using an unused arc, giving up a used one, taking or freeing a place or a person.

    A place kept by a pin is not given up and does not appear.
    """

    tails: Ints
    heads: Ints
    costs: Ints
    nodes: int

    def potentials(self) -> Ints:
        """The least cost of reaching each node; ``ArithmeticError`` when the solution is not the optimum."""
        return potentials(self.tails, self.heads, self.costs, self.nodes)


def residual_of(grid: Grid, used: Flags) -> Residual:
    """Steps between the nodes of the grid with what each costs (gains are negative)."""
    count, end, each = len(grid.mentees), grid.end, grid.problem.mentors_each
    free = used & ~grid.pinned
    unused = ~used
    taken, given = grid.loads(used)
    movable, yielded = grid.loads(free)
    bound = np.zeros(count, dtype=np.bool_)
    bound[grid.tails[grid.pinned]] = True
    mentees, mentors = np.arange(count), np.arange(count, end)
    leave, join = (movable > 0) & ~bound, (taken < each) & ~bound
    open_, busy = given < grid.places, yielded > 0
    steps = (
        (grid.tails[unused], grid.heads[unused], -grid.values[unused]),
        (grid.heads[free], grid.tails[free], grid.values[free]),
        _plain(mentees[leave], end),
        _plain(mentees[join], end, back=True),
        _plain(mentors[open_], end),
        _plain(mentors[busy], end, back=True),
    )
    tails, heads, costs = (np.concatenate([step[part] for step in steps]) for part in range(3))
    return Residual(tails, heads, costs, end + 1)


def _plain(nodes: Ints, end: int, *, back: bool = False) -> tuple[Ints, Ints, Ints]:
    ends = np.full_like(nodes, end)
    return (ends, nodes, np.zeros_like(nodes)) if back else (nodes, ends, np.zeros_like(nodes))


def certificate_of(grid: Grid, used: Flags) -> Certificate:
    """The proof for a solution of a plain problem."""
    numbers = [int(number) for number in residual_of(grid, used).potentials()]
    count = len(grid.mentees)
    return Certificate(
        mentees=dict(zip(grid.mentees, numbers[:count], strict=True)),
        mentors=dict(zip(grid.mentors, numbers[count : grid.end], strict=True)),
        end=numbers[grid.end],
    )
