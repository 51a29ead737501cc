"""Writes: the note, approval and the end of a programme. The plan, meetings, changes by agreement, lesson visits,
releases and the annual programme have modules of their own."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import refuse_if

from . import amending, editing, library, opened, ports, queries, rules, versions, visiting
from .choices import Choices, filled
from .errors import NotADraft, WrongInput
from .meetings import plan_meeting, record_meeting, remove_meeting, reopen_meeting, replan_meeting
from .models import Programme
from .permissions import require
from .planning import (
    add_goal,
    add_item,
    change_goal,
    change_item,
    mark_item,
    measure_goal,
    remove_goal,
    remove_item,
    unmark_item,
)

__all__ = [
    "add_goal",
    "add_item",
    "approve_programme",
    "change_goal",
    "change_item",
    "close_with_pair",
    "complete_programme",
    "draft_programme",
    "draw_up_anew",
    "mark_item",
    "measure_goal",
    "plan_meeting",
    "record_meeting",
    "remove_goal",
    "remove_item",
    "remove_meeting",
    "reopen_meeting",
    "replan_meeting",
    "save_note",
    "unmark_item",
]


@action("programme.draft")
def draft_programme(*, match: Match, acting: Actor, unit: str = "") -> Programme:
    """The draft of a pair that has become active; the same one when it is there already.

    ``unit``: which document is drawn up (code of ``programme_unit``), by default the one that the regulation names.
    With a school's first programme its library gets the typical plans of the product, to build from.
    """
    found = Programme.objects.filter(match=match).first()
    if found is not None:
        return found
    if not library.is_stocked():
        library.stock(acting=acting)
    view = queries.view_for(match)
    refuse_if(work.unit(view, unit))
    requests = [row.card.request.strip() for row in match.mentees.filter(until=None).select_related("card")]
    note = {"mentee_request": "\n".join(filter(None, requests)), "goals_tasks": match.goal.strip()}
    return Programme.objects.create(
        match=match,
        unit=unit or str(view.value(work.UNIT)),
        note={code: text for code, text in note.items() if text},
    )


@action("programme.drop_draft")
def drop_draft(*, match: Match, acting: Actor) -> Match:
    """Drop a draft that nobody has agreed to: the order that opened it is cancelled."""
    programme = Programme.objects.select_for_update().get(match=match)
    if programme.state != Programme.State.DRAFT:
        raise NotADraft()
    programme.delete()
    return match


@action("programme.draw_up_anew")
def draw_up_anew(*, programme: Programme, acting: Actor) -> Programme:
    """Make the document of a draft the one that the pair's regulation names now; its texts stay."""
    locked, standing = opened.locked(programme, acting)
    require(standing.is_office)
    if locked.state != Programme.State.DRAFT:
        raise NotADraft()
    locked.unit = str(queries.view_for(locked.match).value(work.UNIT))
    locked.save(update_fields=["unit", "updated_at"])
    return locked


@action("programme.save_note")
def save_note(
    *, programme: Programme, note: Mapping[str, str], acting: Actor, choices: Choices | None = None, seen: str = ""
) -> Programme:
    """Write fields of the explanatory note and choose from the lists of the act; what is not given stays.

    ``seen``: as of ``meanwhile.seen_of``, what the person had open; empty for a writer that is no form.
    """
    locked, _standing = opened.locked(programme, acting)
    note, chosen = editing.merged_note(locked, note, choices or Choices(), seen)
    editing.check_note(locked, note, chosen, acting)
    amending.check_direct(locked, acting, "content")
    editing.write_note(locked, note, chosen)
    return locked


# ---- beginning and end


@action("programme.approve")
def approve_programme(*, programme: Programme, acting: Actor, approved_on: datetime.date | None = None) -> Programme:
    """From draft to running; refused while a field of the template is empty."""
    locked, standing = opened.locked(programme, acting)
    require(standing.may_decide)
    if locked.state != Programme.State.DRAFT:
        raise NotADraft()
    view = queries.view_for(locked.match)
    template = rules.template_of(view)
    refuse_if(
        [
            *rules.approval(template, filled(view, locked), plan_rows=locked.plan.count()),
            *work.unit(view, locked.unit),
        ],
        next_step=_("Fill in the explanatory note and the plan, then approve."),
    )
    locked.state, locked.approved_on = Programme.State.RUNNING, approved_on or today()
    locked.save(update_fields=["state", "approved_on", "updated_at"])
    versions.keep(locked, since=locked.approved_on)
    return locked


@action("programme.complete")
def complete_programme(
    *,
    programme: Programme,
    ground: str,
    results: str,
    completed_on: datetime.date,
    acting: Actor,
    confirmed: Collection[str] = (),
    notice_on: datetime.date | None = None,
) -> Programme:
    """Close the programme on a permitted ground; the pair ends with it, in the same transaction.

    Completed by success (or by common decision when the term is over), otherwise ended early. ``confirmed``,
    ``notice_on``: as of ``pairs.actions.end_pair``.
    """
    # The pair first, as everybody who ends a pair does: two locks in one order never wait for each other.
    match = Match.objects.select_for_update().get(pk=programme.match_id)
    locked, standing = opened.locked(programme, acting)
    require(standing.may_decide)
    if not match.starts_on <= completed_on <= today():
        message = _("Name a day from the beginning of the pair to today.")
        raise WrongInput("completed_on", message)
    view = queries.view_for(match)
    facts = rules.ClosingFacts(
        ground=ground,
        starts_on=match.starts_on,
        ends_on=match.ends_on,
        closed_on=completed_on,
        undone=locked.plan.filter(done_on=None).count(),
        short=visiting.short_months(view, locked, completed_on),
    )
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
        confirmed=confirmed,
        notice_on=notice_on,
        acting=acting,
    )
    return locked


def _close(programme: Programme, *, ground: str, results: str, on: datetime.date, completed: bool) -> None:
    programme.state = Programme.State.COMPLETED if completed else Programme.State.ENDED
    programme.completion_ground, programme.completed_on = ground, on
    programme.results = results.strip() or programme.results
    programme.save(update_fields=["state", "completion_ground", "completed_on", "results", "updated_at"])
    visiting.cancel_left(programme)


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
