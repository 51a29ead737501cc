"""Reads of rooms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from apps.region.rooms.models import Room
from apps.region.rooms.ports import RoomKind, Seat, kind_of
from kernel.acting import Actor
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Seated:
    """A room and the actor's place in it."""

    room: Room
    seat: Seat

    @property
    def kind(self) -> RoomKind:
        """The room's kind."""
        return kind_of(self.room.kind)


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
