"""Who is there, over all processes: each says so of its own people again and again; whoever is not heard of is gone.

A name lives in a sorted set of Redis with the moment it was last heard of, so that a killed process takes nobody along.
"""

from __future__ import annotations

import time
from collections.abc import Collection

import redis
import redis.asyncio
from django.conf import settings

BEAT_SECONDS = 5
GONE_SECONDS = 17
"""Three beats may be missed."""


def _key(topic: str) -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}.presence.{topic}"


async def say_here(client: redis.asyncio.Redis, topic: str, names: Collection[str]) -> None:
    """These people are there now."""
    if names:
        moment = time.time()
        async with client.pipeline(transaction=False) as batch:
            batch.zadd(_key(topic), dict.fromkeys(names, moment))
            batch.zremrangebyscore(_key(topic), "-inf", moment - 10 * GONE_SECONDS)
            batch.expire(_key(topic), 10 * GONE_SECONDS)
            await batch.execute()


async def say_gone(client: redis.asyncio.Redis, topic: str, name: str) -> None:
    """Somebody has left; who is there with another window is heard of again at the next beat."""
    await client.zrem(_key(topic), name)


async def names_here(client: redis.asyncio.Redis, topic: str) -> set[str]:
    """Who was heard of lately."""
    return {_text(name) for name in await client.zrangebyscore(_key(topic), time.time() - GONE_SECONDS, "+inf")}


def note_here(topic: str, name: str) -> None:
    """Somebody was just seen in another way than by a connection to the topic."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.zadd(_key(topic), {name: time.time()})


def who_is_here(topic: str) -> set[str]:
    """The same for a page."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return {_text(name) for name in client.zrangebyscore(_key(topic), time.time() - GONE_SECONDS, "+inf")}


def _text(name: object) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)
