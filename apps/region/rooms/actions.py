"""Writes of rooms: opening, coming and going, what is said and written, the end of a meeting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from apps.region.rooms import rules
from apps.region.rooms.models import Attendance, NoteVersion, Room, RoomMessage, RoomPerson, Sitting
from apps.region.rooms.ports import Present, Seat, Summary, kind_of
from apps.region.rooms.queries import last_notes, locked_sitting, person_of, recorded
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote: kept where it belongs, never in the audit trail."""

    text: str


@action("room.open")
def open_room(*, kind: str, subject: str, provider: str = "builtin", link: str = "", acting: Actor) -> Room:
    """The room of a subject, made when there is none yet; asking again changes nothing."""
    kind_of(kind)
    return Room.objects.get_or_create(kind=kind, subject=subject, defaults={"provider": provider, "link": link})[0]


@action("room.join")
def join(*, room: Room, seat: Seat, record: bool, acting: Actor) -> Sitting:
    """Come in: the meeting that goes on, or a new one. ``record``: the person agrees to be written down as present."""
    Room.objects.select_for_update().get(pk=room.pk)
    sitting = locked_sitting(room)
    if sitting is not None and rules.is_abandoned(sitting.updated_at, now()):
        _end(sitting, at=sitting.updated_at)
        sitting = None
    if sitting is None:
        sitting = Sitting.objects.create(room=room, started_at=now())
    person, _is_new = RoomPerson.objects.of_all_schools().update_or_create(
        room=room, key=seat.key, defaults={"name": seat.name, "role": seat.role, "school_id": seat.school_id}
    )
    here = Attendance.objects.filter(sitting=sitting, person=person, left_at=None)
    if record and not here.update(seen_at=now()):
        Attendance.objects.create(sitting=sitting, person=person, came_at=now(), seen_at=now())
    elif not record:
        here.update(left_at=F("seen_at"))
    sitting.save(update_fields=["updated_at"])
    return sitting


def seen(*, sitting: int, room: Room, seat: Seat) -> None:
    """A sign of life, no act: how long the person has been there if the connection dies without a word."""
    Sitting.objects.filter(pk=sitting, ended_at=None).update(updated_at=now())
    Attendance.objects.filter(sitting=sitting, person__room=room, person__key=seat.key, left_at=None).update(
        seen_at=now()
    )


def met(*, sitting: int) -> None:
    """Two are there at once: whoever notices first writes it down."""
    Sitting.objects.filter(pk=sitting, met_at=None, ended_at=None).update(met_at=now())


@action("room.leave")
def leave(*, room: Room, seat: Seat, sitting: int, acting: Actor) -> None:
    """Go; the meeting stays open for who comes back."""
    here = Attendance.objects.filter(sitting=sitting, person__room=room, person__key=seat.key, left_at=None)
    here.update(left_at=now(), seen_at=now())


@action("room.say")
def say(*, room: Room, seat: Seat, key: UUID, words: Words, acting: Actor) -> RoomMessage:
    """A line of the chat; sent again (after a cut nobody knows what arrived) it is the same line."""
    author = person_of(room, seat)
    message, _is_new = RoomMessage.objects.get_or_create(
        author=author, key=key, defaults={"room": room, "text": words.text, "created_at": now()}
    )
    return message


@action("room.write_notes")
def write_notes(*, room: Room, seat: Seat, sitting: int, base: int, words: Words, acting: Actor) -> NoteVersion:
    """The next version of the notes; ``rules.LaterVersion`` when somebody has written one since ``base``."""
    last = last_notes(sitting)
    if (last.number if last else 0) != base:
        raise rules.LaterVersion
    try:
        with transaction.atomic():
            return NoteVersion.objects.create(
                sitting_id=sitting,
                number=base + 1,
                author=person_of(room, seat),
                text=words.text,
                created_at=now(),
            )
    except IntegrityError as error:
        raise rules.LaterVersion from error


@action("room.end")
def end(*, room: Room, acting: Actor) -> Sitting | None:
    """The meeting is over: the app above makes its record of the summary. None when there is none to end."""
    sitting = locked_sitting(room)
    return _end(sitting, at=now()) if sitting is not None else None


@action("room.end_abandoned")
def end_abandoned(*, acting: Actor) -> list[Sitting]:
    """End the meetings that all have left without a word, as of their last sign of life."""
    rows = Sitting.objects.select_for_update(skip_locked=True).filter(
        ended_at=None, updated_at__lt=now() - rules.ABANDONED_AFTER
    )
    return [_end(row, at=row.updated_at) for row in rows.select_related("room")]


def _end(sitting: Sitting, *, at: datetime.datetime) -> Sitting:
    at = max(at, sitting.started_at)
    Attendance.objects.filter(sitting=sitting, left_at=None).update(left_at=F("seen_at"))
    sitting.ended_at = at
    sitting.save(update_fields=["ended_at", "updated_at"])
    room = sitting.room
    notes = last_notes(sitting.pk)
    people: tuple[Present, ...] = tuple(recorded(sitting))
    kind_of(room.kind).ended(
        Summary(
            room=room.pk,
            sitting=sitting.pk,
            subject=room.subject,
            started_at=sitting.started_at,
            met_at=sitting.met_at,
            ended_at=at,
            people=people,
            notes=notes.text if notes else "",
            messages=RoomMessage.objects.filter(room=room, created_at__gte=sitting.started_at).count(),
        )
    )
    return sitting
