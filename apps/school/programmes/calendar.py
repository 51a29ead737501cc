"""Meetings as calendar files (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Meeting
from .queries import People


def sequence_of(meeting: Meeting) -> int:
    """The revision of the event: grows with every change, so that calendars take the newer one for true.

    Whole seconds from the making of the meeting to its last change; a number of its own would need a column.
    """
    return int((meeting.updated_at - meeting.created_at).total_seconds())


def event_of(meeting: Meeting, people: People, host: str, *, is_off: bool = False) -> Event:
    """A meeting in UTC. The uid stays the same, so that a changed meeting replaces itself in the calendar.

    ``is_off``: it stands as planned, but nobody will come any more; one that was missed says so itself.
    """
    event = slot_event(meeting.pk, meeting.starts_at, meeting.minutes, host)
    event.add("dtstamp", meeting.updated_at.astimezone(datetime.UTC))
    event.add("last-modified", meeting.updated_at.astimezone(datetime.UTC))
    event.add("sequence", sequence_of(meeting) + is_off)
    event.add("status", "CANCELLED" if is_off or meeting.state == Meeting.State.MISSED else "CONFIRMED")
    event.add("summary", meeting.topic or _("Mentoring meeting: %(people)s") % {"people": people.title})
    if meeting.topic:
        event.add("description", people.title)
    place = ", ".join(filter(None, (meeting.place, meeting.link)))
    if place:
        event.add("location", place)
    if meeting.link:
        event.add("url", meeting.link)
    return event


def slot_event(number: int, starts_at: datetime.datetime, minutes: int, host: str) -> Event:
    """An event with the uid of the meeting ``number`` and its time, nothing more."""
    event = Event()
    event.add("uid", f"meeting-{number}@{host}")
    event.add("dtstart", starts_at.astimezone(datetime.UTC))
    event.add("dtend", (starts_at + datetime.timedelta(minutes=minutes)).astimezone(datetime.UTC))
    return event


def calendar_of(events: Iterable[Event]) -> Calendar:
    """The events as one published calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Estafeta//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar
