"""What follows a signature or a return. Upper apps register here in their ``AppConfig.ready``.

A handler runs inside the transaction of the act: a refusal that it raises undoes the signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol, TypeVar

from kernel.acting import Actor

from .models import Order


class Handler(Protocol):
    """Called with the order, already numbered or returned."""

    def __call__(self, *, order: Order, acting: Actor) -> None: ...


H = TypeVar("H", bound=Handler)

_signed: defaultdict[str, list[Handler]] = defaultdict(list)
_returned: defaultdict[str, list[Handler]] = defaultdict(list)


def on_signed(kind: str) -> Callable[[H], H]:
    """``@on_signed("pair_formation")``: carry out what the order says, in the signature's transaction."""
    return _registrar(_signed[kind])


def on_returned(kind: str) -> Callable[[H], H]:
    """The order was returned by the head or withdrawn by the office: undo what waited for it."""
    return _registrar(_returned[kind])


def _registrar(handlers: list[Handler]) -> Callable[[H], H]:
    def register(handler: H) -> H:
        if handler not in handlers:
            handlers.append(handler)
        return handler

    return register


_prepared_at: dict[str, Callable[[Order], str]] = {}


def prepared_at(kind: str, address: Callable[[Order], str]) -> None:
    """Say where an order of the kind is prepared anew after a return; "" for an order that nobody needs any more."""
    _prepared_at[kind] = address


def address_of_preparing(order: Order) -> str:
    """The page where this returned order is prepared anew, "" where the kind has none."""
    address = _prepared_at.get(order.kind)
    return address(order) if address is not None else ""


def signed(order: Order, acting: Actor) -> None:
    """Run the handlers of a signed order."""
    for handler in _signed[order.kind]:
        handler(order=order, acting=acting)


def returned(order: Order, acting: Actor) -> None:
    """Run the handlers of a returned or withdrawn order."""
    for handler in _returned[order.kind]:
        handler(order=order, acting=acting)
