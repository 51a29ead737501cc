"""What the end of a consent means between schools: nobody is offered to others, no name stands outside any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.utils.translation import gettext as _

from apps.region.exchange import intake, outlook
from apps.school.consents import ports as consents
from apps.school.consents import rules as consent_rules
from apps.school.consents.models import Consent
from apps.school.people.queries import card_of
from kernel.acting import Actor
from kernel.clock import today

from . import queries

NEEDED = (consent_rules.PARTICIPATION, consent_rules.EXTRA_DUTIES)
"""Without these nobody is offered to others; without the next ones not even the name may stand outside."""

NAMING = (consent_rules.PERSONAL_DATA, consent_rules.TRANSFER)
WITHDRAWN = "withdrawn"
SIDES: tuple[Literal["mentor", "mentee"], ...] = ("mentor", "mentee")


def _offers(consent: Consent) -> list[outlook.OfferLine]:
    """Offers of the person that other schools can see, or that wait for the mentor's answer."""
    card = card_of(consent.person, "mentor")
    if card is None or not consent.type.startswith(NEEDED):
        return []
    mine = (offer for offer in outlook.own_offers(queries.own_id()) if offer.mentor_card == card.pk)
    return [offer for offer in mine if offer.state != WITHDRAWN]


def _held(consent: Consent) -> list[tuple[Literal["mentor", "mentee"], int, intake.Held]]:
    """What the exchange holds of the person: side, card, how much."""
    if not consent.type.startswith(NAMING):
        return []
    found = []
    for side in SIDES:
        card = card_of(consent.person, side)
        if card is not None:
            held = intake.held_of(school_id=queries.own_id(), side=side, card=card.pk)
            if held.anything:
                found.append((side, card.pk, held))
    return found


def preview(consent: Consent) -> Sequence[consents.Effect]:
    """Offers that are withdrawn; names that go, pairs that end."""
    sentence = _("The offer of the mentor %(name)s to other schools is withdrawn; requests that wait are declined.")
    told = [consents.Effect("removed", sentence % {"name": offer.mentor_name}) for offer in _offers(consent)]
    for side, _card, held in _held(consent):
        told += _effects(side, held)
    return told


def _effects(side: str, held: intake.Held) -> list[consents.Effect]:
    told = []
    if held.offers or held.needs:
        text = (
            _("Offers to other schools are withdrawn, the name is taken out of them.")
            if side == "mentor"
            else _("The published need is withdrawn.")
        )
        told.append(consents.Effect("removed", text))
    if held.requests:
        told.append(consents.Effect("removed", _("Requests between schools that wait are declined.")))
    if held.pairs:
        text = _("The name is taken out of remote pairs; those at work end, and the other school sees that they have.")
        told.append(consents.Effect("removed", text))
    return told


def carry_out(consent: Consent, acting: Actor) -> Sequence[consents.Effect]:
    """Do it. Of other consents running remote pairs are ended by the curators of both schools."""
    told = preview(consent)
    for offer in _offers(consent):
        intake.withdraw_offer(school_id=queries.own_id(), offer=offer.offer)
    for side, card, _held_rows in _held(consent):
        intake.take_name_out(school_id=queries.own_id(), side=side, card=card, on=today())
    return told


def register() -> None:
    """Fill the port of the room of consents."""
    consents.follow("liaison", consents.Follower(preview, carry_out))
