"""One's own terms as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from icalendar import Calendar, Event

from .models import Term


def calendar_of(terms: Iterable[Term], host: str) -> bytes:
    """A whole-day event on the last day of each term. The uid stays the same, so a moved term replaces itself."""
    calendar = Calendar()
    calendar.add("prodid", "-//Estafeta//RU")
    calendar.add("version", "2.0")
    for term in terms:
        if term.due_on is None:
            continue
        event = Event()
        event.add("uid", f"roadmap-term-{term.pk}@{host}")
        event.add("dtstamp", term.updated_at.astimezone(datetime.UTC))
        event.add("dtstart", term.due_on)
        event.add("dtend", term.due_on + datetime.timedelta(days=1))
        event.add("summary", term.event.title)
        event.add("description", term.event.stage.title)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
