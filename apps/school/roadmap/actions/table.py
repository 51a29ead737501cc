"""The table of a draft: rows are added, changed, moved and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.catalogue import PARTICIPANTS, catalogue
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import dated_days
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import refuse_if

from .. import checks
from ..dependencies import circle, waits_of
from ..errors import Circle, EditedMeanwhile, WrongInput
from ..models import Dependency, Event, Responsible, Roadmap, Stage, Term
from ..shifting import can_shift, shifted
from ..terms import write_terms
from . import common

TEXTS = ("title", "details", "group", "when_text", "resources", "printed_number")


def _checked(view: RegulationView, roadmap: Roadmap, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of an event, clean. Refuses an unnamed row, unknown codes and days outside of the period."""
    fields = {name: str(values.get(name, "")).strip() for name in TEXTS}
    if not fields["title"]:
        raise WrongInput("title", _("Name the event."))
    known = {code for name in PARTICIPANTS for code in catalogue().dictionaries[name]}
    if not set(values["responsible"]) <= known:
        raise WrongInput("responsible", _("There is no such role or body."))
    tick = values.get("auto_tick", "")
    if tick and tick not in catalogue().dictionaries["product_event"]:
        raise WrongInput("auto_tick", _("The product knows no such event."))
    refuse_if(
        rules.dates_within(view, (roadmap.starts_on, roadmap.ends_on), dated_days(values["when"])),
        next_step=_("Choose a day inside the period, or change the period of the roadmap."),
    )
    return {**fields, "when": list(values["when"]), "responsible": list(values["responsible"]), "auto_tick": tick}


def _set_persons(event: Event, persons: Sequence[Person], deputies: Sequence[Person]) -> None:
    """Who is named as both answers for it and is no deputy."""
    wanted = {person.pk: True for person in deputies} | {person.pk: False for person in persons}
    event.persons.exclude(person__in=wanted).delete()
    for is_deputy in (False, True):
        chosen = sorted(pk for pk, deputy in wanted.items() if deputy == is_deputy)
        event.persons.filter(person__in=chosen).exclude(is_deputy=is_deputy).update(is_deputy=is_deputy)
        Responsible.objects.bulk_create(
            (Responsible(event=event, person_id=pk, is_deputy=is_deputy) for pk in chosen), ignore_conflicts=True
        )


def _set_waits(roadmap: Roadmap, event: Event, needs: Sequence[Event]) -> None:
    """What the saved event waits for; ``Circle`` where events would wait for each other. The roadmap is locked."""
    wanted = {each.pk for each in needs}
    if event.pk in wanted:
        raise Circle([checks.short(event)] * 2)
    event.needs.exclude(needed__in=wanted).delete()
    Dependency.objects.bulk_create(
        (Dependency(event=event, needed_id=pk) for pk in sorted(wanted)), ignore_conflicts=True
    )
    rows = Event.objects.filter(stage__roadmap=roadmap).select_related("parent__parent").prefetch_related("needs")
    table = {row.pk: row for row in rows}
    waits = waits_of(table.values())
    if not waits[event.pk] <= set(table):
        raise WrongInput("needs", _("An event waits only for rows of the same roadmap."))
    if found := circle(waits):
        raise Circle([checks.short(table[pk]) for pk in [*found, found[0]]])


@action("roadmap.add_event")
def add_event(
    *,
    stage: Stage,
    when: Sequence[dict[str, Any]],
    responsible: Sequence[str],
    acting: Actor,
    persons: Sequence[Person] = (),
    deputies: Sequence[Person] = (),
    after: Event | None = None,
    needs: Sequence[Event] = (),
    **texts: str,
) -> Event:
    """A new row at the end of a stage. ``texts``: ``title`` and what else the row says, ``auto_tick``."""
    view = common.author_view(acting)
    roadmap = common.locked_draft(stage.roadmap)
    fields = _checked(view, roadmap, {**texts, "when": when, "responsible": responsible})
    last = stage.events.aggregate(last=Max("position"))["last"] or 0
    event = Event.objects.create(stage=stage, position=last + 1, after=after, **fields)
    _set_waits(roadmap, event, needs)
    _set_persons(event, persons, deputies)
    write_terms(roadmap, [event])
    return event


@action("roadmap.change_event")
def change_event(
    *,
    event: Event,
    when: Sequence[dict[str, Any]],
    responsible: Sequence[str],
    acting: Actor,
    persons: Sequence[Person] = (),
    deputies: Sequence[Person] = (),
    after: Event | None = None,
    needs: Sequence[Event] = (),
    seen: str = "",
    **texts: str,
) -> Event:
    """Change a row; its terms and those counted from it follow, marks stay.

    ``seen``: the ``stamp`` of the row that the person saw; ``EditedMeanwhile`` when somebody changed it since.
    """
    view = common.author_view(acting)
    roadmap = common.locked_draft(event.stage.roadmap)
    fields = _checked(view, roadmap, {**texts, "when": when, "responsible": responsible})
    found = Event.objects.select_for_update(of=("self",)).select_related("stage", "parent").get(pk=event.pk)
    if seen and seen != common.stamp(found):
        raise EditedMeanwhile(found.title)
    for name, value in fields.items():
        setattr(found, name, value)
    found.after = after
    found.save()
    _set_waits(roadmap, found, needs)
    _set_persons(found, persons, deputies)
    # Rows below share the term of this one where they have none.
    parts = list(found.parts.select_related("stage"))
    for part in parts:
        part.parent = found
    write_terms(roadmap, [found, *parts])
    return found


@action("roadmap.shift_events")
def shift_events(*, roadmap: Roadmap, events: Sequence[Event], days: int, acting: Actor) -> list[Event]:
    """Move the days of rows by so many days, on or back. Rows whose rules name no such day stay (``can_shift``)."""
    view = common.author_view(acting)
    found = common.locked_draft(roadmap)
    if not days:
        raise WrongInput("days", _("Say by how many days."))
    wanted = {event.pk for event in events}
    rows = Event.objects.select_for_update(of=("self",)).filter(stage__roadmap=found, pk__in=wanted)
    moved = [event for event in rows.select_related("stage", "parent") if can_shift(event)]
    for event in moved:
        event.when = shifted(event.when, days)
    refuse_if(
        rules.dates_within(
            view, (found.starts_on, found.ends_on), [d for event in moved for d in dated_days(event.when)]
        ),
        next_step=_("Move by fewer days, or change the period of the roadmap."),
    )
    for event in moved:
        event.save(update_fields=["when", "updated_at"])
    write_terms(found, moved)
    return moved


@action("roadmap.move_event")
def move_event(*, event: Event, up: bool, acting: Actor) -> Event:
    """Change places with the row above or below in the stage; at the edge nothing happens."""
    common.author_view(acting)
    common.locked_draft(event.stage.roadmap)
    rows = list(Event.objects.select_for_update().filter(stage=event.stage_id).order_by("position", "pk"))
    keys = [row.pk for row in rows]
    at = keys.index(event.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        keys[at], keys[other] = keys[other], keys[at]
    for position, key in enumerate(keys, start=1):
        Event.objects.filter(pk=key).exclude(position=position).update(position=position)
    event.refresh_from_db()
    return event


@action("roadmap.remove_event")
def remove_event(*, event: Event, acting: Actor) -> Roadmap:
    """Take a row out; a row with a mark stays, for it is on record that it was done."""
    common.author_view(acting)
    roadmap = common.locked_draft(event.stage.roadmap)
    if Term.objects.filter(event=event, done_on__isnull=False).exists():
        raise WrongInput("title", _("The event is marked as done: take the mark back first."))
    Event.objects.filter(stage=event.stage_id, position__gt=event.position).update(position=F("position") - 1)
    event.delete()
    return roadmap
