"""The kinds of acts that this register knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class OrderKind:
    """A kind of act; its text is written by ``wording``."""

    code: str
    title: str | Promise


PAIR_FORMATION = "pair_formation"
MENTOR_REPLACEMENT = "mentor_replacement"
MENTOR_APPOINTMENT = "mentor_appointment"
COMMISSION = "commission"
CURATOR_APPOINTMENT = "curator_appointment"
MENTOR_POOL = "mentor_pool"
INCENTIVE = "incentive"
PAIR_TERM_CHANGE = "pair_term_change"
ANNUAL_PROGRAMME = "annual_programme"
REGULATION_APPROVAL = "regulation_approval"

ORDER_KINDS: Mapping[str, OrderKind] = {
    kind.code: kind
    for kind in (
        OrderKind(PAIR_FORMATION, _("a pair is fixed")),
        OrderKind(MENTOR_REPLACEMENT, _("a mentor is replaced")),
        OrderKind(MENTOR_APPOINTMENT, _("mentors are appointed")),
        OrderKind(COMMISSION, _("the selection commission")),
        OrderKind(CURATOR_APPOINTMENT, _("a curator is appointed")),
        OrderKind(MENTOR_POOL, _("the pool of best mentors")),
        OrderKind(INCENTIVE, _("participants are rewarded")),
        OrderKind(PAIR_TERM_CHANGE, _("the term of a pair is changed")),
        OrderKind(ANNUAL_PROGRAMME, _("the annual programme is approved")),
        OrderKind(REGULATION_APPROVAL, _("the regulation is approved")),
    )
}
