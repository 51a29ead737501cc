"""What waits for what. Pure: works on the rows of ``queries.table_of`` or on plain ids.

An event waits for the rows of ``needs`` and for the row from which its days are counted. It is *blocked* while one of
them has a time that is over or comes before its own and is still open. Nothing is enforced: stages overlap, and a
school may well do a thing early; people are told.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from .models import Event, Roadmap, Stage, Term
from .terms import anchor_of

Waits = Mapping[int, Collection[int]]  # event -> the events that it waits for


def waits_of(events: Iterable[Event]) -> dict[int, set[int]]:
    """The whole graph of a table (``needs`` prefetched)."""
    found: dict[int, set[int]] = {}
    for event in events:
        ahead = {row.needed_id for row in event.needs.all()} | {event.after_id, anchor_of(event)}
        found[event.pk] = {pk for pk in ahead if pk is not None}
    return found


def circle(waits: Waits) -> list[int]:
    """The events of a circle in their order, empty when there is none."""
    done: set[int] = set()
    for start in waits:
        path: list[int] = []
        if found := _walk(start, waits, path, done):
            return found
    return []


def _walk(event: int, waits: Waits, path: list[int], done: set[int]) -> list[int]:
    if event in path:
        return path[path.index(event) :]
    if event in done:
        return []
    path.append(event)
    for ahead in waits.get(event, ()):
        if found := _walk(ahead, waits, path, done):
            return found
    path.pop()
    done.add(event)
    return []


def following(event: int, waits: Waits) -> list[int]:
    """Everything that waits for an event, directly or through others, the nearest first."""
    behind: defaultdict[int, list[int]] = defaultdict(list)
    for each, ahead in waits.items():
        for needed in ahead:
            behind[needed].append(each)
    found: dict[int, None] = {}
    queue = list(behind[event])
    while queue:
        each = queue.pop(0)
        if each not in found and each != event:
            found[each] = None
            queue += behind[each]
    return list(found)


def open_ahead(term: Term, ahead: Iterable[Term]) -> bool:
    """True when a row that a term waits for is not done for it: one of its times up to the term's day is open."""
    return any(each.is_open and _comes_before(each.due_on, term.due_on) for each in ahead)


def _comes_before(day: datetime.date | None, other: datetime.date | None) -> bool:
    return day is None or other is None or day <= other


def blockers(roadmap: Roadmap, stages: Sequence[Stage]) -> dict[int, list[Event]]:
    """Event -> the rows that keep its next open time waiting; of a running roadmap only."""
    if not roadmap.is_running:
        return {}
    events = {event.pk: event for stage in stages for event in stage.events.all()}
    found: dict[int, list[Event]] = {}
    for pk, ahead in waits_of(events.values()).items():
        following_term = next((term for term in events[pk].terms.all() if term.is_open), None)
        if following_term is None:
            continue
        waiting = [
            events[each]
            for each in sorted(ahead, key=lambda key: (events[key].stage.position, events[key].position))
            if each in events and open_ahead(following_term, events[each].terms.all())
        ]
        if waiting:
            found[pk] = waiting
    return found
