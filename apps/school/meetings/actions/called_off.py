"""What stays of a meeting that is called off: calendars that hold it must hear of it. Part of ``meeting.remove``."""

from __future__ import annotations

from apps.school.programmes.calendar import sequence_of
from apps.school.programmes.models import Meeting
from kernel.clock import now

from ..models import CalledOff


def keep_called_off(meeting: Meeting) -> None:
    """Keep its number and time, with a revision above the last one."""
    CalledOff.objects.create(
        programme=meeting.programme,
        number=meeting.pk,
        sequence=sequence_of(meeting) + 1,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        topic=meeting.topic,
        at=now(),
    )
