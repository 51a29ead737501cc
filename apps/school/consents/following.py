"""What follows a withdrawal in this room and in that of people below it: no place in a bank without the consent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.people import actions as people_actions
from apps.school.people.models import Card, MenteeCard, MentorCard
from apps.school.people.ports import obstacles_to_leaving
from apps.school.people.queries import Bank, card_of
from kernel.acting import Actor, system_actor

from . import rules
from .models import Consent
from .ports import Effect, Follower

BANKS: tuple[Bank, ...] = ("mentor", "mentee")


def _cards(consent: Consent) -> list[tuple[Bank, MentorCard | MenteeCard]]:
    if not consent.type.startswith(rules.PERSONAL_DATA):
        return []
    found = ((bank, card_of(consent.person, bank)) for bank in BANKS)
    return [(bank, card) for bank, card in found if card is not None and card.state == Card.State.ACTIVE]


def _in_bank(consent: Consent, bank: Bank) -> Effect:
    """Leaves the bank at once, unless a running pair counts on the person: then the curator ends that first."""
    obstacles = [str(sentence) for sentence in obstacles_to_leaving(consent.person, bank)]
    word = _("the bank of mentors") if bank == "mentor" else _("the bank of mentees")
    if not obstacles:
        return Effect("removed", _("%(name)s leaves %(bank)s.") % {"name": consent.person.full_name, "bank": word})
    text = _("%(name)s stays in %(bank)s until it is settled: %(reasons)s") % {
        "name": consent.person.full_name,
        "bank": word,
        "reasons": " ".join(obstacles),
    }
    return Effect("blocked", text)


def preview(consent: Consent) -> Sequence[Effect]:
    """Places in the banks, and what cannot be done any more without the consent."""
    return [*_blocked(consent), *(_in_bank(consent, bank) for bank, _card in _cards(consent))]


def _blocked(consent: Consent) -> list[Effect]:
    if consent.type.startswith(rules.PERSONAL_DATA):
        return [Effect("blocked", _("The person cannot be entered into a bank, nor orders be signed that name them."))]
    if consent.type.startswith(rules.PARTICIPATION):
        return [Effect("blocked", _("No order about a pair with this person can be signed."))]
    if consent.type == rules.EXTRA_DUTIES:
        return [Effect("blocked", _("No order can lay the duties of a mentor on this person."))]
    return []


def carry_out(consent: Consent, acting: Actor) -> Sequence[Effect]:
    """Take the person out of the banks. The product acts: whoever withdraws need not keep the banks."""
    found = _blocked(consent)
    for bank, card in _cards(consent):
        effect = _in_bank(consent, bank)
        if effect.kind == "removed":
            people_actions.leave_bank(card=card, acting=system_actor(acting.name))
        found.append(effect)
    return found


FOLLOWER = Follower(preview, carry_out)
