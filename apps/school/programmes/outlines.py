"""The outline of a programme: its goals and its plan without people and without dates, ready for another term. Pure.

Terms are shares of the programme's own term in per cent, so that a plan of eight months fits one of five. Names of
people are taken out of every text: in the place of «Ивановой А. П.» stands who that was in the pair.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from . import editing

WHOLE = 100
# Texts of a note that speak of the pair's work; the others (the problem, the request, the results) speak of a person.
IMPERSONAL = ("goals_tasks", "tasks", "activity_content", "principles", "learning_conditions", "meeting_schedule")
ENDING = 3  # letters that a Russian ending may add to the stem of a name
LONG = 4  # names longer than this lose their last letter before an ending: «Иванова» → «Ивановой»


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """An activity. ``begins``, ``at``: when it begins and is due, in per cent of the term; None where not said."""

    title: str
    direction: str = ""
    methods: tuple[str, ...] = ()
    responsible: str = ""
    begins: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class OutlineGoal:
    """A goal without a measured beginning: the next person begins elsewhere."""

    title: str
    indicator: str
    target: str
    measured_in: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """``note``: field of the template -> text."""

    note: Mapping[str, str] = field(default_factory=dict)
    goals: tuple[OutlineGoal, ...] = ()
    rows: tuple[OutlineRow, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Outline:
        """Back from JSON; what is not there is empty."""
        rows = [{**row, "methods": tuple(row.get("methods", ()))} for row in data.get("rows", ())]
        return cls(
            note=dict(data.get("note", {})),
            goals=tuple(OutlineGoal(**goal) for goal in data.get("goals", ())),
            rows=tuple(OutlineRow(**row) for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A term with both its days."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        """Days from the first to the last, at least one."""
        return max((self.last - self.first).days, 1)

    def share(self, day: datetime.date | None) -> int | None:
        """Where a day lies, in per cent."""
        if day is None:
            return None
        return min(max((day - self.first).days, 0) * WHOLE // self.days, WHOLE)

    def day(self, share: int | None) -> datetime.date | None:
        """The day at a share of the term."""
        if share is None:
            return None
        return self.first + datetime.timedelta(days=min(share, WHOLE) * self.days // WHOLE)


def outline(
    term: Term,
    note: Mapping[str, str],
    goals: Iterable[editing.GoalRow],
    rows: Iterable[editing.Row],
    names: Mapping[str, Collection[str]],
) -> Outline:
    """The outline of a programme. ``names``: who somebody is («наставник») -> words of the name."""

    def clean(text: str) -> str:
        return without_names(text, names)

    return Outline(
        note={code: clean(note[code]) for code in IMPERSONAL if note.get(code)},
        goals=tuple(
            OutlineGoal(clean(goal.title), clean(goal.indicator), str(goal.target), goal.measured_in) for goal in goals
        ),
        rows=tuple(
            OutlineRow(
                title=clean(row.title),
                direction=row.direction,
                methods=row.methods,
                responsible=row.responsible,
                begins=term.share(row.starts_on),
                at=term.share(row.due_on),
            )
            for row in rows
        ),
    )


def dated(rows: Sequence[OutlineRow], term: Term) -> list[editing.Row]:
    """Rows of a plan with the days of a term; a row without a day is due at the end."""
    return [
        editing.Row(
            title=row.title,
            due_on=term.day(WHOLE if row.at is None else row.at),
            direction=row.direction,
            methods=row.methods,
            starts_on=term.day(row.begins),
            responsible=row.responsible,
        )
        for row in rows
    ]


def goal_row(goal: OutlineGoal) -> editing.GoalRow:
    """The goal of a new programme: its beginning is not measured yet."""
    return editing.GoalRow(goal.title, goal.indicator, Decimal(goal.target), goal.measured_in)


def permitted(outline: Outline, *, directions: Collection[str], methods: Collection[str]) -> Outline:
    """Only directions and methods that the act of the new programme knows; the activities themselves stay."""
    rows = tuple(
        replace(
            row,
            direction=row.direction if row.direction in directions else "",
            methods=tuple(code for code in row.methods if code in methods),
        )
        for row in outline.rows
    )
    return replace(outline, rows=rows)


def without_names(text: str, names: Mapping[str, Collection[str]]) -> str:
    """The text with «[наставник]» in the place of a name with its initials, whatever its case.

    Only capitalised words count, so that a Роман is found and a роман is left alone.
    """
    for who, words in names.items():
        stems = "|".join(sorted(filter(None, map(_stem, words)), key=len, reverse=True))
        if not stems:
            continue
        name = rf"(?:{stems})[а-яё]{{0,{ENDING}}}\b"
        initials = r"(?:[А-ЯЁ]\.\s?){0,2}"
        text = re.sub(rf"{initials}\b{name}(?:\s+{name})*(?:\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?)?", f"[{who}]", text)
    return text


def _stem(word: str) -> str:
    word = word.strip().capitalize()
    if len(word) < 2:
        return ""
    return re.escape(word[:-1] if len(word) > LONG or word[-1] in "аяйьоеё" else word)
