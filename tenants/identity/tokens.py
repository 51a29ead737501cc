"""Secrets of programs: what a token looks like and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "est_"


def new_token() -> str:
    """A fresh secret of 256 bits; the prefix lets scanners of leaked secrets recognise it."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token. It has enough entropy to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
