"""Writes in a remote pair: its work, its papers, complaints, leaving."""

from .complaints import answer_complaint, file_complaint, take_back_complaint, take_complaint
from .leaving import leave_pair
from .papers import agree_as_head, draft_of, prepare_agreement
from .work import (
    add_item,
    close_pair,
    mark_item,
    move_meeting,
    plan_meeting,
    record_meeting,
    remove_item,
    write_note,
)

__all__ = [
    "add_item",
    "agree_as_head",
    "answer_complaint",
    "close_pair",
    "draft_of",
    "file_complaint",
    "leave_pair",
    "mark_item",
    "move_meeting",
    "plan_meeting",
    "prepare_agreement",
    "record_meeting",
    "remove_item",
    "take_back_complaint",
    "take_complaint",
    "write_note",
]
