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
REGULATION_APPROVAL = "regulation_approval"

ORDER_KINDS: Mapping[str, OrderKind] = {
    kind.code: kind
    for kind in (
        OrderKind(PAIR_FORMATION, _("a pair is fixed")),
        OrderKind(MENTOR_REPLACEMENT, _("a mentor is replaced")),
        OrderKind(REGULATION_APPROVAL, _("the regulation is approved")),
    )
}
