"""Real PostgreSQL and Redis, real migrations, and a recurring cast (tests/support)."""

from __future__ import annotations

pytest_plugins = ["tests.support.database", "tests.support.cast"]
