"""What people say after a meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.region.speed import queries
from apps.region.speed.models import SpeedFeedback
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict


@action("speed.give_feedback")
def give_feedback(*, meeting_id: int, useful: str, next_step: str, again: bool, acting: Actor) -> SpeedFeedback:
    """Two lines after a meeting, by one of the two who met. Giving it again changes it."""
    meeting, author = queries.own_meeting(meeting_id, acting)
    if queries.round_start(meeting.event, meeting.round) > now():
        raise Conflict(_("This meeting is still ahead."))
    feedback, _created = SpeedFeedback.objects.update_or_create(
        meeting=meeting,
        author=author,
        defaults={"useful": useful.strip(), "next_step": next_step.strip(), "again": again},
    )
    return feedback
