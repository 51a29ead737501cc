"""The room's live connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from apps.region.rooms import permissions, queries
from kernel.acting import Actor
from tenants.isolation.sockets import PlacedConsumer


class RoomConsumer(PlacedConsumer):
    """Passes on what the members of one room say to each other; each message asks for the seat anew."""

    access = permissions.MEMBERS
    at = "region"

    @property
    def room(self) -> UUID:
        """The room of the address."""
        found: UUID = self.scope["url_route"]["kwargs"]["room"]
        return found

    def admits(self, actor: Actor) -> bool:
        """True for who has a seat now."""
        return queries.seated(self.room, actor) is not None

    def groups_for(self, actor: Actor) -> Iterable[str]:
        """What is said in this room."""
        return [f"room.{self.room.hex}"]

    def handle(self, content: Any, actor: Actor) -> None:
        """One message of the browser."""
        self.send_json({"type": "here"})

    def tell(self, content: Any, actor: Actor) -> None:
        """One message of another member."""
        self.send_json(content)
