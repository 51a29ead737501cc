"""The kinds of acts that this register knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class OrderKind:
    """A kind of act; its text is written by ``wording``. ``mark``: letters that tell it in a number."""

    code: str
    title: str | Promise
    mark: str


PAIR_FORMATION = "pair_formation"
PAIRS_FORMATION = "pairs_formation"
MENTOR_REPLACEMENT = "mentor_replacement"
MENTOR_APPOINTMENT = "mentor_appointment"
COMMISSION = "commission"
CURATOR_APPOINTMENT = "curator_appointment"
MENTOR_POOL = "mentor_pool"
INCENTIVE = "incentive"
PAIR_TERM_CHANGE = "pair_term_change"
PAIR_END = "pair_end"
ANNUAL_PROGRAMME = "annual_programme"
REGULATION_APPROVAL = "regulation_approval"
REGISTER_APPROVAL = "register_approval"
CANCELLATION = "cancellation"

ORDER_KINDS: Mapping[str, OrderKind] = {
    kind.code: kind
    for kind in (
        OrderKind(PAIR_FORMATION, _("a pair is fixed"), "зп"),
        OrderKind(PAIRS_FORMATION, _("pairs are fixed"), "знп"),
        OrderKind(MENTOR_REPLACEMENT, _("a mentor is replaced"), "зам"),
        OrderKind(MENTOR_APPOINTMENT, _("mentors are appointed"), "нн"),
        OrderKind(COMMISSION, _("the selection commission"), "ком"),
        OrderKind(CURATOR_APPOINTMENT, _("a curator is appointed"), "кур"),
        OrderKind(MENTOR_POOL, _("the pool of best mentors"), "пул"),
        OrderKind(INCENTIVE, _("participants are rewarded"), "п"),
        OrderKind(PAIR_TERM_CHANGE, _("the term of a pair is changed"), "ср"),
        OrderKind(PAIR_END, _("a pair is ended"), "пр"),
        OrderKind(ANNUAL_PROGRAMME, _("the annual programme is approved"), "прог"),
        OrderKind(REGULATION_APPROVAL, _("the regulation is approved"), "лна"),
        OrderKind(REGISTER_APPROVAL, _("the register of mentors is approved"), "реестр"),
        OrderKind(CANCELLATION, _("an order is cancelled"), "отм"),
    )
}
