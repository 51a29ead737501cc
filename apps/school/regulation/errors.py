"""Refusals of this room."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError, NotFound

from .catalogue import catalogue
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


class NotInForce(Conflict):
    """Pairs pass only under the version that rules today."""

    code = "not_in_force"

    def __init__(self) -> None:
        super().__init__(
            _("This version of the regulation is not in force today."),
            next_step=_("Open the version in force and transfer the pairs there."),
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


class EditedMeanwhile(Conflict):
    """Somebody else changed the same parts of the draft since this person opened them."""

    code = "edited_meanwhile"

    def __init__(self, places: Sequence[str]) -> None:
        parameters = catalogue().parameters
        titles = [str(parameters[place].title) if place in parameters else place for place in places]
        super().__init__(
            _("Somebody else changed this while you were editing: %(titles)s. Nothing was saved yet.")
            % {"titles": "; ".join(titles)},
            next_step=_("Compare both wordings below, choose one for each, and save again."),
            data={"places": list(places)},
        )
        self.places = list(places)


class ConflictingRegulation(InputError):
    """The draft contradicts itself so that the product could not hold to it."""

    code = "conflicting_regulation"

    def __init__(self, sentences: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            _("The regulation contradicts itself and cannot be brought into force."),
            problems=[{"place": place, "message": message} for place, message in sentences],
            next_step=_("Correct the parameters named, then bring it into force."),
        )


class UnconfirmedWarnings(Conflict):
    """Warnings that the head has not confirmed: new ones, or ones that were never shown."""

    code = "unconfirmed_warnings"

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(
            _("The draft has warnings that were not confirmed: %(list)s") % {"list": " ".join(sentences)},
            next_step=_("Read them and confirm, or correct the draft."),
        )
