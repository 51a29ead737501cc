"""Calls for help. Nothing of their texts gets into the audit trail: they travel as ``Words``."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.people.queries import person_of
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import NotAllowed

from .. import queries
from ..errors import SignalClosed, WrongTerms
from ..models import HelpContact, Signal, SignalReply
from ..permissions import require_curator
from .diary import Words


@action("help.name_contact")
def name_contact(*, person: Person, kind: str, acting: Actor) -> HelpContact:
    """Name somebody with an account as a person to turn to."""
    require_curator(acting)
    if person.account_id is None:
        raise WrongTerms("person", _("This person cannot sign in yet, and would not read the calls."))
    contact, _made = HelpContact.objects.update_or_create(person=person, defaults={"kind": kind})
    return contact


@action("help.drop_contact")
def drop_contact(*, contact: HelpContact, acting: Actor) -> None:
    """Nobody is offered this person any more; calls that were sent stay where they are."""
    require_curator(acting)
    HelpContact.objects.filter(pk=contact.pk).delete()


@action("help.send")
def send_signal(*, addressee: UUID, words: Words, acting: Actor) -> Signal:
    """Call for help. ``addressee``: an account among those offered to this person; it alone will read the text."""
    author = person_of(acting.account_id)
    if author is None:
        raise NotAllowed()
    chosen = next((each for each in queries.addressees(author) if each.account == addressee), None)
    if chosen is None:
        raise WrongTerms("addressee", _("Choose somebody from the list."))
    if not words.text.strip():
        raise WrongTerms("text", _("Write a line: it may be short."))
    return Signal.objects.create(
        author=author, addressee=addressee, addressee_name=chosen.name, text=words.text.strip()
    )


def _locked(signal: Signal, acting: Actor) -> tuple[Signal, bool]:
    """The call as it stands now and whether its author acts; ``NotFound`` for anybody but the two."""
    queries.get_signal(acting, signal.pk)
    found = Signal.objects.select_for_update(of=("self",)).select_related("author").get(pk=signal.pk)
    if found.state == Signal.State.CLOSED:
        raise SignalClosed()
    return found, found.addressee != acting.account_id


@action("help.take")
def take_signal(*, signal: Signal, acting: Actor) -> Signal:
    """The addressee has read it and works on it: the author sees so."""
    found, by_author = _locked(signal, acting)
    if by_author:
        raise NotAllowed()
    if found.state == Signal.State.SENT:
        found.state = Signal.State.TAKEN
        found.save(update_fields=["state", "updated_at"])
    return found


@action("help.answer")
def answer_signal(*, signal: Signal, words: Words, acting: Actor) -> SignalReply:
    """A word from either of the two; the addressee's makes the call an answered one."""
    found, by_author = _locked(signal, acting)
    if not words.text.strip():
        raise WrongTerms("text", _("Write a line: it may be short."))
    if not by_author:
        found.state = Signal.State.ANSWERED
    found.save(update_fields=["state", "updated_at"])
    return SignalReply.objects.create(signal=found, by_author=by_author, text=words.text.strip())


@action("help.close")
def close_signal(*, signal: Signal, acting: Actor) -> Signal:
    """The talk is over; either of the two may say so."""
    found, _by_author = _locked(signal, acting)
    found.state, found.closed_at = Signal.State.CLOSED, now()
    found.save(update_fields=["state", "closed_at", "updated_at"])
    return found
