"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError, NotFound, Text


def wrong(place: str, message: Text) -> InputError:
    """One field is wrong."""
    return InputError(message, problems=[{"place": place, "message": str(message)}])


class Answered(Conflict):
    """One answer of a person in a round."""

    code = "survey_answered"

    def __init__(self) -> None:
        super().__init__(
            _("This questionnaire has been answered already: there is one answer of each person."),
            next_step=_("If something in it must be corrected, tell the curator."),
        )


class NotAsking(Conflict):
    """The round has not begun or is over."""

    code = "survey_not_asking"

    def __init__(self) -> None:
        super().__init__(
            _("No answers are taken now: the survey has not begun yet or is over."),
            next_step=_("Ask the curator for the dates of the survey."),
        )


class Frozen(Conflict):
    """A published version does not change."""

    code = "questionnaire_frozen"

    def __init__(self) -> None:
        super().__init__(
            _("This version is in use and no longer changed: answers refer to it."),
            next_step=_("Make a new version of the questionnaire and change that one."),
        )


class DeadLink(NotFound):
    """The personal link is wrong, of another school, out of date, used or replaced: they are not told apart."""

    code = "survey_link"

    def __init__(self) -> None:
        super().__init__(
            _("This link does not work: it was used, has run out or was replaced by a newer one."),
            next_step=_("Ask the curator of your school for a new link."),
        )
