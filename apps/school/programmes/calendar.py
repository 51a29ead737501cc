"""A meeting as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Meeting
from .queries import People


def calendar_of(meeting: Meeting, people: People, host: str) -> bytes:
    """One event in UTC. The uid stays the same, so a changed meeting replaces itself in the calendar."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("dtstamp", meeting.updated_at.astimezone(datetime.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(datetime.UTC))
    event.add("dtend", (meeting.starts_at + datetime.timedelta(minutes=meeting.minutes)).astimezone(datetime.UTC))
    event.add("summary", meeting.topic or _("Mentoring meeting: %(people)s") % {"people": people.title})
    place = ", ".join(filter(None, (meeting.place, meeting.link)))
    if place:
        event.add("location", place)
    if meeting.link:
        event.add("url", meeting.link)
    calendar = Calendar()
    calendar.add("prodid", "-//Estafeta//RU")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
