"""Refusals of this room."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kernel.errors import DomainError, InputError, NotFound


def wrong(place: str, message: str | Promise) -> InputError:
    """Bad input beside one field."""
    return InputError(message, problems=[{"place": place, "message": str(message)}])


class NoSuchLink(NotFound):
    """Nobody was sent this address here: it was cut in two by the mail, or belongs to another school."""

    code = "no_such_link"

    def __init__(self) -> None:
        next_step = _(
            "Open the link from the letter whole, or ask the curator of mentoring at the school for a new one."
        )
        super().__init__(_("There is no such link."), next_step=next_step)


class LinkClosed(DomainError):
    """A link to sign that cannot be used any more, with what to do instead."""

    code = "link_closed"
    status = 410

    def __init__(self, message: str) -> None:
        super().__init__(message, next_step=_("Ask the curator of mentoring at the school for a new link."))
