"""Where rooms above say what a withdrawal means for them, and act on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.functional import Promise

from kernel.acting import Actor

from .models import Consent

Text = str | Promise
Teller = Callable[[Consent], Sequence[Text]]
Follower = Callable[[Consent, Actor], None]

_tellers: list[Teller] = []
_followers: list[Follower] = []


def tell_consequences(teller: Teller) -> None:
    """Register sentences about what a withdrawal will do; asked before it."""
    if teller not in _tellers:
        _tellers.append(teller)


def after_withdrawal(follower: Follower) -> None:
    """Register what follows a withdrawal; called in its transaction."""
    if follower not in _followers:
        _followers.append(follower)


def consequences_of(consent: Consent) -> list[Text]:
    """Everything that the rooms above say of a withdrawal."""
    return [sentence for teller in _tellers for sentence in teller(consent)]


def follow_withdrawal(consent: Consent, acting: Actor) -> None:
    """Let the rooms above act on a withdrawal."""
    for follower in _followers:
        follower(consent, acting)
