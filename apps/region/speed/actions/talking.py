"""What is said between the hall and the organiser, and the wish to go on with somebody."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed import queries
from apps.region.speed.models import SpeedAnnouncement, SpeedCall, SpeedContinuation, SpeedEvent
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, NotFound

from .locking import locked_event, require_state, tell_hall

State = SpeedEvent.State


@action("speed.ask_organiser")
def ask_organiser(*, event_id: UUID, text: str, acting: Actor) -> SpeedCall:
    """A participant asks the organiser."""
    event = locked_event(event_id)
    require_state(event, State.PLANNED)
    own = queries.own_registration(event, acting.account_id)
    if own is None:
        raise NotFound
    call = SpeedCall.objects.create(event=event, author=own, kind=SpeedCall.Kind.QUESTION, text=text.strip())
    tell_hall(event)
    return call


@action("speed.want_help")
def want_help(*, event_id: UUID, acting: Actor) -> SpeedCall:
    """A participant has trouble with sound or picture. Calling twice is one call until it is answered."""
    event = locked_event(event_id)
    require_state(event, State.PLANNED)
    own = queries.own_registration(event, acting.account_id)
    if own is None:
        raise NotFound
    call, is_new = SpeedCall.objects.get_or_create(event=event, author=own, kind=SpeedCall.Kind.HELP, answered_at=None)
    if is_new:
        tell_hall(event)
    return call


@action("speed.answer_call")
def answer_call(*, event_id: UUID, call_id: int, answer: str, acting: Actor) -> SpeedCall:
    """The organiser answers, or says that help is on its way. The first answer holds."""
    event = locked_event(event_id)
    call = SpeedCall.objects.filter(event=event, pk=call_id).first()
    if call is None:
        raise NotFound
    if call.answered_at is not None:
        raise Conflict(_("This has been answered already: %(name)s.") % {"name": call.answered_by})
    call.answer, call.answered_at, call.answered_by = answer.strip(), now(), acting.name
    call.save(update_fields=["answer", "answered_at", "answered_by", "updated_at"])
    tell_hall(event)
    return call


@action("speed.announce")
def announce(*, event_id: UUID, text: str, acting: Actor) -> SpeedAnnouncement:
    """The organiser says something to all who are in the hall."""
    event = locked_event(event_id)
    require_state(event, State.PLANNED)
    said = SpeedAnnouncement.objects.create(event=event, text=text.strip())
    tell_hall(event)
    return said


@action("speed.go_on")
def go_on(*, meeting_id: int, acting: Actor) -> SpeedContinuation:
    """One of the two who met would like to go on with the other. Saying it twice is saying it once."""
    meeting, own = queries.own_meeting(meeting_id, acting)
    if not queries.has_begun(meeting.event, meeting.round):
        raise Conflict(_("This meeting is still ahead."))
    wish, _created = SpeedContinuation.objects.get_or_create(meeting=meeting, author=own)
    tell_hall(meeting.event)
    return wish
