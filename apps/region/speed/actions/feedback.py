"""What people say after a meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.region.speed import queries
from apps.region.speed.models import SpeedFeedback
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict

from .locking import tell_hall


@action("speed.give_feedback")
def give_feedback(*, meeting_id: int, useful: str, next_step: str, again: bool, acting: Actor) -> SpeedFeedback:
    """Two lines after a meeting, by one of the two who met. Giving it again changes it."""
    meeting, author = queries.own_meeting(meeting_id, acting)
    if not queries.has_begun(meeting.event, meeting.round):
        raise Conflict(_("This meeting is still ahead."))
    feedback, _created = SpeedFeedback.objects.update_or_create(
        meeting=meeting,
        author=author,
        defaults={"useful": useful.strip(), "next_step": next_step.strip(), "again": again},
    )
    tell_hall(meeting.event)
    return feedback
