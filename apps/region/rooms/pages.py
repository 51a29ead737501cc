"""The room's page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.region.rooms import actions, permissions, queries
from apps.region.rooms.models import Room, Sitting
from apps.region.rooms.texts import TEXTS
from kernel.errors import NotFound
from tenants.isolation.live import live_url
from ui.pages import ActionPage, Crumb, Page


class EnterPage(ActionPage):
    """Into the room of a subject, which is opened when somebody comes for the first time."""

    access = permissions.MEMBERS

    def find_objects(self) -> None:
        """Who would have no seat opens no room."""
        super().find_objects()
        queries.seat_of(self.kwargs["room_kind"], self.kwargs["room_subject"], self.actor)

    def perform(self) -> Room:
        return actions.open_room(kind=self.kwargs["room_kind"], subject=self.kwargs["room_subject"], acting=self.actor)

    def get_success_url(self, result: Room) -> str:
        return reverse("rooms:room", kwargs={"room": result.pk})


class InRoom(Page):
    """A page of a room in which the reader has a seat."""

    access = permissions.MEMBERS

    @cached_property
    def seated(self) -> queries.Seated:
        """The room and the reader's place in it, or a 404."""
        room: UUID = self.kwargs["room"]
        return queries.seat_in(room, self.actor)

    def find_objects(self) -> None:
        """Who has no seat does not learn that there is a room."""
        super().find_objects()
        _ = self.seated

    @property
    def room_title(self) -> str:
        """How the room is called by its kind."""
        return self.seated.kind.title(self.seated.room.subject)

    @property
    def back_url(self) -> str:
        """Where leaving leads."""
        return self.seated.kind.back_url(self.seated.room.subject)


class RoomPage(InRoom):
    """People of one room see, hear and write to each other."""

    template_name = "rooms/room.html"

    def get_title(self) -> str:
        return self.room_title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Back"), self.back_url)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        room = self.seated.room
        return super().get_context_data(
            **{
                "back_url": self.back_url,
                "texts": {name: str(words) for name, words in TEXTS.items()},
                "live_url": live_url(self.request, f"/ws/rooms/{room.pk}/"),
                **kwargs,
            }
        )


class RecordPage(Page):
    """What became of a meeting: time, who agreed to be named, notes, and for its people what was written."""

    access = permissions.MEMBERS
    template_name = "rooms/record.html"

    @cached_property
    def read(self) -> queries.Read:
        """The room and as whom its records are read, or a 404."""
        room: UUID = self.kwargs["room"]
        return queries.read_by(room, self.actor)

    @cached_property
    def sitting(self) -> Sitting:
        """The meeting that has ended, or a 404."""
        found = queries.past_sittings(self.read.room).filter(pk=self.kwargs["sitting"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The meeting too must be this room's."""
        super().find_objects()
        _ = self.sitting

    def get_title(self) -> str:
        day = date_format(localtime(self.sitting.started_at), "d.m.Y")
        return gettext("Meeting on %(day)s") % {"day": day}

    def get_crumbs(self) -> Sequence[Crumb]:
        kind, subject = self.read.kind, self.read.room.subject
        return [Crumb(kind.title(subject), kind.back_url(subject))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "sitting": self.sitting,
                "notes": queries.last_notes(self.sitting.pk),
                "people": queries.recorded(self.sitting),
                "is_person": self.read.reader == "person",
                "messages_said": queries.said_during(self.sitting),
                **kwargs,
            }
        )
