"""An order about a pair is cancelled by another order: the pair goes back to where it stood before."""

from __future__ import annotations

from apps.school.orders.models import Order
from kernel.acting import Actor
from kernel.actions import action

from .. import handlers
from ..models import Match, TermChange
from .common import locked
from .stepping import ORDER, step


@action("pair.annul")
def annul_pair(*, match: Match, order: Order, acting: Actor) -> Match:
    """The order that began the work is cancelled: the pair is agreed and keeps its places, a new order may begin it.

    Called by the signature of the cancelling order, which has asked what rests on the pair.
    """
    pair = locked(match)
    step(pair, "annul", ORDER)
    handlers.on_annulled.run(pair, acting)
    return pair


@action("pair.annul_term_change")
def annul_term_change(*, change: TermChange, order: Order, acting: Actor) -> Match:
    """The order of the new term is cancelled: the pair ends when it would have ended; called as ``annul_pair`` is."""
    pair = locked(change.match)
    fresh = step(TermChange.objects.get(pk=change.pk), "annul", ORDER)
    pair.ends_on = fresh.old_end
    pair.save(update_fields=["ends_on", "updated_at"])
    return pair
