"""Writes of rooms."""

from __future__ import annotations

from apps.region.rooms.models import Room
from apps.region.rooms.ports import kind_of
from kernel.acting import Actor
from kernel.actions import action


@action("room.open")
def open_room(*, kind: str, subject: str, provider: str = "builtin", link: str = "", acting: Actor) -> Room:
    """The room of a subject, made when there is none yet; asking again changes nothing."""
    kind_of(kind)
    return Room.objects.get_or_create(kind=kind, subject=subject, defaults={"provider": provider, "link": link})[0]
