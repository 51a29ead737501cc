"""What comes with the order, the beginning and the end of a pair's work, and with an order that is cancelled.

Upper apps register here when they are ready.

    from apps.school.pairs.handlers import on_activated
    on_activated.register(actions.open_programme)

A handler runs inside the transaction of the act: a refusal that it raises undoes the act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from django.utils.functional import Promise

from kernel.acting import Actor

from .models import Match


class Handler(Protocol):
    """Called with the pair in its new state."""

    def __call__(self, *, match: Match, acting: Actor) -> None: ...


H = TypeVar("H", bound=Handler)


class Registry:
    """Handlers of one event, in the order of registration; each is held once."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []

    def register(self, handler: H) -> H:
        """Add a handler; usable as a decorator."""
        if handler not in self._handlers:
            self._handlers.append(handler)
        return handler

    __call__ = register

    def run(self, match: Match, acting: Actor) -> None:
        """Call every handler."""
        for handler in self._handlers:
            handler(match=match, acting=acting)


on_ordered = Registry()
on_activated = Registry()
on_closed = Registry()
on_annulled = Registry()

RestsOf = Callable[[Match], Sequence[str | Promise]]
_rests: list[RestsOf] = []


def rests_on(source: RestsOf) -> RestsOf:
    """Register who knows what rests on the beginning of a pair's work: sentences, none while nothing does."""
    if source not in _rests:
        _rests.append(source)
    return source


def what_rests_on(match: Match) -> list[str | Promise]:
    """Why the order that began the work is not cancelled any more, by the rooms above."""
    return [sentence for source in _rests for sentence in source(match)]
