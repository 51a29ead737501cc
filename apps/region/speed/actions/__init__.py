"""Writes about speed-mentoring events."""

from .events import cancel_event, finish_event, reopen_sign_up, save_event
from .feedback import give_feedback
from .planning import PLAN_TASK, ask_timetable, compute_plan, publish_plan
from .signing import cancel_registration, sign_up, themes_from, wish_for

__all__ = [
    "PLAN_TASK",
    "ask_timetable",
    "cancel_event",
    "cancel_registration",
    "compute_plan",
    "finish_event",
    "give_feedback",
    "publish_plan",
    "reopen_sign_up",
    "save_event",
    "sign_up",
    "themes_from",
    "wish_for",
]
