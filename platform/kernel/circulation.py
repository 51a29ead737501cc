"""What a solved flow leaves to prove: potentials of its residual steps. Pure; for all that is matched by flows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def potentials(tails: Ints, heads: Ints, costs: Ints, nodes: int) -> Ints:
    """The least cost of reaching each of ``nodes`` from anywhere, by steps from ``tails`` to ``heads``.

    All steps are relaxed at once, round after round (Bellman, On a routing problem, 1958). ``ArithmeticError`` when
    some chain gains without end: the flow that left these steps is not the optimum.
    """
    found = np.zeros(nodes, dtype=np.int64)
    if not len(heads):
        return found
    order = np.argsort(heads, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    starts = np.flatnonzero(np.r_[True, heads[1:] != heads[:-1]])
    reached = heads[starts]
    for _round in range(nodes + 1):
        better = np.minimum(found[reached], np.minimum.reduceat(found[tails] + costs, starts))
        if np.array_equal(better, found[reached]):
            return found
        found[reached] = better
    raise ArithmeticError("the solution can be bettered: it is not the optimum")
