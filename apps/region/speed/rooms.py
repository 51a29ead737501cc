"""The room of a meeting: its people while its round lasts, and the organiser who helps."""

from __future__ import annotations

from django.urls import reverse

from apps.region.rooms.ports import Reader, RoomKind, Seat, Summary
from apps.region.speed import queries
from apps.region.speed.models import Registration, SpeedMeeting
from kernel.acting import Actor
from tenants.isolation.fanout import note_here

KIND = "speed_meeting"


def subject_of(meeting: SpeedMeeting) -> str:
    """One room for each meeting; in a group all who sit with the mentor in the round share one."""
    if meeting.event.seats == 1:
        return str(meeting.pk)
    return f"{meeting.event.pk.hex[:12]}.{meeting.round}.{meeting.mentor_id}"


class MeetingRoom(RoomKind):
    """Nobody has a seat before the round or after it: the next people come, and talk must have an end."""

    code = KIND

    def seat(self, subject: str, actor: Actor) -> Seat | None:
        meetings = queries.meetings_of_room(subject)
        if not meetings or actor.account_id is None:
            return None
        event = meetings[0].event
        phase = queries.phase_of(queries.run_of(event))
        if phase.kind != "round" or phase.round != meetings[0].round or event.state != event.State.PLANNED:
            return None
        own = queries.own_registration(event, actor.account_id)
        if own is not None and own.school.slug in actor.schools and _sits(meetings, own):
            note_here(queries.hall_topic(event.pk), f"{own.pk}@room")
            return Seat(
                str(own.pk), own.name, "mentor" if own.side == Registration.Side.MENTOR else "mentee", own.school_id
            )
        if actor.has("regional_coordinator"):
            return Seat("organiser", actor.name, "organiser")
        return None

    def reader(self, subject: str, actor: Actor) -> Reader | None:
        """Who sat there reads it afterwards too."""
        meetings = queries.meetings_of_room(subject)
        if not meetings or actor.account_id is None:
            return None
        own = queries.own_registration(meetings[0].event, actor.account_id)
        return "person" if own is not None and own.school.slug in actor.schools and _sits(meetings, own) else None

    def title(self, subject: str) -> str:
        meetings = queries.meetings_of_room(subject)
        people = queries.people_of_meetings(meetings)
        return " · ".join(person.name for person in people)

    def back_url(self, subject: str) -> str:
        meetings = queries.meetings_of_room(subject)
        return reverse("speed:hall", args=[meetings[0].event_id]) if meetings else reverse("speed:index")

    def ended(self, summary: Summary) -> None:
        """Who met is the timetable's own record; what they think of it they write in the hall."""


def _sits(meetings: list[SpeedMeeting], own: Registration) -> bool:
    return any(own.pk in {meeting.mentor_id, meeting.mentee_id} for meeting in meetings)
