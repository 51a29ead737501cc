"""Refusals about cases."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.errors import Conflict, InputError


class WrongState(Conflict):
    """The step does not follow from the state of the case."""

    code = "case_state"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This cannot be done now: the case is «%(state)s».") % {"state": state},
            next_step=_("Open the case again: somebody may have moved it on meanwhile."),
        )


class NotReady(InputError):
    """Fields that a review needs are empty."""

    code = "case_not_ready"

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(
            _("The case is not ready for review: some sections are empty."),
            problems=[{"place": field, "message": _("Fill in this section.")} for field in fields],
            next_step=_("Fill in the sections named and submit again."),
        )
