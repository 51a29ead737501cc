"""The live room of a remote pair: who has a seat, and what the end of a meeting writes into the pair's work."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.urls import reverse

from apps.region.exchange import permissions, queries
from apps.region.exchange.models import RemoteMeeting, RemotePair
from apps.region.rooms.ports import Reader, RoomKind, Seat, Summary
from kernel.acting import Actor

KIND = "remote_pair"
AROUND = datetime.timedelta(hours=3)
"""A meeting that was planned this near to the one held is that one."""


def _uuid(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None


class PairRoom(RoomKind):
    """A room for the two people of a pair at work; curators do not come in, they read the record."""

    code = KIND

    def seat(self, subject: str, actor: Actor) -> Seat | None:
        key = _uuid(subject)
        rows = queries.visible_pairs(actor).filter(state=RemotePair.State.ACTIVE)
        pair = rows.filter(pk=key).first() if key is not None else None
        side = permissions.side_of(pair, actor) if pair is not None else None
        if pair is None or side is None:
            return None
        if side == "mentor":
            return Seat("mentor", pair.mentor_name, "mentor", pair.mentor_school_id)
        return Seat("mentee", pair.mentee_name, "mentee", pair.mentee_school_id)

    def reader(self, subject: str, actor: Actor) -> Reader | None:
        """The two people, and the curators of both schools; after the pair has ended too."""
        key = _uuid(subject)
        pair = queries.visible_pairs(actor).filter(pk=key).first() if key is not None else None
        if pair is None:
            return None
        if permissions.side_of(pair, actor) is not None:
            return "person"
        return "office" if permissions.curated_sides(pair, actor) else None

    def title(self, subject: str) -> str:
        pair = self._pair(subject)
        return f"{pair.mentor_name} → {pair.mentee_name}"

    def back_url(self, subject: str) -> str:
        return reverse("exchange:pair", kwargs={"remote_pair": subject})

    def ended(self, summary: Summary) -> None:
        """The planned meeting near it was held, else a new one is written down; who waited alone changes nothing."""
        if summary.met_at is None:
            return
        pair = queries.locked_pair(UUID(summary.subject))
        minutes = max(5, round((summary.ended_at - summary.met_at).total_seconds() / 60))
        planned = pair.meetings.filter(state=RemoteMeeting.State.PLANNED).filter(
            starts_at__range=(summary.met_at - AROUND, summary.ended_at + AROUND)
        )
        met_at = summary.met_at
        row = min(planned, key=lambda meeting: abs(meeting.starts_at - met_at), default=None)
        row = row or RemoteMeeting(pair=pair, starts_at=met_at)
        row.state, row.minutes = RemoteMeeting.State.HELD, min(minutes, 480)
        row.save()

    def _pair(self, subject: str) -> RemotePair:
        return RemotePair.objects.of_all_schools().get(pk=UUID(subject))
