"""``/health/live`` and ``/health/ready``: for supervisors and load balancers, on any host, without a session."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from kernel.doors import ANYONE, door
from tenants.isolation.cache import CACHE_IS_GONE
from tenants.journal.tasks import HEARTBEAT_KEY


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"failed: {type(error).__name__}"
    return "ok"


def _redis() -> str:
    try:
        cache.set("health", 1, timeout=5)
    except CACHE_IS_GONE as error:
        return f"failed: {type(error).__name__}"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"failed: {type(error).__name__}"
    return "ok" if not plan else f"failed: {len(plan)} not applied"


def _worker() -> str:
    try:
        seen = cache.get(HEARTBEAT_KEY)
    except CACHE_IS_GONE as error:
        return f"failed: {type(error).__name__}"
    return "ok" if seen else "failed: no heartbeat"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "redis": _redis,
    "migrations": _migrations,
    "worker": _worker,
}


@door(ANYONE)
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@door(ANYONE)
def ready(request: HttpRequest) -> JsonResponse:
    """Everything the product needs answers: 200, else 503 with what failed."""
    results = {name: check() for name, check in CHECKS.items()}
    healthy = all(result == "ok" for result in results.values())
    return JsonResponse({"status": "ok" if healthy else "failed", **results}, status=200 if healthy else 503)
