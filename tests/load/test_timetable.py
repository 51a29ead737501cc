"""The timetable of speed mentoring against other means on the same evenings: ratios of fit, meetings and fairness.

An assignment per round is what a careful programmer writes; greed is what a person with a sorted list does; rotation
without repeats at random is what tools for such events do. Ratios are told, nothing is asserted of time.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from apps.region.speed.timetable.problem import FAIREST, TOTAL, Problem, Slot, faults_of
from apps.region.speed.timetable.repair import held_of, refill, replan
from apps.region.speed.timetable.solving import timetable
from tests.support.evenings import evening, meetings_of, without

SEEDS = range(5)
SIZES = {"school evening": (12, 30, 5), "region": (100, 200, 8), "scarce pairs": (40, 60, 6)}
WALL = 1e9

Slots = tuple[Slot, ...]


def per_round(problem: Problem) -> Slots:
    """The best assignment of each round in turn."""
    fits = {arc.ends: arc.fit for arc in problem.arcs}
    row = {key: number for number, key in enumerate(problem.mentors)}
    column = {key: number for number, key in enumerate(problem.mentees)}
    table = np.full((len(row), len(column)), -WALL)
    for (mentor, mentee), fit in fits.items():
        table[row[mentor], column[mentee]] = fit
    found = []
    for number in range(1, problem.rounds + 1):
        for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True):
            ends = (problem.mentors[i], problem.mentees[j])
            if table[i, j] >= 0:
                found.append(Slot(number, *ends, fits[ends]))
                table[i, j] = -WALL
    return tuple(found)


def greedy(problem: Problem) -> Slots:
    """The best meeting left, in the first round that both have free."""
    busy: set[tuple[int, int]] = set()
    found = []
    for arc in sorted(problem.arcs, key=lambda arc: (-arc.fit, arc.ends)):
        for number in range(1, problem.rounds + 1):
            if not {(number, arc.mentor), (number, arc.mentee)} & busy:
                busy |= {(number, arc.mentor), (number, arc.mentee)}
                found.append(Slot(number, *arc.ends, arc.fit))
                break
    return tuple(found)


def at_random(problem: Problem) -> Slots:
    """Each round the mentors in a drawn order take a drawn free mentee whom they have not met."""
    luck = random.Random(len(problem.arcs))
    fits = {arc.ends: arc.fit for arc in problem.arcs}
    found: list[Slot] = []
    for number in range(1, problem.rounds + 1):
        free = set(problem.mentees)
        for mentor in luck.sample(problem.mentors, len(problem.mentors)):
            met = {slot.mentee for slot in found if slot.mentor == mentor}
            choice = sorted(mentee for mentee in free - met if (mentor, mentee) in fits)
            if choice:
                mentee = luck.choice(choice)
                free.discard(mentee)
                found.append(Slot(number, mentor, mentee, fits[mentor, mentee]))
    return tuple(found)


WAYS: tuple[tuple[str, Callable[[Problem], Slots]], ...] = (
    ("assignment per round", per_round),
    ("greedy", greedy),
    ("random without repeats", at_random),
)


def measured(way: Callable[[Problem], Slots], problem: Problem) -> tuple[int, int, int, float]:
    """Fit, meetings, meetings of the mentee who has fewest, seconds; the timetable is checked."""
    began = time.perf_counter()
    slots = way(problem)
    spent = time.perf_counter() - began
    assert faults_of(problem, slots) == []
    held = meetings_of(slots)
    return sum(slot.fit for slot in slots), len(slots), min(held[key] for key in problem.mentees), spent


@pytest.mark.parametrize("size", SIZES)
def test_timetable_against_other_means(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    mentors, mentees, rounds = SIZES[size]
    allowed = 0.2 if size == "scarce pairs" else 0.8
    problems = [evening(seed, mentors=mentors, mentees=mentees, rounds=rounds, allowed=allowed) for seed in SEEDS]
    timetable(problems[0])  # the libraries are loaded before anything is timed
    total = [measured(lambda each: timetable(each, TOTAL).slots, problem) for problem in problems]
    fair = [measured(lambda each: timetable(each, FAIREST).slots, problem) for problem in problems]
    lines = [f"  fairest: at least {_least(fair)} meetings for each mentee, best total: {_least(total)}"]
    for name, way in WAYS:
        other = [measured(way, problem) for problem in problems]
        fit, held = (_ratio(total, other, part) for part in range(2))
        slower = statistics.median(its[3] / mine[3] for mine, its in zip(fair, other, strict=True))
        lines.append(
            f"  {name}: best total has {fit:.4f} x its fit and {held:.4f} x its meetings, "
            f"fairest {_ratio(fair, other, 0):.4f} x its fit; it leaves a mentee at {_least(other)}; "
            f"it takes {slower:.2f} x the time"
        )
        assert all(mine[0] >= its[0] for mine, its in zip(total, other, strict=True))
        assert all(mine[2] >= its[2] for mine, its in zip(fair, other, strict=True))
    with capsys.disabled():
        print(f"\ntimetable, {size}, {len(problems)} evenings:", *lines, sep="\n")


NO_SHOWS, SINCE = 12, 3


def test_no_shows_are_replanned_and_nobody_is_moved(capsys: pytest.CaptureFixture[str]) -> None:
    mentors, mentees, rounds = SIZES["region"]
    spent, kept, more = [], [], []
    for seed in SEEDS:
        problem = evening(seed, mentors=mentors, mentees=mentees, rounds=rounds, allowed=0.8)
        before = timetable(problem).slots
        luck = random.Random(seed)
        gone = luck.sample([*problem.mentors, *problem.mentees], NO_SHOWS)
        now = without(problem, gone, since=SINCE)
        began = time.perf_counter()
        slots = refill(now, before, SINCE)
        spent.append(time.perf_counter() - began)
        held = set(held_of(now, before, SINCE))
        assert faults_of(now, slots) == []
        assert held <= set(slots), "somebody was moved"
        best = replan(now, before, SINCE)
        assert {slot for slot in best.slots if slot.round < SINCE} == {slot for slot in before if slot.round < SINCE}
        kept.append(sum(slot.fit for slot in slots) / sum(slot.fit for slot in best.slots))
        more.append((len(slots) - len(held), len(best.moved)))
    places, moved = (statistics.fmean(each) for each in zip(*more, strict=True))
    with capsys.disabled():
        print(
            f"\nno-shows, {mentors} x {mentees} x {rounds}, {NO_SHOWS} people gone from round {SINCE}: 0 people moved,"
            f" {places:.0f} places filled, {statistics.fmean(kept):.4f} of the fit of the better plan,"
            f" which moves {moved:.0f} people; {1000 * statistics.median(spent):.0f} ms"
        )


def _ratio(own: list[tuple[int, int, int, float]], other: list[tuple[int, int, int, float]], part: int) -> float:
    return statistics.fmean(mine[part] / its[part] for mine, its in zip(own, other, strict=True))


def _least(rows: list[tuple[int, int, int, float]]) -> int:
    return min(row[2] for row in rows)
