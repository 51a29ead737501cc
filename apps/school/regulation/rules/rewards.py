"""Rewards: what the act provides for, what counts in the attestation and in pay. All partial: demanded or told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import breach, law_breach, names

TYPES = "incentives.types"
ATTESTATION = "incentives.attestation"
PAY = "incentives.pay"
EVENT = "incentives.event"


def reward_kinds(view: RegulationView, kinds: Collection[str]) -> list[Violation]:
    """People are rewarded as the act provides for (codes of ``incentive``)."""
    foreign = sorted(set(kinds) - set(view.codes(TYPES)))
    if not foreign:
        return []
    sentence = _("The reward “{actual}” is not provided for; provided for: {value}. Basis: {clause}.")
    return [breach(view, TYPES, actual=names(view, "incentive", foreign), sentence=sentence)]


def attestation(view: RegulationView) -> list[Violation]:
    """An extract for the attestation is made where the act lets mentoring count there."""
    if view.value(ATTESTATION):
        return []
    sentence = _("Mentoring does not count in the attestation here: {value}. Basis: {clause}.")
    return [breach(view, ATTESTATION, actual="", sentence=sentence)]


@dataclass(frozen=True, slots=True)
class PayFacts:
    """A mentor named in a memo on payments. ``employee``: works in this school; ``agreement`` and ``terms``: its
    requisites and what it says of the size and the conditions of payment.
    """

    name: str
    employee: bool
    agreement: str
    terms: str


def payments(view: RegulationView, mentors: Sequence[PayFacts]) -> list[Violation]:
    """Pay for mentoring rests on an agreement with its size and conditions (Labour Code art. 351.8), the act or not.

    The article speaks of employees; people from outside are not paid by this memo's rule.
    """
    norm = view.norm(PAY)
    lacking = [each.name for each in mentors if each.employee and not (each.agreement.strip() and each.terms.strip())]
    if norm is None or not lacking:
        return []
    sentence = _("The agreement and its terms of payment are not named: {actual}. Basis: {clause}.")
    return [law_breach(view, PAY, norm, actual=", ".join(lacking), sentence=sentence)]
