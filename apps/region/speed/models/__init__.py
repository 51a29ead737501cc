"""Speed mentoring across schools: events, people, timetable, feedback; the evening itself."""

from .events import Registration, SpeedEvent, SpeedFeedback, SpeedMeeting, SpeedPlan, SpeedWish, words
from .hall import SpeedAnnouncement, SpeedCall, SpeedContinuation, SpeedRun

__all__ = [
    "Registration",
    "SpeedAnnouncement",
    "SpeedCall",
    "SpeedContinuation",
    "SpeedEvent",
    "SpeedFeedback",
    "SpeedMeeting",
    "SpeedPlan",
    "SpeedRun",
    "SpeedWish",
    "words",
]
