"""Writes: the life of a roadmap, its table, its marks, and the recurring duties of the year."""

from .duties import hold_measurement, record_refresh, schedule_monitoring
from .life import (
    approve_roadmap,
    build_roadmap,
    change_roadmap,
    close_roadmap,
    close_stage,
    copy_roadmap,
    discard_roadmap,
    open_stage,
    revise_roadmap,
)
from .marks import mark_term, tick_seen, unmark_term
from .table import add_event, change_event, move_event, remove_event

__all__ = [
    "add_event",
    "approve_roadmap",
    "build_roadmap",
    "change_event",
    "change_roadmap",
    "close_roadmap",
    "close_stage",
    "copy_roadmap",
    "discard_roadmap",
    "hold_measurement",
    "mark_term",
    "move_event",
    "open_stage",
    "record_refresh",
    "remove_event",
    "revise_roadmap",
    "schedule_monitoring",
    "tick_seen",
    "unmark_term",
]
