"""Fewer rounds of waiting between the meetings of a person, the meetings themselves unchanged.

Turning a chain of meetings between two rounds changes the rounds of the two people at its ends alone: everybody
between has a meeting in both. So single turns are tried, those that lengthen nobody's wait in sum are kept.
"""

from __future__ import annotations

import random
from collections import defaultdict

from .colouring import NOWHERE, Colouring

PASSES = 8


def shorten_waits(colouring: Colouring, *, passes: int = PASSES) -> None:
    """Turn chains until a pass helps nobody, or ``passes`` are over. The same for the same timetable."""
    luck = random.Random(len(colouring.arcs))  # noqa: S311  # nosec B311: an order of trying
    nodes = list(range(len(colouring.people)))
    seats: dict[int, list[int]] = defaultdict(list)
    for node in nodes:
        seats[colouring.people[node]].append(node)
    for _pass in range(passes):
        luck.shuffle(nodes)
        if not sum([_settle(colouring, node, seats) for node in nodes]):
            return


def _settle(colouring: Colouring, node: int, seats: dict[int, list[int]]) -> int:
    """Try all turns from a node whose person waits; returns how many rounds of waiting were saved."""
    saved = 0
    person = colouring.people[node]
    for a in range(colouring.problem.rounds):
        for b in range(colouring.problem.rounds):
            if not _wait(colouring, seats[person]):
                return saved
            if colouring.at[node][a] != NOWHERE and colouring.at[node][b] == NOWHERE:
                saved += _try(colouring, node, a, b, seats)
    return saved


def _try(colouring: Colouring, node: int, a: int, b: int, seats: dict[int, list[int]]) -> int:
    last = _last(colouring, node, colouring.chain(node, a, b))
    people = {colouring.people[node], colouring.people[last]}
    before = sum(_wait(colouring, seats[person]) for person in people)
    if not colouring.turn(node, a, b):
        return 0
    after = sum(_wait(colouring, seats[person]) for person in people)
    if after > before:
        colouring.turn(node, b, a)
        return 0
    return before - after


def _last(colouring: Colouring, node: int, numbers: list[int]) -> int:
    for number in numbers:
        left, right = colouring.ends[number]
        node = right if node == left else left
    return node


def _wait(colouring: Colouring, nodes: list[int]) -> int:
    at = {each for node in nodes for each, number in enumerate(colouring.at[node]) if number != NOWHERE}
    return max(at) - min(at) + 1 - len(at) if at else 0
