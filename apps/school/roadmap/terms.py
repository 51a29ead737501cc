"""The terms of events, written from their rules.

Days counted from another row (``after``, and ``on_event`` where the table has the row that is that event) follow that
row: from the day on which it was done, until then from the day by which it is to be done.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef

from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.rules.labour import is_working_day
from apps.school.regulation.values.dates import ONE_DAY
from apps.school.regulation.values.recurrence import AFTER_EVENT_DAYS, occurrences

from .models import Event, Evidence, Roadmap, Stage, Term

Days = tuple[datetime.date | None, datetime.date | None]
Anchors = Sequence[datetime.date]
UNDATED: Days = (None, None)
RELATIVE = frozenset({"after", "on_event"})


def rules_of(event: Event) -> Sequence[Mapping[str, JsonValue]]:
    """The event's date rules, or those of the row above where it has none of its own."""
    if event.when or event.parent is None:
        rules: Sequence[Mapping[str, JsonValue]] = event.when
        return rules
    return rules_of(event.parent)


def anchor_of(event: Event) -> int | None:
    """The row from which the event's days are counted; None when no rule counts from a row."""
    if not event.when and event.parent is not None:
        return anchor_of(event.parent)
    return event.after_id if any(rule["rule"] in RELATIVE for rule in event.when) else None


def days_of(event: Event, stage: Stage, roadmap: Roadmap, anchors: Anchors = ()) -> list[Days]:
    """(start, due) of every time the event is to be done; one pair without days where nothing names a day.

    An event without a term of its own takes the period of its stage where the act gives the stage one (co-58).
    ``anchors``: the days of the row from which the event's days are counted.
    """
    rules = rules_of(event)
    found: list[tuple[datetime.date, datetime.date]] = [
        (each.start, each.due) for each in occurrences(rules, roadmap.starts_on, roadmap.ends_on)
    ]
    for rule in rules:
        if rule["rule"] in RELATIVE:
            wait = datetime.timedelta(days=int(rule.get("days", AFTER_EVENT_DAYS)))
            found += [(anchor, min(anchor + wait, roadmap.ends_on)) for anchor in anchors if anchor <= roadmap.ends_on]
    if found:
        return sorted({_on_working_day(start, due, roadmap) for start, due in found}, key=lambda days: days[::-1])
    if stage.ends_on is not None and not event.when:
        return [(stage.starts_on, stage.ends_on)]
    return [UNDATED]


def _on_working_day(start: datetime.date, due: datetime.date, roadmap: Roadmap) -> tuple[datetime.date, datetime.date]:
    """The term moved off a day off, as the roadmap says; it stays where it would leave the period."""
    if not roadmap.shift or is_working_day(due):
        return start, due
    step, moved = (ONE_DAY if roadmap.shift == Roadmap.Shift.LATER else -ONE_DAY), due
    while not is_working_day(moved):
        moved += step
    if not roadmap.starts_on <= moved <= roadmap.ends_on:
        return start, due
    return min(start, moved), moved


def write_terms(roadmap: Roadmap, events: Iterable[Event]) -> None:
    """Make the terms of the events, and of those counted from them, agree with their rules.

    Marked, dropped and carried terms stay; a term whose day moves keeps its evidence. A fixed number of queries.
    """
    chosen = _with_followers(roadmap, {event.pk: event for event in events})
    anchors = {anchor for event in chosen if (anchor := anchor_of(event)) is not None}
    present: defaultdict[int, list[Term]] = defaultdict(list)
    rows = Term.objects.filter(event__in={event.pk for event in chosen} | anchors)
    for term in rows.annotate(is_proved=Exists(Evidence.objects.filter(term=OuterRef("pk")))):
        present[term.event_id].append(term)
    write = _Writing()
    for event in chosen:
        anchor = anchor_of(event)
        counted = [day for term in present[anchor] if (day := term.done_on or term.due_on)] if anchor else []
        present[event.pk] = write.agree(event, present[event.pk], days_of(event, event.stage, roadmap, counted))
    write.save()


def _with_followers(roadmap: Roadmap, chosen: dict[int, Event]) -> list[Event]:
    """The events and those counted from them, each after what it is counted from (one query)."""
    rows = Event.objects.filter(stage__roadmap=roadmap).select_related("stage", "parent__parent")
    for event in rows:
        event.stage.roadmap = roadmap
    everything = {event.pk: chosen.get(event.pk, event) for event in rows} | chosen
    counted: defaultdict[int, list[Event]] = defaultdict(list)
    for event in everything.values():
        anchor = anchor_of(event)
        if anchor is not None:
            counted[anchor].append(event)
    ordered: dict[int, Event] = {}
    queue = list(chosen.values())
    while queue:
        event = queue.pop(0)
        ordered.pop(event.pk, None)  # a row reached again comes after what led to it
        ordered[event.pk] = event
        queue += counted[event.pk]
    return list(ordered.values())


class _Writing:
    """What is to be deleted, changed and made, collected over the events."""

    def __init__(self) -> None:
        self.deleted: list[int] = []
        self.changed: list[Term] = []
        self.made: list[Term] = []

    def agree(self, event: Event, present: Sequence[Term], wanted: Sequence[Days]) -> list[Term]:
        """The terms of the event as they will be."""
        kept = [term for term in present if not term.is_open or term.carried_from_id is not None]
        movable = [term for term in present if term not in kept]
        starts = {due: start for start, due in wanted}
        taken = {term.due_on for term in kept}
        for term in [term for term in movable if term.due_on in starts]:
            self._set(term, starts[term.due_on], term.due_on)
            kept.append(term)
            taken.add(term.due_on)
        stale = [term for term in movable if term not in kept]
        missing = [(start, due) for start, due in wanted if due not in taken]
        for term, (start, due) in zip(stale, missing, strict=False):
            self._set(term, start, due)
            kept.append(term)
        for term in stale[len(missing) :]:
            if getattr(term, "is_proved", False):
                kept.append(term)
            else:
                self.deleted.append(term.pk)
        new = [Term(event=event, starts_on=start, due_on=due) for start, due in missing[len(stale) :]]
        self.made += new
        return [*kept, *new]

    def _set(self, term: Term, start: datetime.date | None, due: datetime.date | None) -> None:
        if (term.starts_on, term.due_on) != (start, due):
            term.starts_on, term.due_on = start, due
            self.changed.append(term)

    def save(self) -> None:
        """Write everything (at most three queries)."""
        if self.deleted:
            Term.objects.filter(pk__in=self.deleted).delete()
        if self.changed:
            Term.objects.bulk_update(self.changed, ["starts_on", "due_on"])
        Term.objects.bulk_create(self.made)


def rewrite_followers(event: Event) -> None:
    """After a mark was made or taken back: the days counted from this row."""
    if Event.objects.filter(after=event).exists():
        roadmap = event.stage.roadmap
        write_terms(roadmap, Event.objects.filter(after=event).select_related("stage", "parent"))
