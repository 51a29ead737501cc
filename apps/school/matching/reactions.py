"""What follows when one order for many pairs is signed or returned. Imported by ``MatchingConfig.ready``."""

from __future__ import annotations

from apps.school.orders.handlers import on_returned, on_signed, prepared_at
from apps.school.orders.kinds import PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from kernel.acting import Actor

from .models import Proposal


def _pairs_of(order: Order) -> list[Match]:
    return list(Match.objects.filter(pk__in=[pair["pair"] for pair in order.facts["pairs"]]).order_by("pk"))


@on_signed(PAIRS_FORMATION)
def begin(*, order: Order, acting: Actor) -> None:
    """All its pairs are at work."""
    for match in _pairs_of(order):
        pairs.activate_pair(match=match, order=order, acting=acting)


@on_returned(PAIRS_FORMATION)
def take_back(*, order: Order, acting: Actor) -> None:
    """All its pairs wait for a new order."""
    for match in _pairs_of(order):
        pairs.take_order_back(match=match, order=order, acting=acting)


def _prepared_at(order: Order) -> str:
    proposal = Proposal.objects.filter(pk=int(order.subject.rpartition(":")[2])).first()
    return proposal.get_absolute_url() if proposal is not None else ""


prepared_at(PAIRS_FORMATION, _prepared_at)
