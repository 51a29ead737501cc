"""Reminders of rounds ahead: each school is sent to remind its own people, who are told by it in their own words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from apps.region.speed.models import Registration, SpeedEvent
from apps.region.speed.queries import registrations_of, round_start
from kernel.clock import now
from tenants.isolation.tasks import school_task
from tenants.organisations.models import School

REMIND_TASK = "liaison.remind_of_event"
AHEAD = datetime.timedelta(hours=24)
FURTHEST = datetime.timedelta(days=40)
"""A series lasts a month: events that began longer ago have no round ahead."""


def remind() -> int:
    """Send schools to remind of what begins within ``AHEAD``; how many messages. Said again, it is told to each once:
    the school keeps what it has told of each beginning."""
    sent, moment = 0, now()
    for event, starts_at in _near(moment):
        people: dict[School, list[str]] = defaultdict(list)
        for row in registrations_of(event):
            if not row.waits and _takes_part(row, event, starts_at):
                people[row.school].append(f"{row.account_id}")
        for school, accounts in people.items():
            school_task(REMIND_TASK).send_to(school, f"{event.pk}", event.title, starts_at.isoformat(), accounts)
            sent += 1
    return sent


def _near(moment: datetime.datetime) -> Iterator[tuple[SpeedEvent, datetime.datetime]]:
    """Events with the beginning that is near: of a series that of a round."""
    held = (SpeedEvent.State.SIGN_UP, SpeedEvent.State.PLANNED)
    rows = SpeedEvent.objects.filter(state__in=held, starts_at__gt=moment - FURTHEST, starts_at__lte=moment + AHEAD)
    for event in rows.order_by("starts_at", "pk"):
        is_series = event.format == SpeedEvent.Format.SEQUENTIAL
        for number in range(1, event.rounds + 1 if is_series else 2):
            starts_at = round_start(event, number)
            if moment < starts_at <= moment + AHEAD:
                yield event, starts_at


def _takes_part(row: Registration, event: SpeedEvent, starts_at: datetime.datetime) -> bool:
    """False for who has said that they miss the round of a series."""
    if event.format != SpeedEvent.Format.SEQUENTIAL:
        return True
    return starts_at not in {round_start(event, number) for number in row.absent}
