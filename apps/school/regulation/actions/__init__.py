"""Writes: load, start, copy, edit and adopt versions of the regulation."""

from .adopting import adopt_version, adopted_at_once
from .editing import clear_value, save_section, set_value
from .loading import copy_version, discard_draft, load_version, rename_version, start_version
from .wording import drop_word, save_lines, save_word

__all__ = [
    "adopt_version",
    "adopted_at_once",
    "clear_value",
    "copy_version",
    "discard_draft",
    "drop_word",
    "load_version",
    "rename_version",
    "save_lines",
    "save_section",
    "save_word",
    "set_value",
    "start_version",
]
