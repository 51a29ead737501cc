"""What the end of a consent means between schools: the mentor is not offered to others any more."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.region.exchange import intake, outlook
from apps.school.consents import ports as consents
from apps.school.consents import rules as consent_rules
from apps.school.consents.models import Consent
from apps.school.people.queries import card_of
from kernel.acting import Actor

from . import queries

NEEDED = (consent_rules.PERSONAL_DATA, consent_rules.PARTICIPATION, consent_rules.EXTRA_DUTIES)
WITHDRAWN = "withdrawn"


def _offers(consent: Consent) -> list[outlook.OfferLine]:
    """Offers of the person that other schools can see, or that wait for the mentor's answer."""
    card = card_of(consent.person, "mentor")
    if card is None or not consent.type.startswith(NEEDED):
        return []
    mine = (offer for offer in outlook.own_offers(queries.own_id()) if offer.mentor_card == card.pk)
    return [offer for offer in mine if offer.state != WITHDRAWN]


def preview(consent: Consent) -> Sequence[consents.Effect]:
    """Offers that are withdrawn."""
    sentence = _("The offer of the mentor %(name)s to other schools is withdrawn; requests that wait are declined.")
    return [consents.Effect("removed", sentence % {"name": offer.mentor_name}) for offer in _offers(consent)]


def carry_out(consent: Consent, acting: Actor) -> Sequence[consents.Effect]:
    """Withdraw them; running remote pairs are ended by the curators of both schools."""
    told = preview(consent)
    for offer in _offers(consent):
        intake.withdraw_offer(school_id=queries.own_id(), offer=offer.offer)
    return told


def register() -> None:
    """Fill the port of the room of consents."""
    consents.follow("liaison", consents.Follower(preview, carry_out))
