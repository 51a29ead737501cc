"""Reads of rooms."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from apps.region.rooms import rules
from apps.region.rooms.models import Attendance, NoteVersion, Room, RoomMessage, RoomPerson, Sitting
from apps.region.rooms.ports import Present, Reader, RoomKind, Seat, SeatRole, kind_of
from kernel.acting import Actor
from kernel.errors import NotFound

CHAT_LENGTH = 200
"""So many of the last lines a browser is shown."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A room and the actor's place in it."""

    room: Room
    seat: Seat

    @property
    def kind(self) -> RoomKind:
        """The room's kind."""
        return kind_of(self.room.kind)


def seat_of(kind: str, subject: str, actor: Actor) -> Seat:
    """The actor's place in the room of a subject, whether there is the room yet or not; ``NotFound`` for none."""
    try:
        seat = kind_of(kind).seat(subject, actor)
    except LookupError as error:
        raise NotFound() from error
    if seat is None:
        raise NotFound()
    return seat


def seated(room: UUID, actor: Actor) -> Seated | None:
    """The room with the actor's place in it as both are now; None where there is no room or no place."""
    found = Room.objects.filter(pk=room).first()
    if found is None:
        return None
    seat = kind_of(found.kind).seat(found.subject, actor)
    return Seated(found, seat) if seat is not None else None


def seat_in(room: UUID, actor: Actor) -> Seated:
    """The same, ``NotFound`` instead of None."""
    found = seated(room, actor)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Read:
    """A room and as whom the actor reads its records."""

    room: Room
    reader: Reader

    @property
    def kind(self) -> RoomKind:
        """The room's kind."""
        return kind_of(self.room.kind)


def read_by(room: UUID, actor: Actor) -> Read:
    """The room whose records the actor reads; ``NotFound`` for who does not."""
    found = Room.objects.filter(pk=room).first()
    reader = kind_of(found.kind).reader(found.subject, actor) if found is not None else None
    if found is None or reader is None:
        raise NotFound()
    return Read(found, reader)


def records_of(kind: str, subject: str) -> QuerySet[Sitting]:
    """Meetings of a subject that were held in its room, the last first."""
    held = Sitting.objects.filter(ended_at__isnull=False, met_at__isnull=False)
    return held.filter(room__kind=kind, room__subject=subject).order_by("-started_at")


def locked_sitting(room: Room) -> Sitting | None:
    """The meeting that goes on in the room, locked."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("room")
    return rows.filter(room=room, ended_at=None).first()


def person_of(room: Room, seat: Seat) -> RoomPerson:
    """Who has come in with this seat."""
    return RoomPerson.objects.of_all_schools().get(room=room, key=seat.key)


def last_notes(sitting: int) -> NoteVersion | None:
    """The notes as they stand, with their author."""
    return NoteVersion.objects.filter(sitting=sitting).select_related("author").first()


def said(room: Room) -> list[RoomMessage]:
    """The last lines of the chat, the oldest first."""
    rows = RoomMessage.objects.filter(room=room).select_related("author").order_by("-id")[:CHAT_LENGTH]
    return list(reversed(rows))


def said_during(sitting: Sitting) -> QuerySet[RoomMessage]:
    """What was said in a meeting."""
    rows = RoomMessage.objects.filter(room=sitting.room_id, created_at__gte=sitting.started_at)
    if sitting.ended_at is not None:
        rows = rows.filter(created_at__lte=sitting.ended_at)
    return rows.select_related("author")


def line(message: RoomMessage) -> dict[str, Any]:
    """A line of the chat as it goes over the live connection."""
    return {
        "id": message.pk,
        "key": str(message.key),
        "seat": message.author.key,
        "name": message.author.name,
        "text": message.text,
        "at": message.created_at.isoformat(),
    }


def notes_frame(version: NoteVersion | None) -> dict[str, Any]:
    """The notes as they go over the live connection."""
    if version is None:
        return {"number": 0, "text": "", "name": "", "seat": ""}
    author = version.author
    return {"number": version.number, "text": version.text, "name": author.name, "seat": author.key}


def recorded(sitting: Sitting) -> list[Present]:
    """Those who agreed to be recorded, each once, with all their time."""
    stretches: dict[RoomPerson, list[tuple[datetime.datetime, datetime.datetime]]] = defaultdict(list)
    for row in Attendance.objects.filter(sitting=sitting).select_related("person"):
        stretches[row.person].append((row.came_at, row.left_at or row.seen_at))
    return [
        Present(
            key=person.key,
            name=person.name,
            role=cast(SeatRole, person.role),
            came_at=parts[0][0],
            left_at=parts[-1][1],
            minutes=rules.minutes_of(parts),
        )
        for person, parts in stretches.items()
    ]


def past_sittings(room: Room) -> QuerySet[Sitting]:
    """Meetings that have ended here, the last first."""
    return Sitting.objects.filter(room=room, ended_at__isnull=False)
