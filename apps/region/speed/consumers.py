"""The hall's live side: who may hear an evening, and what each one is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from apps.region.speed import frames, queries
from apps.region.speed.models import SpeedEvent
from apps.region.speed.permissions import PEOPLE
from kernel.acting import Actor, Place
from kernel.doors import Access
from tenants.isolation.fanout import Board, Look, Told

ORGANISER_NAME = "organiser"


class HallBoard(Board[queries.Hall | None]):
    """Participants who have a role in the school they came from, and regional coordinators."""

    access: ClassVar[Access] = PEOPLE
    at: ClassVar[Place] = "region"

    def topic(self, arguments: Mapping[str, Any]) -> str:
        return queries.hall_topic(arguments["event"])

    def read(self, arguments: Mapping[str, Any]) -> queries.Hall | None:
        event = SpeedEvent.objects.filter(pk=arguments["event"]).first()
        return queries.hall_of(event) if event is not None else None

    def look(self, reading: queries.Hall | None, people: Mapping[str, Actor]) -> Look:
        if reading is None:
            return Look({}, lambda at: frames.clock_of(None, at))
        hall, at = reading, queries.moment()
        told = {session: _told(hall, actor, at) for session, actor in people.items()}
        return Look(
            {session: each for session, each in told.items() if each is not None},
            lambda moment: frames.hall_clock(hall, moment),
        )


def _told(hall: queries.Hall, actor: Actor, at: int) -> Told | None:
    own = hall.accounts.get(actor.account_id) if actor.account_id is not None else None
    if own is not None and own.school.slug in actor.schools:
        return Told(str(own.pk), frames.own_content(hall, own, at))
    if actor.has("regional_coordinator"):
        return Told(ORGANISER_NAME, frames.organiser_content(hall, at), watches=True)
    return None
