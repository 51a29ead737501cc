"""Writes: the life of a roadmap, its table, its marks, the next year, and the recurring duties of the year."""

from .building import build_roadmap, drop_template, keep_template
from .common import stamp
from .duties import hold_measurement, record_refresh, schedule_monitoring
from .life import (
    approve_roadmap,
    change_roadmap,
    close_roadmap,
    close_stage,
    discard_roadmap,
    open_stage,
    revise_roadmap,
    set_reminders,
)
from .marks import LOOKED, drop_term, mark_term, take_up_term, tick_on_view, tick_seen, unmark_term
from .proofs import add_evidence, remove_evidence
from .table import add_event, change_event, move_event, remove_event, shift_events
from .years import copy_roadmap, turn_year

__all__ = [
    "LOOKED",
    "add_event",
    "add_evidence",
    "approve_roadmap",
    "build_roadmap",
    "change_event",
    "change_roadmap",
    "close_roadmap",
    "close_stage",
    "copy_roadmap",
    "discard_roadmap",
    "drop_template",
    "drop_term",
    "hold_measurement",
    "keep_template",
    "mark_term",
    "move_event",
    "open_stage",
    "record_refresh",
    "remove_event",
    "remove_evidence",
    "revise_roadmap",
    "schedule_monitoring",
    "set_reminders",
    "shift_events",
    "stamp",
    "take_up_term",
    "tick_on_view",
    "tick_seen",
    "turn_year",
    "unmark_term",
]
