"""What becomes of shared rows that belong to a school, when it is exported, restored and destroyed.

Every shared model that leads to a school by foreign keys is declared (``SCHOOL_SHARED_ROWS`` of the settings); a test
fails for one that is not. The order is that of restoring: what others refer to comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string

from tenants.organisations.models import School

Carried = Literal["exported", "with_accounts", "derived", "left"]
Fate = Literal["destroyed", "with_accounts", "cleared", "kept"]


@dataclass(frozen=True)
class SharedRows:
    """The treatment of one model.

    ``owners``: lookups that lead to the school. ``carried``: ``exported`` into the archive, ``with_accounts`` (by
    ``accounts.py``), ``derived`` (made anew from other rows), ``left`` in this installation. ``key``: fields by which
    a restored row is found among those that stand. ``fate`` at destruction: ``destroyed``, ``cleared`` (the row stays
    for another school or for the region's counts, without what tells of persons) or ``kept`` (tells of none).
    ``clear``: owner -> field -> value or expression, for rows that belong to the school through that owner; these are
    the fields that a restoration gives back. ``drop``: owner -> condition: such rows are destroyed all the same.
    """

    label: str
    owners: Sequence[str]
    carried: Carried
    fate: Fate
    why: str
    key: Sequence[str] = ()
    clear: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    drop: Mapping[str, Q] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        """The declared model."""
        return apps.get_model(self.label)

    def rows(self, school_id: int, *, using: str = "default") -> QuerySet[Model]:
        """The school's rows, through any owner. Past the scoped manager: here the scope is the declaration's."""
        owned = Q()
        for owner in self.owners:
            owned |= Q(**{owner: school_id})
        return self.model._base_manager.using(using).filter(owned).order_by("pk").distinct()

    def owned_by(self, school_id: int, owner: str, *, using: str = "default") -> QuerySet[Model]:
        """The rows that belong to the school through one owner."""
        return self.model._base_manager.using(using).filter(**{owner: school_id})


def declared() -> Sequence[SharedRows]:
    """All declarations, in the order of restoring."""
    found: Sequence[SharedRows] = import_string(settings.SCHOOL_SHARED_ROWS)
    return found


def reached_from_schools() -> set[str]:
    """Labels of the shared models that lead to a school, directly or over other such models."""
    shared = [model for model in apps.get_models(include_auto_created=True) if _is_shared(model)]
    reached: set[type[Model]] = {School}
    grown = True
    while grown:
        more = {model for model in shared if model not in reached and _targets(model) & reached}
        reached |= more
        grown = bool(more)
    return {model._meta.label for model in reached - {School}}


def _is_shared(model: type[Model]) -> bool:
    return apps.get_app_config(model._meta.app_label).name not in settings.TENANT_APPS


def _targets(model: type[Model]) -> set[type[Model]]:
    keys = (field.related_model for field in model._meta.concrete_fields if field.is_relation)
    return {target for target in keys if isinstance(target, type)}
