"""Rounds for the chosen meetings where people miss rounds: CP-SAT over meetings and rounds.

König's colouring need not exist then. The chosen meetings, and where there is room some others, compete for the rounds
that both their people have; the worth is the aim's own, so the gap to the bound of the flow can be told. One worker
and a limit counted in steps, not in seconds: the answer is the same on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from ortools.sat.python import cp_model

from .problem import Aim, Arc, Problem, Slot, Weights, weights_of

STEPS = 1.5
"""The solver's own measure of work; seconds on an ordinary machine are a few times as many."""

ROOM = 6_000
"""Meetings times rounds that are given to the solver at most; the chosen meetings always are."""


def by_rounds(problem: Problem, aim: Aim, chosen: Iterable[Arc], hint: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """A round for every chosen meeting where there is one; else the best timetable found of them and spare ones.

    ``hint``: a valid timetable to begin with.
    """
    chosen, rounds = list(chosen), {slot.ends: slot.round for slot in hint}
    whole = _Programme(problem, chosen)
    whole.begin_with(rounds)
    whole.hold_all()
    found = whole.solved()
    if found is not None:
        return found
    most = _Programme(problem, [*chosen, *_spare(problem, {arc.ends for arc in chosen})])
    most.begin_with(rounds)
    most.maximise(weights_of(problem, aim))
    found = most.solved()
    return found if found is not None else hint


def _spare(problem: Problem, chosen: set[tuple[int, int]]) -> list[Arc]:
    """Other possible meetings, the best first, as many as there is room for."""
    others = sorted(
        (arc for arc in problem.possible() if arc.ends not in chosen), key=lambda arc: (-arc.points, arc.ends)
    )
    return others[: max(0, ROOM // problem.rounds - len(chosen))]


class _Programme:
    def __init__(self, problem: Problem, arcs: list[Arc]) -> None:
        self.problem, self.arcs = problem, arcs
        self.model = cp_model.CpModel()
        self.cells: dict[tuple[int, int], cp_model.IntVar] = {}
        self.held: dict[int, cp_model.IntVar] = {}
        mentors: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        mentees: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for number, arc in enumerate(arcs):
            rounds = sorted(problem.open_rounds(arc.mentor) & problem.open_rounds(arc.mentee))
            for at in rounds:
                cell = self.model.new_bool_var("")
                self.cells[number, at] = cell
                mentors[arc.mentor, at].append(cell)
                mentees[arc.mentee, at].append(cell)
            self.held[number] = self.model.new_bool_var("")
            self.model.add(sum(self.cells[number, at] for at in rounds) == self.held[number])
        for cells in mentees.values():
            self.model.add_at_most_one(cells)
        for cells in mentors.values():
            self.model.add(sum(cells) <= problem.seats)

    def begin_with(self, rounds: Mapping[tuple[int, int], int]) -> None:
        """Tell the solver a timetable to start from."""
        for (number, at), cell in self.cells.items():
            self.model.add_hint(cell, rounds.get(self.arcs[number].ends) == at)

    def hold_all(self) -> None:
        """No meeting is given up."""
        for held in self.held.values():
            self.model.add(held == 1)

    def maximise(self, weights: Weights) -> None:
        """The aim: points, and for each person's k-th meeting its weight."""
        gains: list[cp_model.LinearExprT] = [arc.points * self.held[number] for number, arc in enumerate(self.arcs)]
        mentors: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        mentees: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for number, arc in enumerate(self.arcs):
            mentors[arc.mentor].append(self.held[number])
            mentees[arc.mentee].append(self.held[number])
        if weights != Weights():
            for mentor, held in mentors.items():
                gains += self._steps(weights.of_mentor, mentor, held, self.problem.most_of_mentor(mentor))
            for mentee, held in mentees.items():
                gains += self._steps(weights.of_mentee, mentee, held, self.problem.most_of_mentee(mentee))
        self.model.maximize(sum(gains))

    def _steps(
        self, worth: Callable[[int], int], person: int, held: list[cp_model.IntVar], most: int
    ) -> list[cp_model.LinearExprT]:
        """As many steps as meetings are held; the dearest are filled first by themselves."""
        had = self.problem.had.get(person, 0)
        steps = [self.model.new_bool_var("") for _meeting in range(min(len(held), most))]
        self.model.add(sum(steps) == sum(held))
        return [worth(had + meeting) * step for meeting, step in enumerate(steps, start=1)]

    def solved(self) -> tuple[Slot, ...] | None:
        """The best timetable found; None when there is none, or none was found in ``STEPS``."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = STEPS
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        found = [
            Slot(at, self.arcs[number].mentor, self.arcs[number].mentee, self.arcs[number].fit)
            for (number, at), cell in self.cells.items()
            if solver.value(cell)
        ]
        return tuple(sorted(found, key=lambda slot: slot.order))
