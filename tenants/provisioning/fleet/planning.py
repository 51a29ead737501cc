"""Schools that have the same form a group; a group lacks the same migrations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.migrations import Migration
from django.db.migrations.state import ProjectState
from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.isolation.lineage import Key, KnownLoader, dotted, lineage, recorded_as, school_labels
from tenants.provisioning.fleet.reading import Seen, applied_in, applied_in_region


@dataclass(frozen=True)
class Group:
    """Schools with the same migrations. ``applied``: those they have; ``schools``: at least one."""

    applied: frozenset[Key]
    schools: tuple[Seen, ...]

    @cached_property
    def _loader(self) -> KnownLoader:
        shared = [key for key in KnownLoader().graph.nodes if key[0] not in school_labels()]
        return KnownLoader([*self.applied, *shared])

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """Migrations that these schools have and this code does not know."""
        return tuple(sorted(dotted(key) for key in self.applied if dotted(key) not in lineage().phases))

    @cached_property
    def missing(self) -> tuple[Migration, ...]:
        """What these schools lack, in order. One that replaces others, all of which they have, is only recorded."""
        labels = school_labels()
        return tuple(
            migration
            for migration in self._loader.in_order()
            if migration.app_label in labels and not self.applied.issuperset(recorded_as(migration))
        )

    def is_replaced(self, migration: Migration) -> bool:
        """True for a migration whose work was done by those it replaces."""
        return bool(migration.replaces) and self.applied.issuperset(tuple(key) for key in migration.replaces)

    def state(self) -> ProjectState:
        """The models as the applied migrations leave them."""
        state = ProjectState(real_apps=self._loader.unmigrated_apps)
        waiting = {id(migration) for migration in self.missing if not self.is_replaced(migration)}
        for migration in self._loader.in_order():
            if id(migration) not in waiting:
                migration.mutate_state(state, preserve=False)
        return state


@dataclass(frozen=True)
class Plan:
    """What is to be done. ``foreign``: groups that have what this code does not know, and are left alone."""

    current: list[Seen] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    foreign: list[Group] = field(default_factory=list)
    without_tables: list[Seen] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """True when every school has exactly what this code wants."""
        return not (self.groups or self.foreign or self.without_tables)


def make_plan(schools: Iterable[Seen]) -> Plan:
    """Sort the schools. A school without tables that is still being created is nobody's here."""
    plan, by_version = Plan(), defaultdict[str, list[Seen]](list)
    for school in schools:
        if school.version == lineage().version:
            plan.current.append(school)
        elif school.version:
            by_version[school.version].append(school)
        elif school.lacks_tables:
            plan.without_tables.append(school)
    for members in by_version.values():
        group = Group(applied_in(members[0].schema), tuple(members))
        (plan.foreign if group.foreign else plan.groups).append(group)
    return plan


def require_current_region() -> None:
    """Refuse to migrate schools before the shared schema: their migrations may read shared tables."""
    labels, applied = school_labels(), applied_in_region()
    wanted = [key for key in KnownLoader(applied).graph.nodes if key[0] not in labels and key not in applied]
    if wanted:
        raise Conflict(
            _("The shared schema lacks migrations, %(first)s among them.") % {"first": dotted(min(wanted))},
            next_step=_("Run “estafeta migrate_schemas --shared” first."),
        )
