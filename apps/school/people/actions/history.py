"""What the cards leave behind: times in the banks, requests, departures. Parts of the acts that change a card."""

from __future__ import annotations

import datetime

from kernel.acting import Actor
from kernel.clock import today

from .. import queries
from ..models import BankPeriod, Card, Departure, MenteeCard, MenteeRequest, MentorCard, Person
from ..queries import Bank


def open_period(card: MentorCard | MenteeCard, bank: Bank) -> None:
    """The card begins a time in its bank."""
    period = queries.period_from(card, bank)
    period.save()


def close_period(card: MentorCard | MenteeCard, bank: Bank, left_on: datetime.date, reason: str) -> None:
    """The time in the bank is over. A card older than the history gets its row now."""
    found = BankPeriod.objects.filter(person=card.person, bank=bank, left_on__isnull=True).first()
    period = found or queries.period_from(card, bank)
    period.left_on, period.reason = max(left_on, period.entered_on), reason.strip()[:300]
    period.save()


def leave_card(card: MentorCard | MenteeCard, bank: Bank, left_on: datetime.date, reason: str) -> None:
    """The card leaves its bank and is kept."""
    card.state, card.left_on = Card.State.LEFT, max(left_on, card.entered_on)
    card.save(update_fields=["state", "left_on", "updated_at"])
    close_period(card, bank, left_on, reason)


def open_departure(person: Person, left_on: datetime.date, reason: str) -> None:
    """The person leaves the school."""
    Departure.objects.create(person=person, left_on=left_on, reason=reason.strip()[:300])


def close_departure(person: Person, left_on: datetime.date, returned_on: datetime.date) -> None:
    """The person is back. A departure older than the history gets its row now."""
    row = Departure.objects.filter(person=person, returned_on__isnull=True).first()
    row = row or Departure(person=person, left_on=left_on)
    row.returned_on = returned_on
    row.save()


def note_request(card: MenteeCard, text: str, acting: Actor, on: datetime.date | None = None) -> None:
    """The card's request becomes ``text``; what was said before stays with its date."""
    text = text.strip()
    keep_request(card, acting)
    if text == card.request:
        return
    MenteeRequest.objects.filter(person=card.person, text=card.request, state=MenteeRequest.State.OPEN).update(
        state=MenteeRequest.State.DROPPED, closed_on=on or today()
    )
    card.request = text
    if text:
        MenteeRequest.objects.create(
            person=card.person, text=text, stated_on=on or today(), account_id=acting.account_id
        )


def keep_request(card: MenteeCard, acting: Actor) -> None:
    """A request older than the history gets its row."""
    if card.request and not MenteeRequest.objects.filter(person=card.person, text=card.request).exists():
        MenteeRequest.objects.create(
            person=card.person, text=card.request, stated_on=card.entered_on, account_id=acting.account_id
        )
