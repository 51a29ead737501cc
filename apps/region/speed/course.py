"""The course of an evening as data: steps with their ends, and what the clock says of them. Pure.

Nobody advances anything. A coordinator's act changes the steps or the pause; which round it is follows from them and
the moment, in any process alike. Moments are whole milliseconds since 1970 (UTC): they go to a browser as they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["before", "round", "break", "over"]

SECOND = 1_000
MINUTE = 60 * SECOND
WEEK = 7 * 24 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Step:
    """A round, or the break before a round. ``round`` from 1; ``ends``: when it is over as things stand; ``length``:
    how long it is, pauses not counted."""

    kind: Literal["round", "break"]
    round: int
    ends: int
    length: int


@dataclass(frozen=True, slots=True)
class Course:
    """An evening that has been started. ``paused``: since when the clock stands; ``finished``: ended for good."""

    started: int
    steps: tuple[Step, ...]
    paused: int | None = None
    finished: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """What it is now. ``round``: the present one, in a break the one to come, 0 before, the last one when over.

    ``left``: milliseconds to the end of the phase, ``length``: how long it is in all; both 0 before and when over.
    """

    kind: Kind
    round: int = 0
    left: int = 0
    length: int = 0
    is_paused: bool = False

    @property
    def key(self) -> str:
        """Changes when people have to do something else."""
        return f"{self.kind}-{self.round}"


BEFORE = Phase("before")


def begun(*, rounds: int, minutes: int, between: int, at: int) -> Course:
    """An evening started at ``at``: rounds of ``minutes`` with ``between`` minutes of break."""
    steps: list[Step] = []
    ends = at
    for number in range(1, rounds + 1):
        if number > 1:
            ends += between * MINUTE
            steps.append(Step("break", number, ends, between * MINUTE))
        ends += minutes * MINUTE
        steps.append(Step("round", number, ends, minutes * MINUTE))
    return Course(at, tuple(steps))


def phase_at(course: Course | None, at: int) -> Phase:
    """The phase at a moment; None: not started. An evening that nobody has finished is over after its last round."""
    if course is None or at < course.started:
        return BEFORE
    moment = at if course.paused is None else min(at, course.paused)
    number = _present(course, moment)
    if course.finished is not None or number is None:
        return Phase("over", course.steps[-1].round)
    step = course.steps[number]
    return Phase(step.kind, step.round, step.ends - moment, step.length, course.paused is not None)


def _present(course: Course, moment: int) -> int | None:
    """The number of the first step that is not over."""
    return next((number for number, step in enumerate(course.steps) if moment < step.ends), None)


def _began(course: Course, number: int) -> int:
    return course.steps[number - 1].ends if number else course.started


def begins_of(course: Course, round_number: int) -> int:
    """When a round began, or begins as things stand."""
    number = next(n for n, step in enumerate(course.steps) if (step.kind, step.round) == ("round", round_number))
    return _began(course, number)


def paused(course: Course, at: int) -> Course:
    """The clock stands. Nothing changes where it stands already, or all is over."""
    if course.paused is not None or phase_at(course, at).kind == "over":
        return course
    return dataclasses.replace(course, paused=at)


def resumed(course: Course, at: int) -> Course:
    """The clock goes on: what was ahead is later by the length of the pause."""
    if course.paused is None:
        return course
    later = max(0, at - course.paused)
    return dataclasses.replace(course, steps=_moved(course, course.paused, later), paused=None)


def extended(course: Course, minutes: int, at: int) -> Course:
    """The present round or break is longer by ``minutes``, all that follows is later."""
    return _longer(course, _moment(course, at), minutes * MINUTE)


def skipped(course: Course, at: int) -> Course:
    """The present round or break ends now, all that follows is earlier. A pause ends with it."""
    moment = _moment(course, at)
    number = _present(course, moment)
    if number is None:
        return course
    left = course.steps[number].ends - moment
    cut = _longer(course, moment, -left)
    return dataclasses.replace(cut, steps=_moved(cut, moment, at - moment, since=number), paused=None)


def finished(course: Course, at: int) -> Course:
    """All is over. Doing it twice changes nothing."""
    return course if course.finished is not None else dataclasses.replace(course, finished=at, paused=None)


def _moment(course: Course, at: int) -> int:
    return at if course.paused is None else course.paused


def _moved(course: Course, moment: int, by: int, *, since: int | None = None) -> tuple[Step, ...]:
    """The steps with all that is not over at ``moment`` moved; ``since``: the first one, where that is known."""
    first = _present(course, moment) if since is None else since
    return tuple(
        dataclasses.replace(step, ends=step.ends + by) if first is not None and number >= first else step
        for number, step in enumerate(course.steps)
    )


def _longer(course: Course, moment: int, by: int) -> Course:
    """The present step with ``by`` milliseconds more; what follows is later."""
    number = _present(course, moment)
    if number is None:
        return course
    steps = list(_moved(course, moment, by, since=number))
    steps[number] = dataclasses.replace(steps[number], length=steps[number].length + by)
    return dataclasses.replace(course, steps=tuple(steps))


def next_round(phase: Phase) -> int:
    """The first round in which nobody sits yet: what may still be planned anew."""
    return {"before": 1, "break": phase.round, "round": phase.round + 1, "over": phase.round + 1}[phase.kind]


def refill_round(phase: Phase) -> int:
    """From which round freed places are filled: the present one while at least half of it is left, for two people who
    sit alone may still talk; those who sit together stay together in any case."""
    if phase.kind == "round" and 2 * phase.left >= phase.length:
        return phase.round
    return next_round(phase)


def as_rows(course: Course) -> list[list[str | int]]:
    """The steps as they are kept."""
    return [[step.kind, step.round, step.ends, step.length] for step in course.steps]


def from_rows(started: int, rows: Sequence[Sequence[str | int]], *, paused: int | None, finished: int | None) -> Course:
    """The course of a kept row."""
    steps = tuple(
        Step("round" if kind == "round" else "break", int(number), int(ends), int(length))
        for kind, number, ends, length in rows
    )
    return Course(started, steps, paused, finished)
