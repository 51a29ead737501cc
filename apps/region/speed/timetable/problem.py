"""What is asked of the timetable and what it answers.

A veto is an absent arc: nobody here learns why two people may not meet. Fit is counted in thousandths. Mentors and
mentees are numbered together: no number stands on both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .certificate import Certificate
    from .round_bound import RoundCertificate

Aim = Literal["fairest", "total"]
"""``total``: the greatest total fit, whoever is left out. ``fairest``: first the meetings of mentees as even as can be
(nobody could have one more without taking it from somebody who has no more), then those of mentors, then fit."""

FAIREST: Aim = "fairest"
TOTAL: Aim = "total"
AIMS: tuple[Aim, ...] = (FAIREST, TOTAL)


@dataclass(frozen=True, slots=True)
class Arc:
    """Two people who may meet. ``fit``: thousandths, not negative; ``bonus``: for a meeting that is planned already."""

    mentor: int
    mentee: int
    fit: int
    bonus: int = 0

    @property
    def ends(self) -> tuple[int, int]:
        """(mentor, mentee)."""
        return self.mentor, self.mentee

    @property
    def points(self) -> int:
        """What is made the greatest."""
        return self.fit + self.bonus


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting of a timetable; rounds are counted from 1."""

    round: int
    mentor: int
    mentee: int
    fit: int

    @property
    def ends(self) -> tuple[int, int]:
        """(mentor, mentee)."""
        return self.mentor, self.mentee

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands in a timetable."""
        return self.round, self.mentor, self.mentee


@dataclass(frozen=True, slots=True)
class Problem:
    """Whom to seat with whom in which of ``rounds`` rounds.

    ``seats``: mentees of a mentor in one round (more than 1 in group flash). ``absent``: person -> rounds in which they
    are not there. ``had``: person -> meetings they had before, counted by fairness. Of two arcs alike the better
    counts; an arc of a stranger is a fault of the caller (``KeyError`` later on).
    """

    rounds: int
    mentors: tuple[int, ...]
    mentees: tuple[int, ...]
    arcs: tuple[Arc, ...]
    seats: int = 1
    absent: Mapping[int, frozenset[int]] = field(default_factory=dict)
    had: Mapping[int, int] = field(default_factory=dict)

    def open_rounds(self, person: int) -> frozenset[int]:
        """Rounds in which the person is there."""
        return frozenset(range(1, self.rounds + 1)) - self.absent.get(person, frozenset())

    def most_of_mentor(self, mentor: int) -> int:
        """How many meetings a mentor can have."""
        return self.seats * len(self.open_rounds(mentor))

    def most_of_mentee(self, mentee: int) -> int:
        """How many meetings a mentee can have."""
        return len(self.open_rounds(mentee))

    @property
    def has_absences(self) -> bool:
        """True when somebody misses a round: then a colouring need not exist."""
        return any(self.absent.get(person) for person in (*self.mentors, *self.mentees))

    def possible(self) -> tuple[Arc, ...]:
        """Arcs whose two people are there in some round together, sorted; the better one of two alike."""
        rounds = {person: self.open_rounds(person) for person in (*self.mentors, *self.mentees)}
        best: dict[tuple[int, int], Arc] = {}
        for arc in self.arcs:
            ends = arc.mentor, arc.mentee
            if rounds[arc.mentor] & rounds[arc.mentee] and (ends not in best or best[ends].points < arc.points):
                best[ends] = arc
        return tuple(best[ends] for ends in sorted(best))


@dataclass(frozen=True, slots=True)
class Weights:
    """What the aim adds for the k-th meeting of a person (k from 1): less and less, so that first meetings are worth
    most. ``mentor``, ``mentee``: the least weight of a side; ``..._levels``: how many times it the first one is."""

    mentor: int = 0
    mentee: int = 0
    mentor_levels: int = 0
    mentee_levels: int = 0

    def of_mentor(self, meeting: int) -> int:
        """The worth of a mentor's ``meeting``-th meeting."""
        return self.mentor * (self.mentor_levels - meeting + 1)

    def of_mentee(self, meeting: int) -> int:
        """The worth of a mentee's ``meeting``-th meeting."""
        return self.mentee * (self.mentee_levels - meeting + 1)


def weights_of(problem: Problem, aim: Aim) -> Weights:
    """Each weight outweighs all that stands below it in a whole timetable: mentees, then mentors, then points."""
    if aim == TOTAL:
        return Weights()
    mentor_levels = _levels(problem, problem.mentors, problem.seats * problem.rounds)
    meetings = min(
        sum(problem.most_of_mentor(mentor) for mentor in problem.mentors),
        sum(problem.most_of_mentee(mentee) for mentee in problem.mentees),
    )
    mentor = meetings * max((arc.points for arc in problem.arcs), default=0) + 1
    mentee = meetings * mentor * (mentor_levels + 1)
    return Weights(mentor, mentee, mentor_levels, _levels(problem, problem.mentees, problem.rounds))


def _levels(problem: Problem, people: Iterable[int], most: int) -> int:
    return max((problem.had.get(person, 0) for person in people), default=0) + most


def value_of(problem: Problem, aim: Aim, ends: Iterable[tuple[int, int]]) -> int:
    """What meetings are worth under the aim: what the solver makes the greatest."""
    weights, points = weights_of(problem, aim), {arc.ends: arc.points for arc in problem.possible()}
    mentors, mentees, total = Counter(problem.had), Counter(problem.had), 0
    for mentor, mentee in ends:
        mentors[mentor] += 1
        mentees[mentee] += 1
        total += points[mentor, mentee]
        total += weights.of_mentor(mentors[mentor]) + weights.of_mentee(mentees[mentee])
    return total


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable, sorted by round. ``value`` of the aim, ``bound``: no timetable is worth more, as ``certificate``
    proves without the solver; where people miss rounds and that was not enough, ``rounds`` does."""

    aim: Aim
    slots: tuple[Slot, ...]
    value: int
    bound: int
    certificate: Certificate = field(compare=False)
    rounds: RoundCertificate | None = field(default=None, compare=False)

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached; 0: proven the best."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def fit(self) -> int:
        """Total fit in thousandths."""
        return sum(slot.fit for slot in self.slots)


def faults_of(problem: Problem, slots: Iterable[Slot]) -> list[str]:
    """What is wrong with a timetable, in words of a program; empty when it is valid."""
    slots = list(slots)
    arcs = {arc.ends for arc in problem.arcs}
    found = [f"{slot}: may not meet" for slot in slots if slot.ends not in arcs]
    for slot in slots:
        here = problem.open_rounds(slot.mentor) & problem.open_rounds(slot.mentee)
        if slot.round not in here:
            found.append(f"{slot}: somebody is not there")
    found += [f"{ends}: meet twice" for ends, n in Counter(slot.ends for slot in slots).items() if n > 1]
    seated = Counter((slot.round, slot.mentee) for slot in slots)
    found += [f"{key}: a mentee in two places" for key, n in seated.items() if n > 1]
    taking = Counter((slot.round, slot.mentor) for slot in slots)
    found += [f"{key}: more mentees than seats" for key, n in taking.items() if n > problem.seats]
    return found
