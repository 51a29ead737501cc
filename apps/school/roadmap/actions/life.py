"""A roadmap is built, approved, carried out, copied to the next year and closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.dates import ONE_DAY, add_months
from apps.school.regulation.values.recurrence import moved
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import checks, permissions, plans, queries
from ..errors import NotRunning, RoadmapThere, StageState, WrongInput
from ..models import Event, Responsible, Roadmap, Stage, Term
from ..terms import write_terms
from . import common


@action("roadmap.build")
def build_roadmap(
    *,
    source: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
    title: str = "",
    scope: Sequence[str] = (),
) -> Roadmap:
    """A draft from a table of the regulation, the standard roadmap or bare stages (``plans.sources``).

    Months that carry a year are moved to the period.
    """
    view = common.author_view(acting)
    plan = plans.plan_for(view, source)
    if plan is None:
        raise WrongInput("source", _("There is no such roadmap in the regulation."))
    _check_period(starts_on, ends_on)
    refuse_if(
        rules.roadmap_period(view, (starts_on, ends_on)),
        next_step=_("Choose a period that fits, or amend the regulation."),
    )
    years = plans.years_to_move(plan, starts_on)
    plans.move_plan(plan, years)
    roadmap = _create(
        code=source,
        title=title.strip() or plan["title_ru"],
        clause=plan.get("clause", ""),
        scope=list(scope) or list(view.codes("scope.addressees")),
        columns=plan["columns"],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _write_plan(roadmap, plan, years)
    return roadmap


def _check_period(starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on <= starts_on:
        raise WrongInput("ends_on", _("The last day comes after the first one."))


def _create(**fields: Any) -> Roadmap:
    """A new draft; one of the school's own may be made again, one with a code is there once for a period."""
    if not fields["code"]:
        return Roadmap.objects.create(**fields)
    roadmap, is_new = Roadmap.objects.get_or_create(code=fields["code"], starts_on=fields["starts_on"], defaults=fields)
    if not is_new:
        raise RoadmapThere()
    return roadmap


def _write_plan(roadmap: Roadmap, plan: plans.Plan, years: int) -> None:
    events: list[Event] = []
    for position, row in enumerate(plan["stages"], start=1):
        starts_on, ends_on = plans.stage_period(row, years)
        stage = Stage.objects.create(
            roadmap=roadmap,
            position=position,
            printed_number=row.get("printed_number") or "",
            code=row["code"],
            title=row["title_ru"],
            starts_on=starts_on,
            ends_on=ends_on,
        )
        made: dict[int, Event] = {}
        for item in row["events"]:
            # One by one: a row may stand below another of the same table, whose key it needs.
            made[item["order"]] = _event(stage, item, made)
        events += made.values()
    _tie(events)
    write_terms(roadmap, events)


def _event(stage: Stage, row: plans.Plan, made: dict[int, Event]) -> Event:
    return Event.objects.create(
        stage=stage,
        position=row["order"],
        printed_number=row.get("printed_number") or "",
        parent=made.get(row.get("parent", 0)),
        group=row.get("group_ru", ""),
        title=row["title_ru"],
        when=row.get("when") or [],
        when_text=row.get("when_text_ru", ""),
        responsible=row.get("responsible") or [],
        auto_tick=row.get("auto_tick", ""),
    )


def _tie(events: Sequence[Event]) -> None:
    """A term «after the event …» points to the row that is that event, where the table has one."""
    by_tick = {event.auto_tick: event for event in reversed(events) if event.auto_tick}
    for event in events:
        names = (rule["event"] for rule in event.when if rule["rule"] == "on_event")
        ahead = next((by_tick[name] for name in names if name in by_tick), None)
        if ahead is not None and ahead.pk != event.pk:
            event.after = ahead
            event.save(update_fields=["after", "updated_at"])


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
) -> Roadmap:
    """Change the heading, the period, whom it is for and the columns of a draft; terms follow the period."""
    view = common.author_view(acting)
    found = common.locked_draft(roadmap)
    _check_period(starts_on, ends_on)
    refuse_if(
        rules.roadmap_period(view, (starts_on, ends_on)),
        next_step=_("Choose a period that fits, or amend the regulation."),
    )
    found.title, found.scope, found.columns = title.strip(), list(scope), list(columns)
    found.starts_on, found.ends_on = starts_on, ends_on
    found.save()
    _rewrite(found)
    return found


def _rewrite(roadmap: Roadmap) -> None:
    write_terms(roadmap, [event for stage in queries.table_of(roadmap) for event in stage.events.all()])


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
    found.delete()


# ---- the next year


@action("roadmap.copy")
def copy_roadmap(*, roadmap: Roadmap, acting: Actor, years: int = 1) -> Roadmap:
    """The same table for a later period: days that carry a year are moved, marks are not taken along."""
    view = common.author_view(acting)
    months = 12 * years
    period = add_months(roadmap.starts_on, months), add_months(roadmap.ends_on + ONE_DAY, months) - ONE_DAY
    refuse_if(rules.roadmap_period(view, period), next_step=_("Amend the period in the regulation first."))
    copy = _create(
        code=roadmap.code,
        title=plans.later_years(roadmap.title, years),
        clause=roadmap.clause,
        scope=roadmap.scope,
        columns=roadmap.columns,
        starts_on=period[0],
        ends_on=period[1],
        copied_from=roadmap,
    )
    events = _copy_table(roadmap, copy, months, years)
    write_terms(copy, events)
    return copy


def _copy_table(roadmap: Roadmap, copy: Roadmap, months: int, years: int) -> list[Event]:
    made: dict[int, Event] = {}
    for stage in queries.table_of(roadmap):
        target = Stage.objects.create(
            roadmap=copy,
            position=stage.position,
            printed_number=stage.printed_number,
            code=stage.code,
            title=stage.title,
            starts_on=add_months(stage.starts_on, months) if stage.starts_on else None,
            ends_on=add_months(stage.ends_on + ONE_DAY, months) - ONE_DAY if stage.ends_on else None,
        )
        for event in stage.events.all():
            made[event.pk] = Event.objects.create(
                stage=target,
                position=event.position,
                printed_number=event.printed_number,
                parent=made.get(event.parent_id or 0),
                after=made.get(event.after_id or 0),
                group=event.group,
                title=event.title,
                details=event.details,
                when=moved(event.when, years),
                when_text=plans.later_years(event.when_text, years),
                responsible=event.responsible,
                resources=event.resources,
                auto_tick=event.auto_tick,
            )
    _copy_persons(made)
    return list(made.values())


def _copy_persons(made: dict[int, Event]) -> None:
    rows = Responsible.objects.filter(event__in=made, person__left_on__isnull=True).values_list("event_id", "person_id")
    Responsible.objects.bulk_create(Responsible(event=made[event], person_id=person) for event, person in rows)


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
