"""Refusals of this room."""

from __future__ import annotations

from collections.abc import Sequence

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


class DroppedAlready(Conflict):
    """A term that was closed without being done."""

    code = "roadmap_term_dropped"

    def __init__(self) -> None:
        super().__init__(
            _("This time of the event was closed without being done."),
            next_step=_("Take it up again first if it is to be done after all."),
        )


class EditedMeanwhile(Conflict):
    """Somebody else changed the same thing since this person opened it. ``now``: what stands there now, in words."""

    code = "roadmap_edited_meanwhile"

    def __init__(self, now: str) -> None:
        super().__init__(
            _("Somebody else changed this while you were editing; nothing of yours was saved. Now it says: %(now)s.")
            % {"now": now},
            next_step=_("Your own text still stands below: save again to put it in place of theirs."),
        )


class Circle(InputError):
    """Events that would wait for each other. ``titles``: the rows of the circle in their order."""

    code = "roadmap_circle"

    def __init__(self, titles: Sequence[str], place: str = "needs") -> None:
        message = _("These events would wait for each other: %(rows)s.") % {"rows": " → ".join(titles)}
        super().__init__(
            message,
            problems=[{"place": place, "message": message}],
            next_step=_("Take one of them out of what the event waits for."),
        )


class TurnedAlready(Conflict):
    """The year of this roadmap was turned before."""

    code = "roadmap_turned"

    def __init__(self) -> None:
        super().__init__(
            _("The year of this roadmap was turned already: its events go on in the next one."),
            next_step=_("Open the next year's roadmap in the list."),
        )


class WrongInput(InputError):
    """One field is wrong."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message, problems=[{"place": place, "message": message}])
