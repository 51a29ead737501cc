"""Which open terms the product sees done by itself.

A dated term is done by an event seen from the beginning of its time on; a term without a day by one seen in the period
of its roadmap. Terms of one row are served in order, each sighting once: three quarters are not ticked by one meeting.
A tick that a person took back is not made again, and the sighting that it rested on serves no other term of the row.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from apps.school.regulation.happenings import happened, seen_codes
from kernel.clock import today

from . import queries
from .models import Term


@dataclass(frozen=True, slots=True)
class Tick:
    """A term, the event (``product_event``) that was seen, and the day."""

    term: int
    seen: str
    on: datetime.date


def pending() -> list[Tick]:
    """Ticks to be made now (the events' queries and one more)."""
    rows = list(queries.terms_at_work().filter(event__auto_tick__in=seen_codes()).order_by("due_on", "pk"))
    if not any(_is_free(term) for term in rows):
        return []
    first = min(term.event.stage.roadmap.starts_on for term in rows)
    seen = happened(first, today())
    by_event: defaultdict[int, list[Term]] = defaultdict(list)
    for term in rows:
        by_event[term.event_id].append(term)
    return [tick for terms in by_event.values() for tick in _of_event(terms, seen.get(terms[0].event.auto_tick, ()))]


def _is_free(term: Term) -> bool:
    return term.is_open and term.refused_on is None


def _of_event(terms: Sequence[Term], days: Sequence[datetime.date]) -> list[Tick]:
    event = terms[0].event
    roadmap = event.stage.roadmap
    used = {day for term in terms for day in (term.done_on, term.refused_on) if day is not None}
    found = []
    for term in terms:
        if not _is_free(term):
            continue
        start = term.starts_on or roadmap.starts_on
        fit = [day for day in days if start <= day <= roadmap.ends_on and day not in used]
        if fit:
            used.add(fit[0])
            found.append(Tick(term.pk, event.auto_tick, fit[0]))
    return found
