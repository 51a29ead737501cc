"""Writes on the plan of a programme: its rows, their marks with evidence, its measurable goals."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import NotFound

from . import amending, editing, meanwhile, queries
from .errors import WrongInput
from .models import Goal, PlanItem, Programme
from .opened import locked_for_work

# ---- rows


@action("programme.add_item")
def add_item(
    *,
    programme: Programme,
    title: str,
    acting: Actor,
    due_on: datetime.date | None = None,
    direction: str = "",
    methods: Collection[str] = (),
    starts_on: datetime.date | None = None,
    responsible: str = "",
) -> PlanItem:
    """Add a row to the plan; rows are ordered by their date."""
    found = locked_for_work(programme, acting)
    row = editing.Row(title, due_on, direction, tuple(methods), starts_on, responsible)
    editing.check_row(found, row)
    amending.check_direct(found, acting, "plan")
    return editing.add_row(found, row)


def _locked_item(item: PlanItem, acting: Actor) -> PlanItem:
    return queries.item_of(locked_for_work(item.programme, acting), item.pk)


@action("programme.change_item")
def change_item(
    *,
    item: PlanItem,
    title: str,
    acting: Actor,
    due_on: datetime.date | None = None,
    direction: str = "",
    methods: Collection[str] = (),
    starts_on: datetime.date | None = None,
    responsible: str = "",
    seen: str = "",
) -> PlanItem:
    """Change a row of the plan; its mark stays. ``seen``: as of ``meanwhile.seen_of``, what the person had open."""
    found = _locked_item(item, acting)
    typed = editing.Row(title, due_on, direction, tuple(methods), starts_on, responsible)
    stored, say = editing.Row.of(found).written(), editing.said_by(found.programme)
    row = editing.Row.read(meanwhile.merged(seen, stored, typed.written(), meanwhile.titles(PlanItem), say=say))
    editing.check_row(found.programme, row)
    amending.check_direct(found.programme, acting, "plan")
    return editing.change_row(found, row)


@action("programme.remove_item")
def remove_item(*, item: PlanItem, acting: Actor) -> Programme:
    """Take a row out of the plan."""
    found = _locked_item(item, acting)
    amending.check_direct(found.programme, acting, "plan")
    found.delete()
    return found.programme


@action("programme.mark_item")
def mark_item(
    *,
    item: PlanItem,
    acting: Actor,
    done_on: datetime.date | None = None,
    mark: str = "",
    link: str = "",
    evidence: UploadedFile[Any] | None = None,
) -> PlanItem:
    """Mark a row as done, today unless told otherwise; ``evidence``: PDF, DOCX or a picture."""
    found = _locked_item(item, acting)
    day = done_on or today()
    if day > today():
        raise WrongInput("done_on", _("An activity cannot be done on a day to come."))
    found.done_on, found.mark, found.link = day, mark.strip(), link
    if evidence is not None:
        found.evidence = uploads.checked(evidence, uploads.DOCUMENT, place="evidence", stem="evidence")
    found.save(update_fields=["done_on", "mark", "link", "evidence", "updated_at"])
    return found


@action("programme.unmark_item")
def unmark_item(*, item: PlanItem, acting: Actor) -> PlanItem:
    """Take the mark back; its file stays with the row until another mark replaces it."""
    found = _locked_item(item, acting)
    found.done_on, found.mark = None, ""
    found.save(update_fields=["done_on", "mark", "updated_at"])
    return found


# ---- goals


def goal_of(programme: Programme, goal_id: int) -> Goal:
    """A goal of the programme; ``NotFound`` when it has none of that id."""
    found = programme.goals.filter(pk=goal_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def _locked_goal(goal: Goal, acting: Actor) -> Goal:
    return goal_of(locked_for_work(goal.programme, acting), goal.pk)


@action("programme.add_goal")
def add_goal(*, programme: Programme, row: editing.GoalRow, acting: Actor) -> Goal:
    """Add a measurable goal."""
    found = locked_for_work(programme, acting)
    editing.check_goal(found, row)
    amending.check_direct(found, acting, "content")
    return editing.add_goal(found, row)


@action("programme.change_goal")
def change_goal(*, goal: Goal, row: editing.GoalRow, acting: Actor, seen: str = "") -> Goal:
    """Change what a goal asks for; what was measured stays. ``seen``: as of ``change_item``."""
    found = _locked_goal(goal, acting)
    stored = editing.GoalRow.of(found).written()
    merged = editing.GoalRow.read(meanwhile.merged(seen, stored, row.written(), meanwhile.titles(Goal)))
    editing.check_goal(found.programme, merged, found)
    amending.check_direct(found.programme, acting, "content")
    return editing.write_goal(found, merged)


@action("programme.remove_goal")
def remove_goal(*, goal: Goal, acting: Actor) -> Programme:
    """Take a goal out."""
    found = _locked_goal(goal, acting)
    amending.check_direct(found.programme, acting, "content")
    found.delete()
    return found.programme


@action("programme.measure_goal")
def measure_goal(
    *, goal: Goal, actual: Decimal, measured_on: datetime.date, acting: Actor, initial: Decimal | None = None
) -> Goal:
    """Write what the indicator shows now. ``initial``: the value at the beginning, where it was not known before."""
    found = _locked_goal(goal, acting)
    if measured_on > today():
        raise WrongInput("measured_on", _("Nothing is measured on a day to come."))
    if found.initial is None and initial is not None:
        found.initial = initial
        if initial == found.target:
            raise WrongInput("beginning", _("The target is the same as the beginning: nothing would change."))
    found.actual, found.measured_on = actual, measured_on
    found.save(update_fields=["initial", "actual", "measured_on", "updated_at"])
    return found
