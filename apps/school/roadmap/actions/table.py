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

from ..errors import WrongInput
from ..models import Event, Responsible, Roadmap, Stage, Term
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


def _set_persons(event: Event, persons: Sequence[Person]) -> None:
    wanted = {person.pk for person in persons}
    event.persons.exclude(person__in=wanted).delete()
    Responsible.objects.bulk_create(
        (Responsible(event=event, person_id=pk) for pk in sorted(wanted)), ignore_conflicts=True
    )


@action("roadmap.add_event")
def add_event(
    *,
    stage: Stage,
    when: Sequence[dict[str, Any]],
    responsible: Sequence[str],
    acting: Actor,
    persons: Sequence[Person] = (),
    after: Event | None = None,
    **texts: str,
) -> Event:
    """A new row at the end of a stage. ``texts``: ``title`` and what else the row says, ``auto_tick``."""
    view = common.author_view(acting)
    roadmap = common.locked_draft(stage.roadmap)
    fields = _checked(view, roadmap, {**texts, "when": when, "responsible": responsible})
    _check_after(roadmap, None, after)
    last = stage.events.aggregate(last=Max("position"))["last"] or 0
    event = Event.objects.create(stage=stage, position=last + 1, after=after, **fields)
    _set_persons(event, persons)
    write_terms(roadmap, [event])
    return event


def _check_after(roadmap: Roadmap, event: Event | None, after: Event | None) -> None:
    """What an event waits for is another row of the same roadmap, and no two rows wait for each other."""
    seen = set()
    row = after
    while row is not None and row.pk not in seen:
        if row.stage.roadmap_id != roadmap.pk or (event is not None and row.pk == event.pk):
            raise WrongInput("after", _("An event cannot wait for itself, nor for a row of another roadmap."))
        seen.add(row.pk)
        row = row.after


@action("roadmap.change_event")
def change_event(
    *,
    event: Event,
    when: Sequence[dict[str, Any]],
    responsible: Sequence[str],
    acting: Actor,
    persons: Sequence[Person] = (),
    after: Event | None = None,
    **texts: str,
) -> Event:
    """Change a row; its terms follow, marks stay."""
    view = common.author_view(acting)
    roadmap = common.locked_draft(event.stage.roadmap)
    fields = _checked(view, roadmap, {**texts, "when": when, "responsible": responsible})
    _check_after(roadmap, event, after)
    found = Event.objects.select_for_update(of=("self",)).select_related("stage", "parent").get(pk=event.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    found.after = after
    found.save()
    _set_persons(found, persons)
    # Rows below share the term of this one where they have none.
    parts = list(found.parts.select_related("stage"))
    for part in parts:
        part.parent = found
    write_terms(roadmap, [found, *parts])
    return found


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
