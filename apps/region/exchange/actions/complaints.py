"""Complaints: one of the two people files, the region's coordinator looks into it and answers, both curators read."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.region.exchange import permissions
from apps.region.exchange.models import RemoteComplaint, RemotePair
from apps.region.exchange.telling import tell_of_pair
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed

ANSWER_DAYS = 10
State = RemoteComplaint.State


@action("remote_complaint.file")
def file_complaint(*, pair: RemotePair, text: str, acting: Actor) -> RemoteComplaint:
    """A complaint of one side, also after the work is over. The other person does not see it."""
    side = permissions.side_of(pair, acting)
    if side is None:
        raise NotAllowed(_("Only the two people of the pair complain."))
    try:
        with transaction.atomic():
            row = RemoteComplaint.objects.create(
                pair=pair, side=side, text=text, answer_by=today() + datetime.timedelta(days=ANSWER_DAYS)
            )
    except IntegrityError as error:
        raise Conflict(
            _("Your complaint is being looked into already."), next_step=_("Wait for the answer, or take it back.")
        ) from error
    tell_of_pair(pair, "complaint", f"{row.pk}")
    return row


def _locked(complaint: RemoteComplaint, *states: State) -> RemoteComplaint:
    rows = RemoteComplaint.objects.select_for_update(of=("self",))
    row = rows.select_related("pair__mentor_school", "pair__mentee_school").get(pk=complaint.pk)
    if row.state not in states:
        raise Conflict(_("This complaint does not wait any more: %(state)s.") % {"state": row.get_state_display()})
    return row


@action("remote_complaint.take")
def take_complaint(*, complaint: RemoteComplaint, acting: Actor) -> RemoteComplaint:
    """The coordinator begins to look into it: both sides see that."""
    permissions.require_answering(complaint, acting)
    row = _locked(complaint, State.FILED)
    row.state = State.TAKEN
    row.save(update_fields=["state", "updated_at"])
    tell_of_pair(row.pair, "complaint_taken", f"{row.pk}", side=row.side)
    return row


@action("remote_complaint.answer")
def answer_complaint(*, complaint: RemoteComplaint, answer: str, acting: Actor) -> RemoteComplaint:
    """The coordinator's answer: whoever complained and both curators read it."""
    permissions.require_answering(complaint, acting)
    row = _locked(complaint, State.FILED, State.TAKEN)
    if not answer.strip():
        message = _("Write the answer.")
        raise InputError(message, problems=[{"place": "answer", "message": message}])
    row.state, row.answer, row.answered_by, row.answered_at = State.ANSWERED, answer, acting.name, now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "updated_at"])
    tell_of_pair(row.pair, "complaint_answered", f"{row.pk}", side=row.side)
    return row


@action("remote_complaint.take_back")
def take_back_complaint(*, complaint: RemoteComplaint, acting: Actor) -> RemoteComplaint:
    """Whoever complained does so no more."""
    if permissions.side_of(complaint.pair, acting) != complaint.side:
        raise NotAllowed()
    row = _locked(complaint, State.FILED, State.TAKEN)
    row.state = State.TAKEN_BACK
    row.save(update_fields=["state", "updated_at"])
    return row
