"""Refusals of this room."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError, Text


def wrong(place: str, message: Text) -> InputError:
    """Bad input in one field."""
    return InputError(message, problems=[{"place": place, "message": str(message)}])


class StillNeeded(Conflict):
    """Somebody cannot leave a bank while others count on them."""

    code = "still_needed"

    def __init__(self, reasons: Sequence[Text]) -> None:
        super().__init__(
            " ".join(str(reason) for reason in reasons),
            next_step=_("End this work first or hand it to somebody else."),
        )


class HasLeft(Conflict):
    """The person has left the school."""

    code = "has_left"

    def __init__(self) -> None:
        super().__init__(
            _("This person has left the school."),
            next_step=_("Bring the person back on the card of the person, if they work or study here again."),
        )
