"""Cache keys carry the schema: one school's data can never be read by another."""

from __future__ import annotations

from redis.exceptions import RedisError

from tenants.isolation.backend import connection

CACHE_IS_GONE = (RedisError, OSError)
"""What the cache raises while its server is away: for those who can do without it."""


def schema_key(key: str, key_prefix: str, version: int) -> str:
    """``KEY_FUNCTION`` of every cache: prefix, schema, version, key."""
    return f"{key_prefix}:{connection.schema_name}:{version}:{key}"
