"""A problem as arrays: people by number in a settled order, and one whole number per arc that ranks every choice.

The number of an arc is its pair, its points and a tie-break, each so much heavier than all that stands below it that
the order of importance is kept for whole solutions: most pairs, then most points (or the other way round), then a
fixed choice among equals, the same whatever order the data came in.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import Arc, Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TIE = 256
HEADROOM = 2**61
"""The solver multiplies costs by the number of nodes and keeps them in 64 bits."""


@dataclass(frozen=True)
class Grid:
    """Nodes: mentees 0..n-1, mentors n..n+m-1, then the end, where free places and unpaired mentees meet."""

    problem: Problem
    arcs: tuple[Arc, ...]
    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    tails: Ints
    heads: Ints
    values: Ints
    places: Ints
    pinned: Flags

    @property
    def end(self) -> int:
        """The last node."""
        return len(self.mentees) + len(self.mentors)

    def node_of_mentor(self, mentor: int) -> int:
        """Its number; ``ValueError`` for a stranger."""
        return len(self.mentees) + self.mentors.index(mentor)

    def loads(self, used: Flags) -> tuple[Ints, Ints]:
        """How many arcs are used at each mentee and at each mentor."""
        taken = np.bincount(self.tails[used], minlength=len(self.mentees))
        given = np.bincount(self.heads[used] - len(self.mentees), minlength=len(self.mentors))
        return taken.astype(np.int64), given.astype(np.int64)


def grid_of(problem: Problem) -> Grid:
    """The arrays. Arcs of unknown people are a fault of the caller (``KeyError``); of two alike the better counts."""
    mentees, mentors = tuple(sorted(set(problem.mentees))), tuple(sorted(problem.places))
    row = {key: number for number, key in enumerate(mentees)}
    column = {key: number for number, key in enumerate(mentors, start=len(mentees))}
    best = {arc.ends: arc for arc in sorted(problem.arcs, key=lambda arc: arc.points)}
    arcs = tuple(sorted(best.values(), key=lambda arc: (arc.mentee, arc.mentor)))
    values = arc_values(problem, arcs)
    return Grid(
        problem=problem,
        arcs=arcs,
        mentees=mentees,
        mentors=mentors,
        tails=np.array([row[arc.mentee] for arc in arcs], dtype=np.int64),
        heads=np.array([column[arc.mentor] for arc in arcs], dtype=np.int64),
        values=np.array(values, dtype=np.int64),
        places=np.array([max(0, problem.places[key]) for key in mentors], dtype=np.int64),
        pinned=np.array([arc.ends in problem.pins for arc in arcs], dtype=np.bool_),
    )


def arc_values(problem: Problem, arcs: tuple[Arc, ...]) -> list[int]:
    """One number per arc, as the module says."""
    seats = sum(max(0, places) for places in problem.places.values())
    units = min(len(set(problem.mentees)) * problem.mentors_each, seats) + 1
    top = max((arc.points for arc in arcs), default=0) + 1
    nodes = len(problem.mentees) + len(problem.places) + 1
    tie = TIE if units * units * TIE * top * nodes < HEADROOM else 1
    if problem.objective == "pairs_first":
        point, pair = units * tie, units * units * tie * top
    else:
        pair, point = units * tie, units * (units * tie + tie)
    return [pair + point * arc.points + zlib.crc32(b"%d:%d" % arc.ends) % tie for arc in arcs]
