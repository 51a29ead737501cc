"""Where an order for many pairs is prepared anew after a return. Imported by ``MatchingConfig.ready``."""

from __future__ import annotations

from apps.school.orders.handlers import prepared_at
from apps.school.orders.kinds import PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.pairs.actions import pairs_of_order

from .models import Choice


def _prepared_at(order: Order) -> str:
    """The board of the proposal that the pairs came from."""
    choice = Choice.objects.filter(match__in=pairs_of_order(order)).select_related("proposal").first()
    return choice.proposal.get_absolute_url() if choice is not None else ""


prepared_at(PAIRS_FORMATION, _prepared_at)
