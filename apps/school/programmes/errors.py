"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError


class ProgrammeOver(Conflict):
    """Nothing is written into a closed programme."""

    code = "programme_over"

    def __init__(self) -> None:
        super().__init__(
            _("The programme is over: it is read, but no longer changed."),
            next_step=_("Look at the results of the programme."),
        )


class NotADraft(Conflict):
    """The programme was approved before."""

    code = "programme_not_draft"

    def __init__(self) -> None:
        super().__init__(_("The programme is approved already."))


class NotRunning(Conflict):
    """A draft is simply written; only an approved programme is changed by agreement."""

    code = "programme_not_running"

    def __init__(self) -> None:
        super().__init__(
            _("The programme is not approved yet: there is nothing to change by agreement."),
            next_step=_("Write the note and the plan as they should be."),
        )


class MeetingAtThatTime(Conflict):
    """Two meetings of one programme at the same moment."""

    code = "meeting_same_time"

    def __init__(self) -> None:
        super().__init__(
            _("The pair has a meeting at this very time already."),
            next_step=_("Choose another time or change the meeting that is there."),
        )


class MeetingRecorded(Conflict):
    """A meeting that was held or missed is not planned anew."""

    code = "meeting_recorded"

    def __init__(self) -> None:
        super().__init__(
            _("The meeting is recorded already."),
            next_step=_("Undo the record first if it is wrong."),
        )


class MeetingAhead(Conflict):
    """Nobody records a meeting before it began."""

    code = "meeting_ahead"

    def __init__(self) -> None:
        super().__init__(
            _("The meeting has not begun yet: it cannot be recorded as held."),
            next_step=_("Come back after the meeting, or change its time if it took place earlier."),
        )


class AtTheSameMoment(Conflict):
    """Two new versions of one thing at once: the second writer looks at the first one's."""

    code = "version_at_same_moment"

    def __init__(self) -> None:
        super().__init__(_("Somebody else saved a new version at this very moment."))


class WrongInput(InputError):
    """One field is wrong."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message, problems=[{"place": place, "message": message}])
