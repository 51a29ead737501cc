"""One of the two people leaves the pair: nobody is held in it (152-ФЗ, ст. 9 ч. 2; participation is voluntary)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.region.exchange import permissions
from apps.region.exchange.models import RemoteMeeting, RemotePair
from apps.region.exchange.queries import locked_pair
from apps.region.exchange.seats import free_seat_later
from apps.region.exchange.telling import tell_of_pair
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.journal.marks import mark_school

GROUNDS = {"mentor": "mentor_left", "mentee": "mentee_left"}


@action("remote_pair.leave")
def leave_pair(*, pair: RemotePair, reason: str, acting: Actor) -> RemotePair:
    """End the work at once, by the own will. Meetings to come are called off; the place at the mentor is free again."""
    side = permissions.side_of(pair, acting)
    if side is None:
        raise NotAllowed(_("Only the two people of the pair leave it."))
    row = locked_pair(pair.pk)
    if row.state != RemotePair.State.ACTIVE:
        raise Conflict(_("The work of this pair is over: %(state)s.") % {"state": row.get_state_display()})
    if not reason.strip():
        message = _("Say why: the curators of both schools read it.")
        raise InputError(message, problems=[{"place": "reason", "message": message}])
    titles = {"mentor": _("the mentor has left the pair"), "mentee": _("the mentee has left the pair")}
    row.state, row.closing_ground, row.closed_on = RemotePair.State.ENDED, GROUNDS[side], max(today(), row.starts_on)
    row.closing_ground_title, row.results = titles[side], reason
    row.save(update_fields=["state", "closing_ground", "closing_ground_title", "closed_on", "results", "updated_at"])
    row.meetings.filter(state=RemoteMeeting.State.PLANNED, starts_at__gte=now()).update(
        state=RemoteMeeting.State.MISSED, missed_reason=titles[side], updated_at=now()
    )
    for school in (row.mentor_school, row.mentee_school):
        mark_school(school, "remote_pair.close")
    free_seat_later(row)
    tell_of_pair(row, "left", f"{row.pk}")
    return row
