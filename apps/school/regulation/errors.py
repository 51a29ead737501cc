"""Refusals of this room."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError, NotFound

from .values.problems import Problem


class NoRegulation(NotFound):
    """The school has no adopted regulation on that day."""

    code = "no_regulation"

    def __init__(self) -> None:
        super().__init__(
            _("No regulation of the school is in force on this day."),
            next_step=_("Load the regulation and adopt it on the page “Regulation”."),
        )


class NotADraft(Conflict):
    """An adopted version is never changed: pairs were formed under it."""

    code = "not_a_draft"

    def __init__(self) -> None:
        super().__init__(
            _("An adopted version of the regulation is not changed."),
            next_step=_("Prepare a new version from it and adopt that one."),
        )


class FaultyRegulationError(InputError):
    """A regulation or a value with faults; each has its path."""

    code = "bad_regulation"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            _("The regulation has faults: nothing was saved."),
            problems=[{"place": problem.path, "message": problem.message} for problem in problems],
            next_step=_("Correct the places listed and try again."),
        )


class AdoptionDatesError(InputError):
    """The dates of adoption do not fit each other or the versions before."""

    code = "bad_dates"

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message, problems=[{"place": place, "message": message}])
