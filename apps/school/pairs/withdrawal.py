"""What the end of a consent means for pairs: nobody is dropped silently, the curator sees which work stands still.

A running pair ends by its own act, with a ground and a date; until then the person cannot leave the bank.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.consents import ports as consents
from apps.school.consents import rules as consent_rules
from apps.school.consents.models import Consent
from apps.school.people.models import Person
from apps.school.people.queries import Bank
from kernel.acting import Actor

from . import queries
from .models import Match

NEEDED = (consent_rules.PERSONAL_DATA, consent_rules.PARTICIPATION, consent_rules.EXTRA_DUTIES)


def open_pairs_of(person: Person) -> list[Match]:
    """Proposed, ordered and running pairs with the person, with their people."""
    return list(queries.with_people(queries.pairs_of(person) & queries.open_pairs()))


def _present_in(person: Person, bank: Bank) -> list[Match]:
    """Open pairs where the person is a present mentor or mentee."""
    sides = {"mentor": "current_mentors", "mentee": "current_mentees"}
    return [
        match
        for match in open_pairs_of(person)
        if any(row.card.person_id == person.pk for row in getattr(match, sides[bank]))
    ]


def preview(consent: Consent) -> Sequence[consents.Effect]:
    """Pairs that cannot go on without the consent."""
    if not consent.type.startswith(NEEDED):
        return []
    banks: tuple[Bank, ...] = ("mentor",) if consent.type == consent_rules.EXTRA_DUTIES else ("mentor", "mentee")
    found = {match.pk: match for bank in banks for match in _present_in(consent.person, bank)}
    return [consents.Effect("blocked", _sentence(match)) for match in found.values()]


def _sentence(match: Match) -> str:
    if match.state == Match.State.ACTIVE:
        text = _("The pair %(pair)s has to be ended by the curator; no order about it can be signed.")
    else:
        text = _("The pair %(pair)s goes no further: its order cannot be signed.")
    return text % {"pair": match.title}


def carry_out(consent: Consent, acting: Actor) -> Sequence[consents.Effect]:
    """Nothing is ended by itself; the trace names the pairs."""
    return preview(consent)


def register() -> None:
    """Fill the ports of the rooms below."""
    consents.follow("pairs", consents.Follower(preview, carry_out))
