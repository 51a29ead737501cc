"""What is left of a year when it is turned: every open time of every event, and what to do with it by default.

Rows that come back every year by their own rule are closed with that reason; what happens once goes on in the next
year. The curator decides; nothing is left open in a year that is over.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from apps.school.regulation.values.dates import ONE_DAY, add_months

from .models import Event, Roadmap, Stage, Term
from .terms import rules_of

YEARLY = frozenset({"months", "yearly_dates", "every", "weeks", "continuous"})


@dataclass(frozen=True, slots=True)
class Left:
    """An open time of an event. ``returns``: its row has it again in the next year by its own rule."""

    term: Term
    event: Event
    returns: bool


def left_of(stages: Sequence[Stage]) -> list[Left]:
    """Everything open in a table (``queries.table_of``), in its order."""
    return [
        Left(term, event, any(rule["rule"] in YEARLY for rule in rules_of(event)))
        for stage in stages
        for event in stage.events.all()
        for term in event.terms.all()
        if term.is_open
    ]


def next_period(roadmap: Roadmap, years: int = 1) -> tuple[datetime.date, datetime.date]:
    """The roadmap's period so many years later; months are moved, so that 31 August stays the last of August."""
    months = 12 * years
    return add_months(roadmap.starts_on, months), add_months(roadmap.ends_on + ONE_DAY, months) - ONE_DAY


def carried_day(following: Roadmap, taken: Sequence[datetime.date | None]) -> datetime.date:
    """By when what was carried over is to be done: the first month of the next period, on a day still free."""
    day = add_months(following.starts_on, 1) - ONE_DAY
    while day in taken:
        day += ONE_DAY
    return day
