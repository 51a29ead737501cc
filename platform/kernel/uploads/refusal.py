"""The refusal of a file: which file, why, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kernel.errors import InputError


class UnreadableFile(InputError):
    """The file is not what it should be, or may not be kept."""

    code = "unreadable_file"

    def __init__(self, message: str, next_step: str = "", *, place: str = "file") -> None:
        super().__init__(message, problems=[{"place": place, "message": message}], next_step=next_step)


def refused(name: str, reason: str, *, next_step: str = "", place: str = "file") -> UnreadableFile:
    """«The file “скан.pdf” is not accepted: it is damaged.»"""
    message = _("The file “%(name)s” is not accepted: %(reason)s.") % {"name": name or "?", "reason": reason}
    return UnreadableFile(message, next_step, place=place)
