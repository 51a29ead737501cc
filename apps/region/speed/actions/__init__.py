"""Writes about speed-mentoring events."""

from .events import cancel_event, finish_event, reopen_sign_up, save_event
from .feedback import give_feedback
from .planning import PLAN_TASK, ask_timetable, compute_plan, publish_plan
from .replanning import (
    BETTER_TASK,
    apply_better_plan,
    ask_better_plan,
    come_late,
    find_better_plan,
    mark_missing,
    place_late,
)
from .running import extend_step, pause_event, resume_event, skip_step, start_event
from .signing import cancel_registration, sign_up, themes_from, wish_for
from .talking import announce, answer_call, ask_organiser, go_on, want_help

__all__ = [
    "BETTER_TASK",
    "PLAN_TASK",
    "announce",
    "answer_call",
    "apply_better_plan",
    "ask_better_plan",
    "ask_organiser",
    "ask_timetable",
    "cancel_event",
    "cancel_registration",
    "come_late",
    "compute_plan",
    "extend_step",
    "find_better_plan",
    "finish_event",
    "give_feedback",
    "go_on",
    "mark_missing",
    "pause_event",
    "place_late",
    "publish_plan",
    "reopen_sign_up",
    "resume_event",
    "save_event",
    "sign_up",
    "skip_step",
    "start_event",
    "themes_from",
    "want_help",
    "wish_for",
]
