"""Real PostgreSQL and Redis, real migrations, and a recurring cast (tests/support)."""

from __future__ import annotations

import importlib

importlib.import_module("config.celery")  # tasks belong to the project's own Celery, not to a default one

pytest_plugins = ["tests.support.database", "tests.support.cast"]
