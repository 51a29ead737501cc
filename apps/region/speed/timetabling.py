"""The timetable of a speed-mentoring event. Pure; apart from ``rules`` as SciPy is slow to import.

An assignment per round (Hungarian method, ``scipy.optimize.linear_sum_assignment``): every round is the best for
what is left. Between equals the one who has met fewest people goes first, so that nobody is left without a meeting
while others have many. A provably optimal whole (a flow and a colouring) can replace ``timetable`` without touching its
callers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from apps.region.speed.rules import Guest, Slot

FIT_BASE = 100
FIT_PER_THEME = 200
MAX_THEMES_COUNTED = 3
FAIRNESS = 10_000
FORBIDDEN = -1_000_000_000


def fit_of(mentor: Guest, mentee: Guest) -> int:
    """0-1000: a base, more for each theme in common (at most three count)."""
    common = min(len(mentor.themes & mentee.themes), MAX_THEMES_COUNTED)
    return FIT_BASE + FIT_PER_THEME * common


def timetable(
    mentors: Sequence[Guest], mentees: Sequence[Guest], *, rounds: int, exclude_own_school: bool
) -> list[Slot]:
    """Meetings for all rounds: no pair twice, nobody in two places, never forbidden pairs. Deterministic.

    A mentee who has had fewer meetings wins over any difference in fit; a mentor likewise.
    """
    mentors = sorted(mentors, key=lambda guest: guest.id)
    mentees = sorted(mentees, key=lambda guest: guest.id)
    if not mentors or not mentees:
        return []
    fit = np.array([[fit_of(mentor, mentee) for mentee in mentees] for mentor in mentors], dtype=np.int64)
    free = np.array(
        [[not (exclude_own_school and a.school_id == b.school_id) for b in mentees] for a in mentors], dtype=bool
    )
    had_mentor: Counter[int] = Counter()
    had_mentee: Counter[int] = Counter()
    slots: list[Slot] = []
    for number in range(1, rounds + 1):
        fairness = np.array(
            [
                [FAIRNESS * (2 * rounds - had_mentor[i] - had_mentee[j]) for j in range(len(mentees))]
                for i in range(len(mentors))
            ],
            dtype=np.int64,
        )
        # A free pair is always worth taking, a forbidden one never: rows and columns forced into one are dropped below.
        worth = np.where(free, fit + fairness, FORBIDDEN)
        rows, columns = linear_sum_assignment(worth, maximize=True)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            if not free[i, j]:
                continue
            slots.append(Slot(number, mentors[i].id, mentees[j].id, int(fit[i, j])))
            free[i, j] = False
            had_mentor[i] += 1
            had_mentee[j] += 1
    return slots
