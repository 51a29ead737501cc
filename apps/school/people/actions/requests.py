"""Requests of mentees: each with its date, until it is met or not wanted any more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from ..errors import wrong
from ..models import Card, MenteeCard, MenteeRequest, Person
from .history import keep_request
from .persons import lock_person


def _mentee_card(person: Person) -> MenteeCard:
    locked = lock_person(person.pk)
    card = MenteeCard.objects.select_for_update().filter(person=locked, state=Card.State.ACTIVE).first()
    if card is None:
        raise Conflict(
            _("This person is not in the mentees' bank."), next_step=_("Enter the person into the bank first.")
        )
    card.person = locked
    return card


@action("mentee.state_request")
def state_request(*, person: Person, text: str, acting: Actor) -> MenteeRequest:
    """One more request of a mentee beside those open; the card shows it as the newest."""
    card = _mentee_card(person)
    text = text.strip()
    if not text:
        raise wrong("text", _("Say what help is wanted."))
    keep_request(card, acting)
    if MenteeRequest.objects.filter(person=card.person, text=text, state=MenteeRequest.State.OPEN).exists():
        raise Conflict(_("This request is open already."))
    row = MenteeRequest.objects.create(person=card.person, text=text, stated_on=today(), account_id=acting.account_id)
    card.request = text
    card.save(update_fields=["request", "updated_at"])
    return row


@action("mentee.close_request")
def close_request(*, request: MenteeRequest, met: bool, acting: Actor) -> MenteeRequest:
    """A request is met, or not wanted any more; the card goes back to the newest open one."""
    card = MenteeCard.objects.select_for_update().filter(person=request.person_id).first()
    locked = MenteeRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != MenteeRequest.State.OPEN:
        raise Conflict(_("This request is closed already."))
    locked.state = MenteeRequest.State.MET if met else MenteeRequest.State.DROPPED
    locked.closed_on = today()
    locked.save()
    if card is not None and card.request == locked.text:
        rest = MenteeRequest.objects.filter(person=locked.person_id, state=MenteeRequest.State.OPEN).first()
        card.request = rest.text if rest else ""
        card.save(update_fields=["request", "updated_at"])
    return locked
