"""The exact solution: one minimum cost flow, and where people come in groups or not at all a search over such flows.

Every mentee sends a unit (or several) to mentors or, at no gain, straight to the end. The flow is solved by OR-tools.
Groups and collective pairs add «so many or none»; then flows are relaxations, and a best-first search decides of each
group that came out too small whether it is left out or filled.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import min_cost_flow

from .certificate import certificate_of
from .grid import Flags, Grid, Ints, grid_of
from .model import Arc, Impossible, Problem, Solution

SEARCH_LIMIT = 4000
"""Flows solved at most in a search; a school's groups need some hundred at most."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Nodes that are left out, nodes that are filled, arcs (by number) that are taken, arcs that are not."""

    shut: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()
    forced: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


NOTHING = Decided()


def solve(problem: Problem) -> Solution:
    """The best solution; ``Impossible`` when the pins cannot be held together."""
    grid = grid_of(problem)
    return solve_grid(grid)


def solve_grid(grid: Grid, asked: Decided = NOTHING) -> Solution:
    """The same on prepared arrays; ``asked``: what is decided beside the pins."""
    pins = frozenset(int(number) for number in np.flatnonzero(grid.pinned))
    if len(pins) < len(grid.problem.pins):
        raise Impossible
    first = replace(asked, forced=pins | asked.forced)
    used = relaxed(grid, first)
    if used is None:
        raise Impossible
    unfit = _half_filled(grid, used)
    if not unfit:
        proof = certificate_of(grid, used) if grid.problem.is_plain and asked == NOTHING else None
        return Solution(_chosen(grid, used), certificate=proof)
    return _search(grid, first, used)


def relaxed(grid: Grid, decided: Decided) -> Flags | None:
    """Which arcs the best flow uses, «so many or none» not asked of undecided nodes; None when there is no flow."""
    count, each = len(grid.mentees), grid.problem.mentors_each
    capacity = np.ones(len(grid.arcs), dtype=np.int64)
    capacity[list(decided.barred)] = 0
    least = np.zeros(grid.end + 1, dtype=np.int64)
    supply = np.zeros(grid.end + 1, dtype=np.int64)
    supply[:count] = each
    bypass = np.full(count, each, dtype=np.int64)
    for number in decided.forced:
        if decided.shut & {int(grid.tails[number]), int(grid.heads[number])}:
            return None
        capacity[number] = 0
        supply[grid.tails[number]] -= 1
        supply[grid.heads[number]] += 1
        bypass[grid.tails[number]] = 0
    if (supply[:count] < 0).any():
        return None
    shut = np.array(sorted(decided.shut), dtype=np.int64)
    capacity[np.isin(grid.tails, shut) | np.isin(grid.heads, shut)] = 0
    for node in decided.filled:
        if node < count:
            bypass[node] = 0
        else:
            least[node] = grid.problem.group_min
    places = grid.places - least[count : grid.end]
    if (places < 0).any():
        return None
    supply[count : grid.end] -= least[count : grid.end]
    supply[grid.end] = -supply[: grid.end].sum()
    flows = _flow(grid, capacity, places, bypass, supply)
    if flows is None:
        return None
    used = flows > 0
    used[list(decided.forced)] = True
    return used


def _flow(
    grid: Grid,
    capacity: Ints,
    places: Ints,
    bypass: Ints,
    supply: Ints,
) -> Ints | None:
    count, end = len(grid.mentees), grid.end
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(grid.tails, grid.heads, capacity, -grid.values)
    mentors, mentees = np.arange(count, end), np.arange(count)
    network.add_arcs_with_capacity_and_unit_cost(mentors, np.full_like(mentors, end), places, np.zeros_like(mentors))
    network.add_arcs_with_capacity_and_unit_cost(mentees, np.full_like(mentees, end), bypass, np.zeros_like(mentees))
    network.set_nodes_supplies(np.arange(end + 1), supply)
    status = network.solve()
    if status == network.INFEASIBLE:
        return None
    if status != network.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    return np.asarray(network.flows(arcs))


def _half_filled(grid: Grid, used: Flags) -> list[int]:
    """Nodes with fewer than «so many», but not none."""
    taken, given = grid.loads(used)
    mentees = np.flatnonzero((taken > 0) & (taken < grid.problem.mentors_each))
    mentors = np.flatnonzero((given > 0) & (given < grid.problem.group_min)) + len(grid.mentees)
    return [int(node) for node in (*mentees, *mentors)]


def _search(grid: Grid, first: Decided, used: Flags) -> Solution:
    """Best first: the flow that promises most is split at its first half-filled node."""
    order = itertools.count()
    promise = _value(grid, used)
    waiting = [(-promise, next(order), first, used)]
    best, best_value = _rounded(grid, first, used)
    solved = 0
    while waiting and -waiting[0][0] > best_value and solved < SEARCH_LIMIT:
        _promise, _order, decided, flow = heapq.heappop(waiting)
        unfit = _half_filled(grid, flow)
        if not unfit:
            best, best_value = flow, _value(grid, flow)
            break
        for part in _split(decided, unfit[0]):
            solved += 1
            found = relaxed(grid, part)
            if found is not None and _value(grid, found) > best_value:
                heapq.heappush(waiting, (-_value(grid, found), next(order), part, found))
    if best is None:
        raise Impossible
    proven = not waiting or -waiting[0][0] <= best_value
    return Solution(_chosen(grid, best), proven=proven)


def _split(decided: Decided, node: int) -> tuple[Decided, Decided]:
    return replace(decided, shut=decided.shut | {node}), replace(decided, filled=decided.filled | {node})


def _rounded(grid: Grid, first: Decided, used: Flags) -> tuple[Flags | None, int]:
    """A first solution to measure by: half-filled nodes are left out one by one, the last one first."""
    decided, flow = first, used
    while unfit := _half_filled(grid, flow):
        decided = replace(decided, shut=decided.shut | {unfit[-1]})
        found = relaxed(grid, decided)
        if found is None:
            return None, -1
        flow = found
    return flow, _value(grid, flow)


def _value(grid: Grid, used: Flags) -> int:
    return int(grid.values[used].sum())


def _chosen(grid: Grid, used: Flags) -> tuple[Arc, ...]:
    return tuple(grid.arcs[int(number)] for number in np.flatnonzero(used))
