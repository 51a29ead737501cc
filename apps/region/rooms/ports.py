"""What rooms ask of the apps above them: who sits where, what the room is called, what a meeting's end means.

An app that has rooms registers its kind in ``AppConfig.ready`` and opens a room with ``actions.open_room``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from kernel.acting import Actor

SeatRole = Literal["mentor", "mentee", "organiser", "guest"]
Reader = Literal["person", "office"]
"""Who reads records of meetings: one of the people, or their office, which does not read what they said in the chat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a room, found anew at connect and at every message.

    ``key``: steady id of the person in this room ("mentor", a registration's id), never an account's; ``name``: as the
    other side may see it; ``school_id``: whose person it is: the words written here belong to that school's people.
    """

    key: str
    name: str
    role: SeatRole
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """One who agreed to be recorded: when first and last seen in the meeting, and how many minutes there in all."""

    key: str
    name: str
    role: SeatRole
    came_at: datetime.datetime
    left_at: datetime.datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A meeting that has ended in a room.

    ``met_at``: when two were there at once first, None when nobody came to who waited; ``people``: the recorded ones;
    ``notes``: the shared notes as they stood.
    """

    room: UUID
    sitting: int
    subject: str
    started_at: datetime.datetime
    met_at: datetime.datetime | None
    ended_at: datetime.datetime
    people: tuple[Present, ...]
    notes: str
    messages: int


class RoomKind(Protocol):
    """An app's kind of rooms. Everything runs on the shared schema."""

    code: str

    def seat(self, subject: str, actor: Actor) -> Seat | None:
        """The actor's place; None for who is not, or no longer, a member."""
        ...

    def reader(self, subject: str, actor: Actor) -> Reader | None:
        """As whom the actor reads the records of meetings, also when there is no seat any more; None: not at all."""
        ...

    def title(self, subject: str) -> str:
        """What stands above the room."""
        ...

    def back_url(self, subject: str) -> str:
        """Where leaving leads."""
        ...

    def ended(self, summary: Summary) -> None:
        """The meeting is over: in the transaction that ends it."""
        ...


_kinds: dict[str, RoomKind] = {}


def register(kind: RoomKind) -> None:
    """Make a kind of rooms known, once per process."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> RoomKind:
    """The kind; ``LookupError`` for one that no app has registered."""
    return _kinds[code]
