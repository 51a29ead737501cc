"""Where rooms above say what the end of a consent blocks and removes in them, and do it.

A room registers a ``Follower`` when the product starts. ``preview`` is asked before the withdrawal is confirmed,
``carry_out`` acts in the transaction of the withdrawal and tells what it has done: the trace of the withdrawal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kernel.acting import Actor

from .models import Consent


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that is removed or blocked, as a whole sentence in the reader's language."""

    kind: Literal["removed", "blocked"]
    text: str


@dataclass(frozen=True, slots=True)
class Follower:
    """What a room does when a consent ends. It is asked only when no other signature keeps the type in force."""

    preview: Callable[[Consent], Sequence[Effect]]
    carry_out: Callable[[Consent, Actor], Sequence[Effect]]


_followers: dict[str, Follower] = {}


def follow(room: str, follower: Follower) -> None:
    """Register a room; the same name registered again replaces the former one."""
    _followers[room] = follower


def preview(consent: Consent) -> list[Effect]:
    """Everything that the end of a consent would remove and block."""
    return [effect for follower in _followers.values() for effect in follower.preview(consent)]


def carry_out(consent: Consent, acting: Actor) -> list[Effect]:
    """Let every room follow; inside the transaction of the withdrawal."""
    return [effect for follower in _followers.values() for effect in follower.carry_out(consent, acting)]
