"""Rooms of tests: the room of a remote pair of alpha's mentor and beta's mentee."""

from __future__ import annotations

from dataclasses import dataclass

from apps.region.exchange.models import RemotePair
from apps.region.exchange.rooms import KIND
from apps.region.rooms.actions import open_room
from apps.region.rooms.models import Room, Sitting
from kernel.acting import system_actor
from tenants.organisations.models import School
from tests.support.exchange import make_remote_pair

ACTING = system_actor("tests")


@dataclass(frozen=True)
class MadeRoom:
    """A room and the pair whose room it is."""

    room: Room
    pair: RemotePair


def room_of(pair: RemotePair) -> MadeRoom:
    """The pair's room."""
    return MadeRoom(open_room(kind=KIND, subject=str(pair.pk), acting=ACTING), pair)


def make_room(mentor_school: School, mentee_school: School) -> MadeRoom:
    """A room of a new remote pair of the two schools."""
    return room_of(make_remote_pair(mentor_school, mentee_school).pair)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker: the room of the pair that the exchange's samples made."""
    pair = RemotePair.objects.of_all_schools().select_related("mentor_school", "mentee_school").latest("created_at")
    room = room_of(pair).room
    sitting = Sitting.objects.create(room=room, started_at=pair.created_at, ended_at=pair.created_at)
    return {"room": room.pk, "room_kind": room.kind, "room_subject": room.subject, "sitting": sitting.pk}
