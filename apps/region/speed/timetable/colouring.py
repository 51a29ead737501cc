"""Meetings into rounds: a colouring of the edges of a bipartite graph (König), round by round of nobody twice.

A mentor with several seats is several nodes. Where everybody is there in all rounds and nobody has more meetings than
rounds, ``place`` always succeeds: two free rounds that differ are made one by turning a chain of meetings between
them. Where people miss rounds a chain is turned only when all on it are there, and ``place`` may fail.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from .problem import Arc, Problem, Slot

NOWHERE = -1


class Colouring:
    """A proper colouring under way. Rounds from 1 outside, from 0 inside.

    ``kept``: (mentor, mentee) -> round that they shall keep if they can.
    """

    def __init__(
        self, problem: Problem, arcs: Iterable[Arc], kept: Mapping[tuple[int, int], int] | None = None
    ) -> None:
        self.problem, self.kept = problem, kept or {}
        self.arcs = tuple(sorted(arcs, key=lambda arc: (arc.ends not in self.kept, arc.ends)))
        self.people: list[int] = []
        self.ends = self._seated()
        self.open = [{number - 1 for number in problem.open_rounds(person)} for person in self.people]
        self.at = [[NOWHERE] * problem.rounds for _person in self.people]
        self.round_of = [NOWHERE] * len(self.arcs)

    def _seated(self) -> list[tuple[int, int]]:
        """Nodes of each meeting. Kept meetings of a mentor's round take different seats, others the emptiest."""
        node: dict[tuple[int, int], int] = {}
        loads: dict[int, list[int]] = defaultdict(lambda: [0] * self.problem.seats)
        in_round: Counter[tuple[int, int]] = Counter()
        ends = []
        for arc in self.arcs:
            load = loads[arc.mentor]
            seat = load.index(min(load))
            if arc.ends in self.kept:
                key = (arc.mentor, self.kept[arc.ends])
                seat = in_round[key]
                in_round[key] += 1
            load[seat] += 1
            ends.append((self._node(node, arc.mentor, seat), self._node(node, arc.mentee, 0)))
        return ends

    def _node(self, known: dict[tuple[int, int], int], person: int, seat: int) -> int:
        if (person, seat) not in known:
            known[person, seat] = len(self.people)
            self.people.append(person)
        return known[person, seat]

    # ---- placing

    def place_all(self) -> list[Arc]:
        """Give each meeting a round, the kept ones their own. Returns the meetings that found none."""
        for number, arc in enumerate(self.arcs):
            wanted = self.kept.get(arc.ends, 0) - 1
            if wanted in self._shared(number):
                self._put(number, wanted)
        return [
            arc for number, arc in enumerate(self.arcs) if self.round_of[number] == NOWHERE and not self._place(number)
        ]

    def _shared(self, number: int) -> list[int]:
        """Rounds free at both ends."""
        left, right = self.ends[number]
        return [at for at in self._free(left) if self.at[right][at] == NOWHERE and at in self.open[right]]

    def _free(self, node: int) -> list[int]:
        return [at for at in sorted(self.open[node]) if self.at[node][at] == NOWHERE]

    def _place(self, number: int) -> bool:
        both = self._shared(number)
        if both:
            self._put(number, both[0])
            return True
        left, right = self.ends[number]
        for a in self._free(left):
            for b in self._free(right):
                if (at := self._room(left, right, a, b)) != NOWHERE:
                    self._put(number, at)
                    return True
        return False

    def _room(self, left: int, right: int, a: int, b: int) -> int:
        """Round ``a`` is free on the left, ``b`` on the right: turn one chain, and one of the two is free at both."""
        if a in self.open[right] and self.turn(right, a, b):
            return a
        if b in self.open[left] and self.turn(left, b, a):
            return b
        return NOWHERE

    def _put(self, number: int, at: int) -> None:
        for node in self.ends[number]:
            self.at[node][at] = number
        self.round_of[number] = at

    # ---- chains

    def chain(self, node: int, a: int, b: int) -> list[int]:
        """Meetings from a node along rounds ``a``, ``b``, ``a``, ... as far as they go. ``b`` is free at the node."""
        found: list[int] = []
        at = a
        while (number := self.at[node][at]) != NOWHERE:
            found.append(number)
            left, right = self.ends[number]
            node = right if node == left else left
            at = b if at == a else a
        return found

    def turn(self, node: int, a: int, b: int) -> list[int]:
        """Exchange the rounds along the chain from a node; empty when somebody on it is not there then."""
        numbers = self.chain(node, a, b)
        for number in numbers:
            other = b if self.round_of[number] == a else a
            if any(other not in self.open[end] for end in self.ends[number]):
                return []
        moved = [(number, b if self.round_of[number] == a else a) for number in numbers]
        for number in numbers:
            for end in self.ends[number]:
                self.at[end][self.round_of[number]] = NOWHERE
        for number, at in moved:
            self._put(number, at)
        return numbers

    def slots(self) -> tuple[Slot, ...]:
        """The meetings that have a round."""
        placed = (
            Slot(at + 1, arc.mentor, arc.mentee, arc.fit)
            for arc, at in zip(self.arcs, self.round_of, strict=True)
            if at != NOWHERE
        )
        return tuple(sorted(placed, key=lambda slot: slot.order))


def as_it_stands(problem: Problem, slots: Iterable[Slot]) -> Colouring:
    """The colouring of a valid timetable."""
    slots = list(slots)
    arcs = [Arc(slot.mentor, slot.mentee, slot.fit) for slot in slots]
    made = Colouring(problem, arcs, {slot.ends: slot.round for slot in slots})
    made.place_all()
    return made
