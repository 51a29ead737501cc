"""The roadmap as a strip of months: a table whose cells say, for each event, what is to be done in them.

It is a real table, so a screen reader and a printer read the same as the eye; the print and the list of terms are its
alternatives. Up to a year and a half is shown by months, longer roadmaps by quarters of the school year.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.regulation.values.dates import ONE_DAY, add_months

from .models import Roadmap, Term
from .shown import Part, Row, is_late

BY_MONTHS = 18
STEP_MONTHS, STEP_QUARTERS = 1, 3

WORDS: dict[str, Promise] = {
    "done": gettext_lazy("done"),
    "late": gettext_lazy("overdue"),
    "due": gettext_lazy("to be done"),
    "on": gettext_lazy("under way"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A column: its days, its short heading and the full one."""

    first: datetime.date
    last: datetime.date
    short: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """``kind``: ``done``, ``late``, ``due`` (the day lies here), ``on`` (the time runs) or empty; ``words`` says it."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """An event with a cell for every slot."""

    row: Row
    cells: Sequence[Cell]


def slots_of(roadmap: Roadmap) -> list[Slot]:
    """Months, or quarters, of the roadmap's period."""
    first = roadmap.starts_on.replace(day=1)
    months = (roadmap.ends_on.year - first.year) * 12 + roadmap.ends_on.month - first.month + 1
    step = STEP_MONTHS if months <= BY_MONTHS else STEP_QUARTERS
    return [_slot(add_months(first, number), step) for number in range(0, months, step)]


def _slot(first: datetime.date, step: int) -> Slot:
    last = add_months(first, step) - ONE_DAY
    if step == STEP_MONTHS:
        return Slot(first, last, str(MONTHS_3[first.month]), f"{MONTHS[first.month]} {first.year}")
    span = {"first": MONTHS[first.month], "last": MONTHS[last.month], "year": last.year}
    return Slot(first, last, f"{first:%m.%y}", _("%(first)s – %(last)s %(year)s") % span)


def strips(part: Part, slots: Sequence[Slot], day: datetime.date) -> list[Strip]:
    """The rows of a stage over the slots."""
    return [Strip(row, [_cell(row.terms, slot, day) for slot in slots]) for row in part.rows]


def _cell(terms: Sequence[Term], slot: Slot, day: datetime.date) -> Cell:
    kinds = {kind for term in terms if (kind := _kind(term, slot, day))}
    kind = next((each for each in ("late", "due", "done", "on") if each in kinds), "")
    return Cell(kind, str(WORDS[kind]) if kind else "")


def _kind(term: Term, slot: Slot, day: datetime.date) -> str:
    if term.due_on is None or term.dropped_on is not None:
        return ""
    if slot.first <= term.due_on <= slot.last:
        if term.done_on is not None:
            return "done"
        return "late" if is_late(term, day) else "due"
    start = term.starts_on or term.due_on
    runs = start <= slot.last and term.due_on >= slot.first
    return "on" if runs and term.done_on is None else ""
