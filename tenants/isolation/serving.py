"""Which schools this code can serve: those whose tables it can work with.

Decided without a query for schools that are up to date; any other version costs one query in the life of a process.
"""

from __future__ import annotations

import functools

from tenants.isolation.context import enter_region
from tenants.isolation.lineage import lineage
from tenants.organisations.models import School, TableVersion

RETRY_AFTER_SECONDS = 60


def is_servable(school: School) -> bool:
    """False while the school waits for a migration that this code needs, or has one that this code cannot bear."""
    if school.version == lineage().version:
        return True
    if not school.version:
        return False
    try:
        return _is_servable_version(school.version)
    except TableVersion.DoesNotExist:
        return False


@functools.cache
def _is_servable_version(version: str) -> bool:
    with enter_region():
        return lineage().serves(TableVersion.objects.get(version=version).migrations)


def forget() -> None:
    """Read the code's migrations anew: for tests that give it others."""
    lineage.cache_clear()
    _is_servable_version.cache_clear()
