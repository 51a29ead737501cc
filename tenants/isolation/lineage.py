"""Which migrations of schools' tables this code knows, and the short name of a set of them.

A *version* is a digest of the migrations of school apps that a schema has. Migrations of shared apps do not count:
they change nothing in a school.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tenants.isolation.phases import Phase, is_served_without, phase_of

Key = tuple[str, str]
VERSION_LENGTH = 32


def dotted(key: Key) -> str:
    """``app.name`` of a migration."""
    return ".".join(key)


def version_of(migrations: Iterable[str]) -> str:
    """The version made of the migrations (dotted). ``reading.VERSION_SQL`` computes the same in the database."""
    text = "\n".join(sorted(migrations))
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]


def school_labels() -> frozenset[str]:
    """Labels of the apps whose tables lie in schools' schemas."""
    return frozenset(config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS)


class KnownLoader(MigrationLoader):
    """Django's loader, told what is applied instead of asking a database for it."""

    def __init__(self, applied: Collection[Key] = ()) -> None:
        self._told = {(app, name): Migration(name, app) for app, name in applied}
        super().__init__(None)

    @property
    def applied_migrations(self) -> dict[Key, Migration]:
        """What is applied. The loader begins with nothing, sets it empty, and adds replacing migrations to it."""
        return self._applied

    @applied_migrations.setter
    def applied_migrations(self, value: dict[Key, Migration] | None) -> None:
        self._applied = value or dict(self._told)

    def in_order(self) -> list[Migration]:
        """Every migration of the graph in the order of an empty database."""
        seen: dict[Key, None] = {}
        for leaf in self.graph.leaf_nodes():
            seen.update(dict.fromkeys(self.graph.forwards_plan(leaf)))
        return [self.graph.nodes[key] for key in seen]

    def with_states(self) -> Iterator[tuple[Migration, ProjectState]]:
        """Every migration with the state before it. The state is reused: take from it what is needed at once."""
        state = ProjectState(real_apps=self.unmigrated_apps)
        for migration in self.in_order():
            yield migration, state
            migration.mutate_state(state, preserve=False)


def recorded_as(migration: Migration) -> list[Key]:
    """The rows that an applied migration leaves: its own, and those of the migrations it replaces."""
    own = (migration.app_label, migration.name)
    return [*((app, name) for app, name in migration.replaces), own]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What this code knows of schools' tables. ``phases``: "app.name" -> phase of every migration, replaced ones too.

    ``dispensable``: those without which this code works. ``version``: that of a school that has them all.
    """

    phases: Mapping[str, Phase]
    dispensable: frozenset[str]
    version: str

    def serves(self, migrations: Mapping[str, str]) -> bool:
        """Whether this code works with tables that have these migrations ("app.name" -> phase)."""
        missing = self.phases.keys() - migrations.keys()
        newer = migrations.keys() - self.phases.keys()
        return missing <= self.dispensable and all(migrations[name] != Phase.CONTRACT for name in newer)


@functools.cache
def lineage() -> Lineage:
    """What this process's code knows; read from its files once."""
    labels = school_labels()
    phases: dict[str, Phase] = {}
    dispensable: set[str] = set()
    for migration, state in KnownLoader().with_states():
        if migration.app_label not in labels:
            continue
        names = [dotted(key) for key in recorded_as(migration)]
        phases.update(dict.fromkeys(names, phase_of(migration, state)))
        if is_served_without(migration, state):
            dispensable.update(names)
    return Lineage(phases=phases, dispensable=frozenset(dispensable), version=version_of(phases))
