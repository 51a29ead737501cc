"""Whose clock a page of an event shows: the reader's own school's, the event's for coordinators."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence

from apps.region.speed.models import Registration, SpeedEvent
from tenants.organisations.models import School


def zone_for(event: SpeedEvent, own: Registration | None, schools: Sequence[School]) -> zoneinfo.ZoneInfo:
    """``schools``: the reader's own that are invited; who has signed up reads the clock of their school."""
    if own is not None:
        return zoneinfo.ZoneInfo(own.school.zone)
    return zoneinfo.ZoneInfo(schools[0].zone if schools else event.zone)


def differs(event: SpeedEvent, zone: zoneinfo.ZoneInfo) -> bool:
    """Does the reader's clock show another time than the event's own?"""
    announced = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.zone))
    return announced.utcoffset() != event.starts_at.astimezone(zone).utcoffset()
