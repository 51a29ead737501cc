"""A personal timetable as iCalendar (RFC 5545): times in UTC, stable identifiers."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from apps.region.speed.models import SpeedEvent
from apps.region.speed.queries import Line
from kernel.clock import now


def calendar_of(event: SpeedEvent, lines: list[Line], *, host: str) -> bytes:
    """The event's meetings of one person; ``host`` makes the identifiers of this installation."""
    calendar = Calendar()
    calendar.add("prodid", "-//Estafeta//Speed mentoring//RU")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", event.title)
    for line in lines:
        entry = Event()
        entry.add("uid", f"speed-{event.pk}-{line.round}-{line.meeting}@{host}")
        entry.add("dtstamp", now())
        entry.add("dtstart", line.starts_at.astimezone(datetime.UTC))
        entry.add("dtend", line.ends_at.astimezone(datetime.UTC))
        entry.add("summary", _("Round %(round)s: %(name)s") % {"round": line.round, "name": line.name})
        entry.add("description", f"{event.title}. {line.school}. {', '.join(line.themes)}".strip(" .,"))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
