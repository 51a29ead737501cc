"""Why somebody meets these people and not others: what every other meeting would cost, and who would lose or gain.

Forcing a meeting costs the cheapest way round through the steps that are left, from the mentee back to the mentor; the
way names the meetings given up and taken up. One search from a person prices all their other meetings at once. Rounds
play no part: where people miss rounds and the plan is not the optimum of the flow there are no exact prices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from .certificate import residual_of
from .model import Ints, Network, network_of
from .problem import Aim, Arc, Problem


@dataclass(frozen=True, slots=True)
class Price:
    """What a meeting would cost, all others then chosen as well as possible. ``value``: of the aim; ``gone``, ``come``:
    meetings given up and taken up instead, the forced one apart."""

    arc: Arc
    value: int
    gone: tuple[Arc, ...]
    come: tuple[Arc, ...]

    @property
    def fit(self) -> int:
        """Thousandths of total fit lost; negative: won."""
        return sum(arc.fit for arc in self.gone) - sum(arc.fit for arc in self.come) - self.arc.fit

    def change(self) -> Counter[int]:
        """Person -> meetings more (or fewer), without those whose number stays."""
        found: Counter[int] = Counter(self.arc.ends)
        for arc in self.come:
            found.update(arc.ends)
        for arc in self.gone:
            found.subtract(arc.ends)
        return Counter({person: number for person, number in found.items() if number})


class Pricing:
    """Prices around an optimal choice of meetings; ``ArithmeticError`` when it is not the optimum."""

    def __init__(self, problem: Problem, aim: Aim, ends: Iterable[tuple[int, int]]) -> None:
        self.network = network_of(problem, aim)
        self.chosen = frozenset(ends)
        self._people = (*sorted(problem.mentors), *sorted(problem.mentees))
        self._row = {person: number for number, person in enumerate(self._people)}
        self._arc = {arc.ends: arc for arc in self.network.arcs}
        left = residual_of(self.network, _flow(self.network, self.chosen))
        self._numbers = left.potentials()
        reduced = left.costs + self._numbers[left.tails] - self._numbers[left.heads]
        self._steps = _cheapest(left.tails, left.heads, reduced, left.nodes)

    def of(self, person: int) -> list[Price]:
        """The price of each meeting that the person may have and has not, the cheapest first."""
        others = [arc for arc in self.network.arcs if person in arc.ends and arc.ends not in self.chosen]
        if not others:
            return []
        backwards = person == others[0].mentor
        steps = self._steps.T.tocsr() if backwards else self._steps
        found_ways = dijkstra(steps, directed=True, indices=[self._row[person]], return_predecessors=True)
        distance, before = found_ways[0][0], found_ways[1][0]
        found = []
        for arc in others:
            start, goal = self._row[arc.mentee], self._row[arc.mentor]
            far = start if backwards else goal
            if np.isfinite(distance[far]):
                way = _way(before, far)
                cost = int(distance[far]) - int(self._numbers[start]) + int(self._numbers[goal])
                found.append(self._price(arc, cost, way if backwards else way[::-1]))
        return sorted(found, key=lambda price: (price.value, -price.arc.fit, price.arc.ends))

    def _price(self, arc: Arc, cost: int, way: list[int]) -> Price:
        gone, come = [], []
        for tail, head in pairwise(way):
            if self.network.end in (tail, head):
                continue
            a, b = self._people[tail], self._people[head]
            if (a, b) in self._arc and (a, b) not in self.chosen:
                come.append(self._arc[a, b])
            else:
                gone.append(self._arc[b, a])
        return Price(arc, cost - arc.points, tuple(gone), tuple(come))


def _flow(network: Network, chosen: frozenset[tuple[int, int]]) -> Ints:
    """Units on all steps when these meetings are held: the dearest places of a person are filled first."""
    count = len(network.arcs)
    flow = np.zeros(len(network.tails), dtype=np.int64)
    flow[:count] = [arc.ends in chosen for arc in network.arcs]
    held = Counter(network.tails[:count][flow[:count] > 0].tolist())
    held.update(network.heads[:count][flow[:count] > 0].tolist())
    for step in range(count, len(flow)):
        tail, head = int(network.tails[step]), int(network.heads[step])
        node = head if tail == network.end else tail
        flow[step] = held[node] > 0
        held[node] -= int(flow[step])
    return flow


def _cheapest(tails: Ints, heads: Ints, costs: Ints, nodes: int) -> csr_array:
    """The steps as a matrix; of several between two nodes the cheapest."""
    order = np.lexsort((costs, heads, tails))
    tails, heads, costs = tails[order], heads[order], costs[order]
    first = np.r_[True, (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])]
    return csr_array((costs[first].astype(np.float64), (tails[first], heads[first])), shape=(nodes, nodes))


def _way(before: NDArray[np.int32], node: int) -> list[int]:
    way = [node]
    while (node := int(before[node])) >= 0:
        way.append(node)
    return way
