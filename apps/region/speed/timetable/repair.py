"""Changes on the day: somebody does not come, somebody comes late. Two answers, to be compared by a person.

``refill`` moves nobody: what is planned and can be held is held, freed places are filled round by round.
``replan`` looks for the best of the rounds that are left and says whose rows change.
Both are given the problem as it is now: who has gone is absent from the rounds that are left, who is new was absent
from the rounds that are over.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from .problem import FAIREST, Aim, Plan, Problem, Slot, weights_of
from .solving import timetable

STAY_BONUS = 100
"""Thousandths of fit that a planned meeting counts more in a new plan: fewer people are led elsewhere."""


def held_of(problem: Problem, slots: Iterable[Slot], since: int) -> tuple[Slot, ...]:
    """Meetings that are over, or can still be held."""

    def can_be(slot: Slot) -> bool:
        return slot.round in problem.open_rounds(slot.mentor) & problem.open_rounds(slot.mentee)

    return tuple(slot for slot in slots if slot.round < since or can_be(slot))


def refill(problem: Problem, slots: Iterable[Slot], since: int, aim: Aim = FAIREST) -> tuple[Slot, ...]:
    """The timetable with the freed places of rounds from ``since`` filled and nobody moved.

    An assignment per round; who has had fewer meetings goes first where the aim is fairness.
    """
    kept = list(held_of(problem, slots, since))
    met = {slot.ends for slot in kept}
    arcs = {arc.ends: arc for arc in problem.possible() if arc.ends not in met}
    weights, had = weights_of(problem, aim), Counter(problem.had)
    had.update(person for slot in kept for person in slot.ends)
    for number in range(since, problem.rounds + 1):
        mentors, mentees = _free(problem, kept, number)
        worth = {
            (mentor, mentee): arcs[mentor, mentee].points
            + weights.of_mentor(had[mentor] + 1)
            + weights.of_mentee(had[mentee] + 1)
            for mentor in set(mentors)
            for mentee in mentees
            if (mentor, mentee) in arcs
        }
        for ends in _assigned(mentors, mentees, worth):
            arc = arcs.pop(ends)
            kept.append(Slot(number, *ends, arc.fit))
            had.update(ends)
    return tuple(sorted(kept, key=lambda slot: slot.order))


def _free(problem: Problem, slots: Iterable[Slot], number: int) -> tuple[list[int], list[int]]:
    """Mentors (once for each free seat) and mentees who are there in the round and have nobody."""
    taking = Counter(slot.mentor for slot in slots if slot.round == number)
    seated = {slot.mentee for slot in slots if slot.round == number}
    mentors = [
        mentor
        for mentor in sorted(problem.mentors)
        if number in problem.open_rounds(mentor)
        for _seat in range(problem.seats - taking[mentor])
    ]
    mentees = [
        mentee for mentee in sorted(problem.mentees) if mentee not in seated and number in problem.open_rounds(mentee)
    ]
    return mentors, mentees


def _assigned(mentors: list[int], mentees: list[int], worth: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The best pairs of free people; those who may not meet stay without."""
    if not worth:
        return []
    row = {mentor: [number for number, each in enumerate(mentors) if each == mentor] for mentor in set(mentors)}
    column = {mentee: number for number, mentee in enumerate(mentees)}
    table = np.zeros((len(mentors), len(mentees)))
    for (mentor, mentee), gain in worth.items():
        table[row[mentor], column[mentee]] = gain
    rows, columns = linear_sum_assignment(table, maximize=True)
    ends = {(mentors[i], mentees[j]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)}
    return sorted(ends & worth.keys())


@dataclass(frozen=True, slots=True)
class Replanned:
    """The best of the rounds that are left. ``slots``: with those that are over; ``moved``: people who are there and
    whose planned meetings change (not those who merely get one more); ``plan``: of the rounds left, numbered from 1."""

    slots: tuple[Slot, ...]
    moved: frozenset[int]
    plan: Plan


def replan(problem: Problem, slots: Iterable[Slot], since: int, aim: Aim = FAIREST) -> Replanned:
    """The re-optimised plan. A planned meeting counts a bonus, so that as few as useful are given up."""
    before = tuple(slots)
    over = tuple(slot for slot in before if slot.round < since)
    ahead = [slot for slot in held_of(problem, before, since) if slot.round >= since]
    shift = since - 1
    planned, met = {slot.ends for slot in ahead}, {slot.ends for slot in over}
    left = Problem(
        rounds=problem.rounds - shift,
        mentors=problem.mentors,
        mentees=problem.mentees,
        arcs=tuple(
            dataclasses.replace(arc, bonus=STAY_BONUS if arc.ends in planned else 0)
            for arc in problem.arcs
            if arc.ends not in met
        ),
        seats=problem.seats,
        absent={
            person: frozenset(number - shift for number in rounds if number > shift)
            for person, rounds in problem.absent.items()
        },
        had=Counter(problem.had) + Counter(person for slot in over for person in slot.ends),
    )
    plan = timetable(left, aim, kept={slot.ends: slot.round - shift for slot in ahead})
    new = tuple(dataclasses.replace(slot, round=slot.round + shift) for slot in plan.slots)
    lost = {(slot.round, *slot.ends) for slot in ahead} - {(slot.round, *slot.ends) for slot in new}
    moved = frozenset(person for _round, mentor, mentee in lost for person in (mentor, mentee))
    return Replanned(tuple(sorted((*over, *new), key=lambda slot: slot.order)), moved, plan)
