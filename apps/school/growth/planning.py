"""A route from deficits, pure: stages share the time evenly, each deficit gets a step, the ends get their own."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

USUAL_DAYS = 180  # where no pair says how long it takes


@dataclass(frozen=True, slots=True)
class Deficit:
    """A competency below its level. ``target``: the level from which it is none any more."""

    competency: int
    target: int


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step to be made. ``course``: the one suggested for it."""

    what: Literal["begin", "work", "check"]
    due_on: datetime.date
    competency: int | None = None
    target: int | None = None
    course: int | None = None


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage with its days and steps."""

    title: str
    starts_on: datetime.date
    ends_on: datetime.date
    steps: tuple[StepPlan, ...]


def divided(starts_on: datetime.date, ends_on: datetime.date, parts: int) -> list[tuple[datetime.date, datetime.date]]:
    """The days as so many stretches, one after another and as equal as may be; at least a day each."""
    days = (ends_on - starts_on).days + 1
    edges = [starts_on + datetime.timedelta(days=days * number // parts) for number in range(parts + 1)]
    one = datetime.timedelta(days=1)
    return [(first, max(first, last - one)) for first, last in itertools.pairwise(edges)]


def plan(
    titles: Sequence[str],
    deficits: Sequence[Deficit],
    courses: Mapping[int, int],
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> list[StagePlan]:
    """Stages of a route. ``courses``: competency -> the course suggested.

    The first stage begins with a talk about the diagnostics, the last one ends with a second diagnostics, the work on
    the deficits is spread over what lies between them (over all stages where there are less than three).
    """
    stretches = divided(starts_on, ends_on, len(titles))
    middle = range(1, len(titles) - 1) if len(titles) > 2 else range(len(titles))
    steps: list[list[StepPlan]] = [[] for _title in titles]
    steps[0].append(StepPlan("begin", stretches[0][0] + (stretches[0][1] - stretches[0][0]) // 2))
    for number, deficit in enumerate(deficits):
        at = middle[number * len(middle) // len(deficits)]
        course = courses.get(deficit.competency)
        steps[at].append(StepPlan("work", stretches[at][1], deficit.competency, deficit.target, course))
    steps[-1].append(StepPlan("check", ends_on))
    return [
        StagePlan(title, first, last, tuple(made))
        for title, (first, last), made in zip(titles, stretches, steps, strict=True)
    ]
