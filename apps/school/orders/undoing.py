"""What becomes of an order's consequences when another order cancels it. Upper apps register here when they are ready.

A kind without an ``Undoing`` cannot be cancelled: ``IMPOSSIBLE`` says why and what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.acting import Actor

from . import kinds
from .models import Order

Text = str | Promise


def _nothing_rests(_order: Order) -> Sequence[Text]:
    return ()


@dataclass(frozen=True, slots=True)
class Undoing:
    """``tells``: what the cancellation changes, sentences for the head; ``carry_out``: does it inside the signature of
    the cancelling order (a refusal that it raises undoes the signature); ``rests``: what rests on this very order by
    now, sentences that say why it is not cancelled, asked when the cancellation is prepared and when it is signed.
    """

    tells: Callable[[Order], Sequence[Text]]
    carry_out: Callable[[Order, Actor], None]
    rests: Callable[[Order], Sequence[Text]] = _nothing_rests


def _nothing(_order: Order, _acting: Actor) -> None:
    """The act itself was everything that it changed."""


ONLY_THE_ACT = Undoing(lambda _order: (_("The order itself has no force any more; nothing else changes."),), _nothing)

REWARDS = Undoing(
    lambda _order: (
        _("The rewards named in the order are not counted any more."),
        _("What has been handed over, paid or published does not come back by itself."),
    ),
    _nothing,
)

_undoings: dict[str, Undoing] = {kinds.REGISTER_APPROVAL: ONLY_THE_ACT, kinds.INCENTIVE: REWARDS}

IMPOSSIBLE: Mapping[str, Text] = {
    kinds.MENTOR_REPLACEMENT: _("The new mentor has taken the pair over: replace the mentor once more."),
    kinds.PAIR_END: _("The work has ended and its results are counted: form a new pair."),
    kinds.ANNUAL_PROGRAMME: _("Pairs have begun their work by this programme: approve a new one."),
    kinds.REGULATION_APPROVAL: _("The act is in force and pairs live under it: adopt a new version."),
    kinds.CANCELLATION: _("What was cancelled does not come back by itself: prepare its order anew."),
}
OTHERWISE = _("What this order has changed cannot be undone by the system: issue a new order instead.")


def undoes(kind: str, undoing: Undoing) -> None:
    """Say what happens when an order of the kind is cancelled."""
    _undoings[kind] = undoing


def undoing_of(kind: str) -> Undoing | None:
    """How a kind is undone, None where it cannot be."""
    return _undoings.get(kind)


def against(order: Order) -> list[Text]:
    """Why this signed order cannot be cancelled, and what to do instead; empty where it can."""
    undoing = undoing_of(order.kind)
    return [IMPOSSIBLE.get(order.kind, OTHERWISE)] if undoing is None else list(undoing.rests(order))
