"""Reads: the school's times, people's hours, proposals and series, the agenda, what is written, calls for help."""

from .agenda import Agenda, agenda, feed_events, persons_feed
from .agreeing import Asked, asked_of, get_proposal, get_series, open_proposal, series_of, steps_of
from .help import addressees, get_signal, signals_for
from .hours import Common, Engagement, calendar, clashes, common_times, engagements, hours_of, school_zone, times

__all__ = [
    "Agenda",
    "Asked",
    "Common",
    "Engagement",
    "addressees",
    "agenda",
    "asked_of",
    "calendar",
    "clashes",
    "common_times",
    "engagements",
    "feed_events",
    "get_proposal",
    "get_series",
    "get_signal",
    "hours_of",
    "open_proposal",
    "persons_feed",
    "school_zone",
    "series_of",
    "signals_for",
    "steps_of",
    "times",
]
