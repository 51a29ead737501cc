"""What becomes of everything asked about a pair when the pair is over or its mentor is replaced."""

from __future__ import annotations

import datetime

from apps.school.people.models import MentorCard

from .. import queries
from ..models import OPEN_PETITIONS, Match, Pause, Petition
from .stepping import ITSELF, step


def finish_petitions(match: Match, mentor: MentorCard | None = None) -> None:
    """What was asked has come about: the mentor is replaced, or the pair is over (``mentor`` None)."""
    rows = match.petitions.filter(state__in=OPEN_PETITIONS)
    gone = rows if mentor is None else rows.filter(mentor=mentor).exclude(kind=Petition.Kind.ENDING)
    for petition in gone:
        step(petition, "finish", ITSELF)


def drop_term_change(match: Match) -> None:
    """A pair that is over has no term to change."""
    change = queries.open_term_change(match)
    if change is not None:
        step(change, "withdraw", ITSELF)


def drop_replacement_asked(match: Match) -> None:
    """A pair that is over needs no other mentor; one whose order waits is withdrawn first, by whoever ends the pair."""
    change = queries.open_replacement(match)
    if change is not None:
        step(change, "give_up", ITSELF)


def drop_pause(match: Match, closed_on: datetime.date) -> None:
    """A pair that is over is not paused: a pause under way ends with it, one to come is called off."""
    for pause in match.pauses.filter(state=Pause.State.SET):
        if pause.first_day > closed_on:
            step(pause, "call_off", ITSELF)
        else:
            step(pause, "run_out", ITSELF, last_day=min(pause.last_day, closed_on))
