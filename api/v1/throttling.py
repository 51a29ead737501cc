"""How much one caller may ask: a program gone wild must not slow the pages down."""

from __future__ import annotations

from rest_framework.throttling import UserRateThrottle


class PerAccount(UserRateThrottle):
    """Requests of one account in one place (the cache is the place's own)."""

    scope = "api"
    rate = "600/min"
