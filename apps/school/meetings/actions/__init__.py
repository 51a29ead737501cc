"""Writes: hours and times, proposals, series, what is written, calendars, calls for help."""

from .calendars import close_feed, open_feed
from .diary import erase_private_note, save_private_note, save_reflection, save_shared_note
from .help import answer_signal, close_signal, drop_contact, name_contact, send_signal, take_signal
from .hours import (
    add_day_hours,
    add_school_days,
    drop_day_hours,
    drop_school_days,
    remove_shift,
    save_shift,
    save_times,
    save_week,
)
from .proposals import MeetingTerms, answer_proposal, make_proposal, settle_proposal, withdraw_proposal
from .series import end_series, plan_step, start_series

__all__ = [
    "MeetingTerms",
    "add_day_hours",
    "add_school_days",
    "answer_proposal",
    "answer_signal",
    "close_feed",
    "close_signal",
    "drop_contact",
    "drop_day_hours",
    "drop_school_days",
    "end_series",
    "erase_private_note",
    "make_proposal",
    "name_contact",
    "open_feed",
    "plan_step",
    "remove_shift",
    "save_private_note",
    "save_reflection",
    "save_shared_note",
    "save_shift",
    "save_times",
    "save_week",
    "send_signal",
    "settle_proposal",
    "start_series",
    "take_signal",
    "withdraw_proposal",
]
