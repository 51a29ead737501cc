"""Cached entries of a school: their keys carry its schema."""

from __future__ import annotations

import redis
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache


def forget_cached(schema: str) -> int:
    """Remove every entry of a school from the cache; how many there were. Schemas hold no signs of patterns."""
    cache = caches["default"]
    if not isinstance(cache, RedisCache):
        raise TypeError("the cache of the product is Redis")
    with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as client:
        keys = list(client.scan_iter(match=f"{cache.key_prefix}:{schema}:*", count=1000))
        return int(client.unlink(*keys)) if keys else 0
