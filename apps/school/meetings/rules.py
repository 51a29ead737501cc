"""Pure rules of agreeing on times. What the regulation says of a meeting is asked of the programmes' rules."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MAX_OPTIONS = 6
MAX_SERIES = 60

STAGES = ("organisational", "trial", "planning", "regular", "closing")
StepState = Literal["done", "planned", "next", "todo"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers to a proposal come to. ``option``: id of the agreed one, None while there is none.

    ``is_declined``: nobody is left who could still say yes and no time suits all.
    """

    option: int | None = None
    is_declined: bool = False
    all_answered: bool = False


def outcome(asked: Collection[int], answers: Mapping[int, Collection[int]], options: Sequence[int]) -> Outcome:
    """``asked``: ids of persons; ``answers``: person -> ids of options that suit; ``options``: in order of time.

    Agreed is the earliest time that suits everybody. A single person's refusal declines; in a group somebody's
    refusal leaves it to the author to settle, unless everybody refuses.
    """
    told = {person: set(answers[person]) for person in asked if person in answers}
    all_answered = len(told) == len(set(asked))
    if all_answered:
        for option in options:
            if all(option in chosen for chosen in told.values()):
                return Outcome(option, all_answered=True)
    return Outcome(None, is_declined=all_answered and not any(told.values()), all_answered=all_answered)


def expiry(now: datetime.datetime, answer_days: int, last_option: datetime.datetime) -> datetime.datetime:
    """A proposal lapses after the term of the school, at the latest when its last time comes."""
    return min(now + datetime.timedelta(days=answer_days), last_option)


def steps(states: Mapping[str, Collection[str]], *, ends_soon: bool) -> dict[str, StepState]:
    """How far the sequence of the first meetings is. ``states``: stage -> states of its meetings.

    A step is done when a meeting of it was held, planned when one is planned; the first of the rest is the next. Steps
    that were jumped over are not called back: the next one stands behind the last that is done or planned. Regular
    meetings go on until the term ends soon; then comes the closing one.
    """
    found: dict[str, StepState] = {}
    for stage in STAGES:
        here = set(states.get(stage, ()))
        found[stage] = "done" if "held" in here else ("planned" if "planned" in here else "todo")
    reached = max((STAGES.index(stage) for stage, state in found.items() if state != "todo"), default=-1)
    following = [stage for stage in STAGES[reached + 1 :] if found[stage] == "todo"]
    if following == ["closing"] and not ends_soon:
        found["regular"] = "planned" if "planned" in states.get("regular", ()) else "next"
    elif following:
        found[following[0]] = "next"
    return found


def may_read_reflection(*, is_author: bool, is_office: bool, is_participant: bool, authors: int, asked: int) -> bool:
    """Each reads the own reflection, the curator every one; the pair reads each other's once everybody has written."""
    return is_author or is_office or (is_participant and authors >= asked)
