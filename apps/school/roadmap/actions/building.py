"""A roadmap is built from a plan; a plan is kept from a roadmap."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.school.regulation.rules import roadmaps as rules
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import refuse_if

from .. import plans, queries
from ..errors import RoadmapThere, WrongInput
from ..models import Dependency, Event, Roadmap, Stage, Template
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
    """A draft from a table of the regulation, the standard roadmap, a practice, a template or bare stages.

    ``source``: of ``plans.sources``. Months that carry a year are moved to the period.
    """
    view = common.author_view(acting)
    plan = plans.plan_for(view, source, Template.objects.all())
    if plan is None:
        raise WrongInput("source", _("There is no such roadmap in the regulation."))
    common.check_period(starts_on, ends_on)
    refuse_if(
        rules.roadmap_period(view, (starts_on, ends_on)),
        next_step=_("Choose a period that fits, or amend the regulation."),
    )
    years = plans.years_to_move(plan, starts_on)
    plans.move_plan(plan, years)
    roadmap = create(
        code="" if source.startswith(plans.OWN) else source,
        title=title.strip() or plan["title_ru"],
        clause=plan.get("clause", ""),
        scope=list(scope) or list(view.codes("scope.addressees")),
        columns=plan["columns"],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    write_plan(roadmap, plan, years)
    return roadmap


def create(**fields: Any) -> Roadmap:
    """A new draft; one of the school's own may be made again, one with a code is there once for a period."""
    if not fields["code"]:
        return Roadmap.objects.create(**fields)
    roadmap, is_new = Roadmap.objects.get_or_create(code=fields["code"], starts_on=fields["starts_on"], defaults=fields)
    if not is_new:
        raise RoadmapThere()
    return roadmap


def write_plan(roadmap: Roadmap, plan: plans.Plan, years: int) -> None:
    """Stages, rows, what waits for what, and the terms."""
    table: dict[tuple[int, int], Event] = {}
    for place, row in enumerate(plan["stages"]):
        starts_on, ends_on = _within(roadmap, plans.stage_period(row, years))
        stage = Stage.objects.create(
            roadmap=roadmap,
            position=place + 1,
            printed_number=row.get("printed_number") or "",
            code=row["code"],
            title=row["title_ru"],
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for item in row["events"]:
            # One by one: a row may stand below another of the same table, whose key it needs.
            table[place, item["order"]] = _event(stage, item, table.get((place, item.get("parent") or 0)))
    _tie(list(table.values()))
    _tie_as_planned(plan, table)
    write_terms(roadmap, table.values())


def _within(
    roadmap: Roadmap, period: tuple[datetime.date | None, datetime.date | None]
) -> tuple[datetime.date | None, datetime.date | None]:
    """A stage has a period of its own only inside of the roadmap's: a plan for five years may serve for one."""
    start, end = period
    inside = start is not None and end is not None and roadmap.starts_on <= start and end <= roadmap.ends_on
    return period if inside else (None, None)


def _event(stage: Stage, row: plans.Plan, parent: Event | None) -> Event:
    return Event.objects.create(
        stage=stage,
        position=row["order"],
        printed_number=row.get("printed_number") or "",
        parent=parent,
        group=row.get("group_ru", ""),
        title=row["title_ru"],
        details=row.get("details_ru", ""),
        when=row.get("when") or [],
        when_text=row.get("when_text_ru", ""),
        responsible=row.get("responsible") or [],
        resources=row.get("resources_ru", ""),
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


def _tie_as_planned(plan: plans.Plan, table: Mapping[tuple[int, int], Event]) -> None:
    waits: list[Dependency] = []
    for place, stage in enumerate(plan["stages"]):
        for row in stage["events"]:
            event = table[place, row["order"]]
            if row.get("after"):
                event.after = table[tuple(row["after"])]
                event.save(update_fields=["after", "updated_at"])
            waits += [Dependency(event=event, needed=table[tuple(each)]) for each in row.get("needs", ())]
    Dependency.objects.bulk_create(waits)


@action("roadmap.keep_template")
def keep_template(*, roadmap: Roadmap, title: str, acting: Actor) -> Template:
    """Keep a roadmap as a template of the school's own: its stages, rows, terms and what waits for what."""
    common.author_view(acting)
    if not title.strip():
        raise WrongInput("title", _("Name the template."))
    plan = plans.kept_from(roadmap, queries.table_of(roadmap))
    return Template.objects.create(title=title.strip(), plan=plan, made_by=acting.account_id, maker_name=acting.name)


@action("roadmap.drop_template")
def drop_template(*, template: Template, acting: Actor) -> None:
    """Throw a template away; roadmaps made of it stay. Twice does nothing more."""
    common.author_view(acting)
    Template.objects.filter(pk=template.pk).delete()
