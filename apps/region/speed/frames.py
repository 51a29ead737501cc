"""What a browser in the hall is told: the person's own part of an evening. No query here, the hall has been read.

The same content stands in the page when it is opened and comes over the websocket when something changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.region.speed.course import Course, begins_of, phase_at
from apps.region.speed.models import Registration, SpeedCall, SpeedEvent
from apps.region.speed.queries import Hall, Meeting

Content = Mapping[str, Any]

CLOSED = frozenset({SpeedEvent.State.FINISHED, SpeedEvent.State.CANCELLED})


def clock_of(course: Course | None, at: int, *, is_closed: bool = False) -> Content:
    """What the clock says at a moment: told to everybody once a second."""
    phase = phase_at(course, at)
    return {
        "phase": "over" if is_closed else phase.kind,
        "round": phase.round,
        "left": phase.left,
        "length": phase.length,
        "paused": phase.is_paused,
    }


def hall_clock(hall: Hall, at: int) -> Content:
    """The clock of an evening that was read."""
    return clock_of(hall.course, at, is_closed=hall.event.state in CLOSED)


def own_content(hall: Hall, own: Registration, at: int) -> Content:
    """Everything that one participant sees."""
    return {
        "me": {"id": own.pk, "side": own.side, "waits": own.waits},
        "rounds": hall.event.rounds,
        "lines": [_line(hall, own, meeting) for meeting in hall.meetings.get(own.pk, ())],
        "said": [{"id": said.pk, "text": said.text} for said in hall.said],
        "calls": [_call(call) for call in hall.calls.get(own.pk, ())],
        "clock": hall_clock(hall, at),
    }


def _line(hall: Hall, own: Registration, meeting: Meeting) -> Content:
    other = hall.people.get(meeting.other(own.pk))
    return {
        "meeting": meeting.id,
        "round": meeting.round,
        "begins": begins_of(hall.course, meeting.round) if hall.course is not None else None,
        "name": other.name if other is not None else "",
        "school": other.school.short_name if other is not None else "",
        "themes": sorted(set(own.themes) & set(other.themes)) if other is not None else [],
        "wish": other.wish if other is not None else "",
        "given": (meeting.id, own.pk) in hall.given,
        "wished": (meeting.id, own.pk) in hall.wished,
    }


def _call(call: SpeedCall) -> Content:
    return {
        "id": call.pk,
        "kind": call.kind,
        "text": call.text,
        "answer": call.answer,
        "done": call.answered_at is not None,
    }


def organiser_content(hall: Hall, at: int) -> Content:
    """What the console's script needs: the page itself fetches the rest anew."""
    return {
        "version": hall.run.version if hall.run is not None else 0,
        "rounds": hall.event.rounds,
        "clock": hall_clock(hall, at),
    }
