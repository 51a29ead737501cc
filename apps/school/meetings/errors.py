"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError


class WrongTerms(InputError):
    """One field is wrong."""

    code = "meeting_terms"

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message, problems=[{"place": place, "message": message}])


class AnotherProposal(Conflict):
    """One open proposal in a programme at a time."""

    code = "proposal_waits"

    def __init__(self) -> None:
        super().__init__(
            _("Times are already proposed to this pair and wait for an answer."),
            next_step=_("Answer that proposal, answer it by other times, or withdraw it if it is yours."),
        )


class ProposalOver(Conflict):
    """The proposal was answered, withdrawn, or has lapsed."""

    code = "proposal_over"

    def __init__(self) -> None:
        super().__init__(
            _("This proposal is no longer open."),
            next_step=_("Look at what was agreed, or propose times anew."),
        )


class NotAsked(Conflict):
    """This person is not among those whom the proposal asks."""

    code = "proposal_not_asked"

    def __init__(self) -> None:
        super().__init__(
            _("The proposal does not ask this person."),
            next_step=_("Choose somebody whose answer is awaited."),
        )


class TimeTaken(Conflict):
    """Somebody has another meeting at that time."""

    code = "time_taken"

    def __init__(self, told: str) -> None:
        super().__init__(
            _("Somebody has another meeting at that time: %(told)s.") % {"told": told},
            next_step=_("Choose another time, or move the other meeting first."),
        )


class TimePassed(Conflict):
    """The offered time is behind us."""

    code = "time_passed"

    def __init__(self) -> None:
        super().__init__(
            _("That time has passed meanwhile."),
            next_step=_("Choose a time that is still ahead, or propose others."),
        )


class NothingToPlan(Conflict):
    """No day of the series is a school day, or everybody is busy on all of them."""

    code = "series_empty"

    def __init__(self) -> None:
        super().__init__(
            _("No meeting of this series can be planned: the school does not work on these days or somebody is busy."),
            next_step=_("Choose another day of the week or a longer time."),
        )


class SeriesOver(Conflict):
    """The series was ended."""

    code = "series_over"

    def __init__(self) -> None:
        super().__init__(_("The series has been ended already."))


class NoFreeTime(Conflict):
    """There is no time at which all can meet."""

    code = "no_common_time"

    def __init__(self) -> None:
        super().__init__(
            _("There is no time in the coming weeks at which everybody can meet."),
            next_step=_("Propose times by hand, or ask the others to tell more hours."),
        )


class NoteChanged(Conflict):
    """Somebody saved the shared note meanwhile."""

    code = "shared_note_changed"

    def __init__(self, writer: str) -> None:
        super().__init__(
            _("%(writer)s has changed the shared note while you were writing.") % {"writer": writer},
            next_step=_("The text below is yours; their text stands above it. Put both together and save again."),
        )


class NotHeld(Conflict):
    """Only of a held meeting one reflects."""

    code = "meeting_not_held"

    def __init__(self) -> None:
        super().__init__(
            _("The meeting is not recorded as held."),
            next_step=_("Record the meeting first."),
        )


class ReflectionsRead(Conflict):
    """Everybody has written and reads the others': nothing is changed any more."""

    code = "reflections_read"

    def __init__(self) -> None:
        super().__init__(
            _("Everybody has written by now and reads what the others wrote."),
            next_step=_("Add what is new to the shared note."),
        )


class SignalClosed(Conflict):
    """The talk is over."""

    code = "signal_closed"

    def __init__(self) -> None:
        super().__init__(
            _("This call for help is closed."),
            next_step=_("Send a new one: it goes to whomever you choose."),
        )
