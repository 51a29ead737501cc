"""The room's page."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from apps.region.rooms import permissions, queries
from tenants.isolation.live import live_url
from ui.pages import Page


class RoomPage(Page):
    """People of one room see, hear and write to each other."""

    access = permissions.MEMBERS
    template_name = "rooms/room.html"

    @cached_property
    def seated(self) -> queries.Seated:
        """The room and the reader's place in it, or a 404."""
        room: UUID = self.kwargs["room"]
        return queries.seat_in(room, self.actor)

    def find_objects(self) -> None:
        """Who has no seat does not learn that there is a room."""
        super().find_objects()
        _ = self.seated

    def get_title(self) -> str:
        return self.seated.kind.title(self.seated.room.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        room = self.seated.room
        return super().get_context_data(
            **{
                "room": room,
                "back_url": self.seated.kind.back_url(room.subject),
                "live_url": live_url(self.request, f"/ws/rooms/{room.pk}/"),
                **kwargs,
            }
        )
