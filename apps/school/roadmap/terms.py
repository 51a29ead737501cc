"""The terms of events, written from their rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.values.recurrence import occurrences

from .models import Event, Roadmap, Stage, Term

Days = tuple[datetime.date | None, datetime.date | None]
UNDATED: Days = (None, None)
STORED = ("pk", "event_id", "starts_on", "due_on", "done_on")


def rules_of(event: Event) -> Sequence[Mapping[str, JsonValue]]:
    """The event's date rules, or those of the row above where it has none of its own."""
    if event.when or event.parent is None:
        rules: Sequence[Mapping[str, JsonValue]] = event.when
        return rules
    return rules_of(event.parent)


def days_of(event: Event, stage: Stage, roadmap: Roadmap) -> list[Days]:
    """(start, due) of every time the event is to be done; one pair without days where nothing names a day.

    An event without a term of its own takes the period of its stage where the act gives the stage one (co-58).
    """
    found = occurrences(rules_of(event), roadmap.starts_on, roadmap.ends_on)
    if found:
        return [(each.start, each.due) for each in found]
    if stage.ends_on is not None and not event.when:
        return [(stage.starts_on, stage.ends_on)]
    return [UNDATED]


def write_terms(roadmap: Roadmap, events: Iterable[Event]) -> None:
    """Make the terms of the events agree with their rules; marked terms stay (3 queries, however many events)."""
    chosen = list(events)
    wanted = {(event.pk, due): start for event in chosen for start, due in days_of(event, event.stage, roadmap)}
    kept: set[tuple[int, datetime.date | None]] = set()
    stale: list[int] = []
    present = Term.objects.filter(event__in=[event.pk for event in chosen])
    for pk, event_id, starts_on, due_on, done_on in present.values_list(*STORED):
        key = event_id, due_on
        if done_on is not None or (key in wanted and wanted[key] == starts_on):
            kept.add(key)
        else:
            stale.append(pk)
    Term.objects.filter(pk__in=stale).delete()
    Term.objects.bulk_create(
        Term(event_id=event_id, starts_on=start, due_on=due)
        for (event_id, due), start in wanted.items()
        if (event_id, due) not in kept
    )
