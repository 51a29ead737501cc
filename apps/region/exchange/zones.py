"""A remote pair lives in two time zones: whose clock the reader sees, and how both are written."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format

from apps.region.exchange import permissions
from apps.region.exchange.models import RemoteMeeting, RemotePair
from apps.region.exchange.rules import Side
from kernel.acting import Actor
from kernel.clock import now


def home_side(pair: RemotePair, actor: Actor) -> Side | None:
    """The side to which the reader belongs, as one of the two people or as a curator."""
    side = permissions.side_of(pair, actor)
    if side is not None:
        return side
    curated = permissions.curated_sides(pair, actor)
    return "mentor" if "mentor" in curated else "mentee" if curated else None


def zone_for(pair: RemotePair, actor: Actor) -> zoneinfo.ZoneInfo:
    """The zone of the reader's own school; the region's for coordinators."""
    zones: dict[Side | None, str] = {"mentor": pair.mentor_school.zone, "mentee": pair.mentee_school.zone}
    return zoneinfo.ZoneInfo(zones.get(home_side(pair, actor), settings.TIME_ZONE))


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment on the wall clock of a school."""

    school: str
    text: str


def both_clocks(pair: RemotePair, at: datetime.datetime) -> list[LocalTime]:
    """The moment in both schools; one line where their clocks agree at that moment."""
    schools = [pair.mentor_school, pair.mentee_school]
    times = [at.astimezone(zoneinfo.ZoneInfo(school.zone)) for school in schools]
    if times[0].utcoffset() == times[1].utcoffset():
        return []
    return [
        LocalTime(school.short_name, date_format(moment, "d.m.Y H:i"))
        for school, moment in zip(schools, times, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as the reader sees it. Notes are empty where they are not the reader's to read."""

    row: RemoteMeeting
    clocks: list[LocalTime]
    begun: bool
    over: bool
    mentor_note: str
    mentee_note: str

    @property
    def is_planned(self) -> bool:
        """True before anybody said what became of it."""
        return self.row.state == RemoteMeeting.State.PLANNED


def meeting_lines(pair: RemotePair, actor: Actor) -> list[MeetingLine]:
    """All meetings of the pair (one query)."""
    notes = permissions.visible_notes(pair, actor)
    return [
        MeetingLine(
            row=row,
            clocks=both_clocks(pair, row.starts_at),
            begun=row.starts_at <= now(),
            over=row.starts_at + datetime.timedelta(minutes=row.minutes) <= now(),
            mentor_note=row.mentor_note if "mentor" in notes else "",
            mentee_note=row.mentee_note if "mentee" in notes else "",
        )
        for row in pair.meetings.all()
    ]
