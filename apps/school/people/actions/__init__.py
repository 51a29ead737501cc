"""Writes about people: persons, cards of the banks, their papers and growth, accounts, lists, merges."""

from .banks import edit_mentee, edit_mentor, enter_mentee, enter_mentor, leave_bank, route_track
from .growth import (
    add_portfolio_item,
    import_preset,
    record_diagnostics,
    remove_portfolio_item,
    save_framework,
)
from .merging import merge_persons, note_distinct
from .papers import add_document, delete_third_party, record_third_party, remove_document
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
from .requests import close_request, state_request
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
    "add_document",
    "add_guardian",
    "add_person",
    "add_portfolio_item",
    "begin_import",
    "cancel_import",
    "close_request",
    "confirm_import",
    "delete_third_party",
    "edit_mentee",
    "edit_mentor",
    "edit_person",
    "enter_mentee",
    "enter_mentor",
    "fail_import",
    "import_preset",
    "invite_person",
    "leave_bank",
    "mark_left",
    "merge_persons",
    "name_columns",
    "note_distinct",
    "record_diagnostics",
    "record_third_party",
    "remove_document",
    "remove_guardian",
    "remove_portfolio_item",
    "return_person",
    "route_track",
    "save_check",
    "save_framework",
    "state_request",
    "unlink_account",
    "write_import",
]
