"""Writes: the note, the plan, approval and the end of a programme. Meetings are in ``meetings.py``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.regulation.catalogue import catalogue
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import refuse_if

from . import ports, queries, rules
from .errors import NotADraft, ProgrammeOver, WrongInput
from .meetings import plan_meeting, record_meeting, remove_meeting, reopen_meeting, replan_meeting
from .models import PlanItem, Programme
from .permissions import SYSTEM, Standing, require

__all__ = [
    "add_item",
    "approve_programme",
    "change_item",
    "close_with_pair",
    "complete_programme",
    "draft_programme",
    "mark_item",
    "plan_meeting",
    "record_meeting",
    "remove_item",
    "remove_meeting",
    "reopen_meeting",
    "replan_meeting",
    "save_note",
    "unmark_item",
]


@action("programme.draft")
def draft_programme(*, match: Match, acting: Actor) -> Programme:
    """The draft of a pair that has become active; the same one when it is there already."""
    found = Programme.objects.filter(match=match).first()
    if found is not None:
        return found
    requests = [row.card.request.strip() for row in match.mentees.filter(until=None).select_related("card")]
    note = {"mentee_request": "\n".join(filter(None, requests)), "goals_tasks": match.goal.strip()}
    return Programme.objects.create(match=match, note={code: text for code, text in note.items() if text})


def _locked(programme: Programme, acting: Actor) -> tuple[Programme, Standing]:
    """The open programme, locked until the transaction ends, and what the actor is in it."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if locked.is_over:
        raise ProgrammeOver()
    return locked, queries.standing(locked, acting)


@action("programme.save_note")
def save_note(*, programme: Programme, note: Mapping[str, str], acting: Actor) -> Programme:
    """Write fields of the explanatory note; codes that are not given stay. Who may is the regulation's business."""
    locked, standing = _locked(programme, acting)
    view = queries.view_for(locked.match)
    if SYSTEM not in acting.roles:
        require(bool(standing.author_codes))
        refuse_if(
            rules.authorship(view, standing.author_codes),
            next_step=_("Ask those whom the regulation names as authors."),
        )
    unknown = set(note) - {field.code for field in rules.template_of(view).fields}
    if unknown:
        raise WrongInput(min(unknown), _("The template of the programme has no such field."))
    locked.note = {**locked.note, **{code: text.strip() for code, text in note.items()}}
    locked.save(update_fields=["note", "updated_at"])
    return locked


# ---- the plan


def _check_item(programme: Programme, title: str, due_on: datetime.date | None, direction: str) -> None:
    if not title.strip():
        raise WrongInput("title", _("Name the activity."))
    if direction and direction not in catalogue().dictionaries["plan_direction"]:
        raise WrongInput("direction", _("There is no such direction of the plan."))
    refuse_if(rules.plan_row(queries.view_for(programme.match), has_term=due_on is not None))


@action("programme.add_item")
def add_item(
    *, programme: Programme, title: str, acting: Actor, due_on: datetime.date | None = None, direction: str = ""
) -> PlanItem:
    """Add a row to the plan; rows are ordered by their date."""
    locked, standing = _locked(programme, acting)
    require(standing.may_work)
    _check_item(locked, title, due_on, direction)
    position = locked.plan.count() + 1
    return PlanItem.objects.create(
        programme=locked, title=title.strip(), due_on=due_on, direction=direction, position=position
    )


def _locked_item(item: PlanItem, acting: Actor) -> PlanItem:
    locked, standing = _locked(item.programme, acting)
    require(standing.may_work)
    return queries.item_of(locked, item.pk)


@action("programme.change_item")
def change_item(
    *, item: PlanItem, title: str, acting: Actor, due_on: datetime.date | None = None, direction: str = ""
) -> PlanItem:
    """Change a row of the plan; its mark stays."""
    locked = _locked_item(item, acting)
    _check_item(locked.programme, title, due_on, direction)
    locked.title, locked.due_on, locked.direction = title.strip(), due_on, direction
    locked.save(update_fields=["title", "due_on", "direction", "updated_at"])
    return locked


@action("programme.remove_item")
def remove_item(*, item: PlanItem, acting: Actor) -> Programme:
    """Take a row out of the plan."""
    locked = _locked_item(item, acting)
    locked.delete()
    return locked.programme


@action("programme.mark_item")
def mark_item(*, item: PlanItem, acting: Actor, done_on: datetime.date | None = None, mark: str = "") -> PlanItem:
    """Mark a row as done, today unless told otherwise."""
    locked = _locked_item(item, acting)
    day = done_on or today()
    if day > today():
        raise WrongInput("done_on", _("An activity cannot be done on a day to come."))
    locked.done_on, locked.mark = day, mark.strip()
    locked.save(update_fields=["done_on", "mark", "updated_at"])
    return locked


@action("programme.unmark_item")
def unmark_item(*, item: PlanItem, acting: Actor) -> PlanItem:
    """Take the mark back."""
    locked = _locked_item(item, acting)
    locked.done_on, locked.mark = None, ""
    locked.save(update_fields=["done_on", "mark", "updated_at"])
    return locked


# ---- beginning and end


@action("programme.approve")
def approve_programme(*, programme: Programme, acting: Actor, approved_on: datetime.date | None = None) -> Programme:
    """From draft to running; refused while a field of the template is empty."""
    locked, standing = _locked(programme, acting)
    require(standing.may_decide)
    if locked.state != Programme.State.DRAFT:
        raise NotADraft()
    template = rules.template_of(queries.view_for(locked.match))
    refuse_if(
        rules.approval(template, locked.note, plan_rows=locked.plan.count()),
        next_step=_("Fill in the explanatory note and the plan, then approve."),
    )
    locked.state, locked.approved_on = Programme.State.RUNNING, approved_on or today()
    locked.save(update_fields=["state", "approved_on", "updated_at"])
    return locked


@action("programme.complete")
def complete_programme(
    *, programme: Programme, ground: str, results: str, completed_on: datetime.date, acting: Actor
) -> Programme:
    """Close the programme on a permitted ground; the pair ends with it, in the same transaction.

    Completed by success (or by common decision when the term is over), otherwise ended early.
    """
    # The pair first, as everybody who ends a pair does: two locks in one order never wait for each other.
    match = Match.objects.select_for_update().get(pk=programme.match_id)
    locked, standing = _locked(programme, acting)
    require(standing.may_decide)
    if not match.starts_on <= completed_on <= today():
        message = _("Name a day from the beginning of the pair to today.")
        raise WrongInput("completed_on", message)
    facts = rules.ClosingFacts(
        ground, match.starts_on, match.ends_on, completed_on, locked.plan.filter(done_on=None).count()
    )
    view = queries.view_for(match)
    lacks = ports.lacks_for_completion(locked, view) if facts.is_completed else []
    refuse_if(
        [*rules.closing(view, facts), *lacks],
        next_step=_("Choose a ground that fits, or finish what is left."),
    )
    if facts.is_completed and not results.strip():
        raise WrongInput("results", _("Write what the programme has achieved."))
    _close(locked, ground=ground, results=results, on=completed_on, completed=facts.is_completed)
    pairs.end_pair(
        match=match,
        ground=ground,
        note=results.strip(),
        closed_on=completed_on,
        completed=facts.is_completed,
        acting=acting,
    )
    return locked


def _close(programme: Programme, *, ground: str, results: str, on: datetime.date, completed: bool) -> None:
    programme.state = Programme.State.COMPLETED if completed else Programme.State.ENDED
    programme.completion_ground, programme.completed_on = ground, on
    programme.results = results.strip() or programme.results
    programme.save(update_fields=["state", "completion_ground", "completed_on", "results", "updated_at"])


@action("programme.close_with_pair")
def close_with_pair(*, match: Match, acting: Actor) -> Programme | None:
    """Close the programme of a pair that was ended elsewhere; nothing where it is closed already or never was."""
    programme = Programme.objects.select_for_update().filter(match=match, state__in=queries.OPEN).first()
    if programme is None or match.closed_on is None:
        return None
    completed = match.state == Match.State.COMPLETED
    if completed:
        refuse_if(
            ports.lacks_for_completion(programme, queries.view_for(match)),
            next_step=_("Finish what is left, then complete the programme."),
        )
    _close(programme, ground=match.closing_ground, results="", on=match.closed_on, completed=completed)
    return programme
