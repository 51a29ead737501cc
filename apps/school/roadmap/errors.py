"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, InputError


class NotADraft(Conflict):
    """An approved roadmap is not edited."""

    code = "roadmap_not_draft"

    def __init__(self) -> None:
        super().__init__(
            _("The roadmap is approved: its table is no longer changed."),
            next_step=_("Take it back to work if it has to be changed; the marks stay."),
        )


class NotRunning(Conflict):
    """Marks are made in an approved roadmap."""

    code = "roadmap_not_running"

    def __init__(self) -> None:
        super().__init__(
            _("The roadmap is not approved, or is closed already: nothing is marked in it."),
            next_step=_("Approve the roadmap first."),
        )


class RoadmapThere(Conflict):
    """Two roadmaps of one kind for one period."""

    code = "roadmap_there"

    def __init__(self) -> None:
        super().__init__(
            _("The school has this roadmap for this period already."),
            next_step=_("Open it in the list, or choose another period."),
        )


class StageState(Conflict):
    """The step does not follow from the state of the stage."""

    code = "stage_state"


class MarkedAlready(Conflict):
    """A term that was marked before."""

    code = "roadmap_term_marked"

    def __init__(self) -> None:
        super().__init__(
            _("The event is marked as done already."),
            next_step=_("Take the mark back first if it is wrong."),
        )


class WrongInput(InputError):
    """One field is wrong."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message, problems=[{"place": place, "message": message}])
