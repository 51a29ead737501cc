"""What a change of an approved programme consists of: its values, as JSON, as people read it. No verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import date_format

from apps.school.regulation.view import RegulationView

from . import editing, meanwhile
from .choices import Choices
from .models import Amendment, Goal, PlanItem, Programme

What = Amendment.What


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed. ``what``: of ``Amendment.What``; the rest as the change needs it.

    ``item``: a row of the plan; ``row``: its new values (``editing.Row``); ``note``, ``choices``: changed fields of the
    note; ``form``, ``role_model``: of the pair; ``goal``: a goal, None for a new one; ``goal_row``: its new values,
    None where it is taken out.
    """

    what: str
    note: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    item: PlanItem | None = None
    row: editing.Row | None = None
    form: str = ""
    role_model: str = ""
    goal: Goal | None = None
    goal_row: editing.GoalRow | None = None


def content_of(change: Change) -> dict[str, Any]:
    """For JSON. ``seen``: the stamps of what is changed, so that two changes do not undo each other."""
    if change.what == What.NOTE:
        return {"note": dict(change.note), "choices": change.choices.given()}
    if change.what == What.FORM:
        return {"form": change.form, "role_model": change.role_model}
    if change.what == What.GOAL:
        goal_row = change.goal_row.written() if change.goal_row is not None else {}
        seen = meanwhile.seen_of(editing.GoalRow.of(change.goal).written()) if change.goal is not None else ""
        return {"goal": change.goal.pk if change.goal is not None else None, "row": goal_row, "seen": seen}
    row = change.row.written() if change.row is not None else {}
    seen = meanwhile.seen_of(editing.Row.of(change.item).written()) if change.item is not None else ""
    return {"item": change.item.pk if change.item is not None else None, "row": row, "seen": seen}


def told(view: RegulationView, programme: Programme, change: Change) -> tuple[str, str]:
    """The changed part before and after, as people read it."""
    if change.what == What.NOTE:
        return editing.note_words(programme, change.note, change.choices)
    if change.what == What.FORM:
        old, new = programme.match, (change.form, change.role_model)
        return _form_words(view, old.form, old.role_model), _form_words(view, *new)
    if change.what == What.GOAL:
        old_goal = editing.GoalRow.of(change.goal).words if change.goal is not None else ""
        return old_goal, change.goal_row.words if change.goal_row is not None else ""
    before = _row_words(editing.Row.of(change.item)) if change.item is not None else ""
    return before, _row_words(change.row) if change.row is not None else ""


def _form_words(view: RegulationView, form: str, role_model: str) -> str:
    words = view.local_name("mentoring_form", form)
    return f"{words} ({view.local_name('role_model', role_model)})" if role_model else words


def _row_words(row: editing.Row) -> str:
    return f"{row.title} ({date_format(row.due_on, 'd.m.Y')})" if row.due_on else row.title


def only_changed(programme: Programme, note: Mapping[str, str], choices: Choices) -> tuple[dict[str, str], Choices]:
    """What of a whole form differs from the programme: the rest is not proposed anew."""
    texts = {code: text for code, text in note.items() if text.strip() != programme.note.get(code, "").strip()}
    given = choices.given()
    same = {name: None for name, value in given.items() if _plain(value) == _plain(getattr(programme, name))}
    return texts, replace(choices, **same)


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return value.strip() if isinstance(value, str) else sorted(value)
