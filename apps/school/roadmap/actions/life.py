"""A roadmap is changed as a whole, approved, carried out stage by stage and closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import checks, permissions, queries
from ..errors import EditedMeanwhile, NotRunning, StageState, WrongInput
from ..models import Roadmap, Stage, Term
from ..terms import write_terms
from . import common


@action("roadmap.change")
def change_roadmap(
    *,
    roadmap: Roadmap,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    scope: Sequence[str],
    columns: Sequence[str],
    acting: Actor,
    shift: str = "",
    seen: str = "",
) -> Roadmap:
    """Change the heading, the period, whom it is for, the columns and the days off of a draft; terms follow.

    ``seen``: the ``stamp`` of the roadmap that the person saw; ``EditedMeanwhile`` when somebody changed it since.
    """
    view = common.author_view(acting)
    found = common.locked_draft(roadmap)
    if seen and seen != common.stamp(found):
        raise EditedMeanwhile(found.title)
    common.check_period(starts_on, ends_on)
    refuse_if(
        rules.roadmap_period(view, (starts_on, ends_on)),
        next_step=_("Choose a period that fits, or amend the regulation."),
    )
    found.title, found.scope, found.columns = title.strip(), list(scope), list(columns)
    found.starts_on, found.ends_on, found.shift = starts_on, ends_on, shift
    found.save()
    _rewrite(found)
    return found


def _rewrite(roadmap: Roadmap) -> None:
    write_terms(roadmap, [event for stage in queries.table_of(roadmap) for event in stage.events.all()])


@action("roadmap.set_reminders")
def set_reminders(*, roadmap: Roadmap, curator_after: int, head_after: int, acting: Actor) -> Roadmap:
    """After how many days an overdue event is told to the curator, and to the head; in any state but closed."""
    permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))
    found = common.locked(roadmap)
    if found.state == Roadmap.State.CLOSED:
        raise NotRunning()
    if head_after < curator_after:
        raise WrongInput("head_after", _("The head is told after the curator, not before."))
    found.curator_after, found.head_after = curator_after, head_after
    found.save(update_fields=["curator_after", "head_after", "updated_at"])
    return found


@action("roadmap.approve")
def approve_roadmap(*, roadmap: Roadmap, acting: Actor, approved_on: datetime.date | None = None) -> Roadmap:
    """From draft to work. Refused while a required column is empty or a day lies outside of the period."""
    view = regulation.current()
    found = common.locked_draft(roadmap)
    broken = []
    if not permissions.is_product(acting):
        broken += rules.roadmap_approver(view, permissions.codes_of(acting, view))
    stages = queries.table_of(found)
    broken += rules.roadmap_period(view, (found.starts_on, found.ends_on))
    broken += checks.table_faults(view, found, stages)
    refuse_if(broken, next_step=_("Fill in what is missing and have it approved by whom the regulation names."))
    if not any(stage.events.all() for stage in stages):
        raise Conflict(_("The roadmap has no events yet."), next_step=_("Add an event to a stage."))
    day = approved_on or today()
    if day > today():
        raise WrongInput("approved_on", _("The day is in the future."))
    found.state, found.approved_on = Roadmap.State.APPROVED, day
    found.approved_by, found.approver_name = acting.account_id, acting.name
    found.regulation_version_id = view.version_id
    found.save()
    return found


@action("roadmap.revise")
def revise_roadmap(*, roadmap: Roadmap, acting: Actor) -> Roadmap:
    """Take an approved roadmap back to work; the marks stay, the approval has to be given anew."""
    common.author_view(acting)
    found = common.locked_running(roadmap)
    found.state = Roadmap.State.DRAFT
    found.approved_on, found.approved_by, found.approver_name = None, None, ""
    found.save()
    return found


@action("roadmap.discard")
def discard_roadmap(*, roadmap: Roadmap, acting: Actor) -> None:
    """Throw a draft away. One with marks is kept: what was done is on record."""
    common.author_view(acting)
    found = common.locked_draft(roadmap)
    if Term.objects.filter(event__stage__roadmap=found, done_on__isnull=False).exists():
        raise Conflict(
            _("Events of this roadmap are marked as done: it is not thrown away."),
            next_step=_("Approve it anew, or take the marks back first."),
        )
    if Roadmap.objects.filter(rolled_into=found).exists():
        raise Conflict(
            _("The year before goes on in this roadmap: it is not thrown away."),
            next_step=_("Change its rows instead."),
        )
    found.delete()


# ---- stages and the end


@action("stage.open")
def open_stage(*, stage: Stage, acting: Actor) -> Stage:
    """Begin a stage: one of the act's, and not before the one ahead of it was opened."""
    view = common.author_view(acting)
    common.locked_running(stage.roadmap)
    found = Stage.objects.select_for_update().get(pk=stage.pk)
    if found.opened_on is not None:
        raise StageState(_("The stage is open already."))
    rows = Stage.objects.filter(roadmap=stage.roadmap_id).values_list("code", "opened_on")
    own, opened = [code for code, _day in rows], [code for code, day in rows if day is not None]
    refuse_if(rules.stage_opening(view, found.code, own, opened), next_step=_("Open the stage ahead of it first."))
    found.opened_on = today()
    found.save(update_fields=["opened_on", "updated_at"])
    return found


@action("stage.close")
def close_stage(*, stage: Stage, acting: Actor) -> Stage:
    """End a stage that is open. What is left undone stays overdue in the list."""
    common.author_view(acting)
    common.locked_running(stage.roadmap)
    found = Stage.objects.select_for_update().get(pk=stage.pk)
    if found.opened_on is None or found.closed_on is not None:
        raise StageState(_("Only an open stage is closed."), next_step=_("Look at the state of the stages."))
    found.closed_on = today()
    found.save(update_fields=["closed_on", "updated_at"])
    return found


@action("roadmap.close")
def close_roadmap(*, roadmap: Roadmap, acting: Actor) -> Roadmap:
    """Close the period. Refused while a measurement that the act asks for by now was not held."""
    view = common.author_view(acting)
    found = common.locked(roadmap)
    if not found.is_running:
        raise NotRunning()
    period = found.starts_on, found.ends_on
    broken = rules.monitoring_held(view, period, queries.held_days(period[0]), today(), happened(*period))
    refuse_if(broken, next_step=_("Hold the measurement or record it, then close the period."))
    found.state, found.closed_on = Roadmap.State.CLOSED, today()
    found.save(update_fields=["state", "closed_on", "updated_at"])
    return found
