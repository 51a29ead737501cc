"""Writes about people: persons, cards of the banks, accounts, lists."""

from .banks import edit_mentee, edit_mentor, enter_mentee, enter_mentor, leave_bank
from .persons import (
    add_guardian,
    add_person,
    edit_person,
    invite_person,
    mark_left,
    remove_guardian,
    return_person,
    unlink_account,
)
from .staff_imports import (
    begin_import,
    cancel_import,
    confirm_import,
    fail_import,
    name_columns,
    save_check,
    write_import,
)

__all__ = [
    "add_guardian",
    "add_person",
    "begin_import",
    "cancel_import",
    "confirm_import",
    "edit_mentee",
    "edit_mentor",
    "edit_person",
    "enter_mentee",
    "enter_mentor",
    "fail_import",
    "invite_person",
    "leave_bank",
    "mark_left",
    "name_columns",
    "remove_guardian",
    "return_person",
    "save_check",
    "unlink_account",
    "write_import",
]
