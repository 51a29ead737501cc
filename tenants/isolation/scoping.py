"""Shared rows that belong to a school are reached through a manager that refuses unscoped access.

``Model.objects`` has only ``of(school_id)`` (one school's rows), ``among(school_ids)`` and the visibly named
``of_all_schools()``; ``create`` stays, for a row that names its school. A scope binds writes too: what is made or
changed through ``of(a)`` cannot land in school b.

Django reaches rows by other ways as well, and none of them is open. ``event.registrations``, ``dumpdata``, forms and
``get_object_or_404`` ask the default manager and are refused (``event.registrations.of(school_id)`` is not). A query
over schools cannot join their rows, for the foreign keys to a school have no reverse name. ``_base_manager``, by which
Django follows a key that a row holds, may not be written in the product's own code, and ``of_all_schools()`` only in
the modules that ``tests/architecture/test_scoping.py`` lists, with the reason of each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Generic, NoReturn, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedAccess(RuntimeError):
    """Rows of schools were asked for without saying whose."""


class ForeignRow(RuntimeError):
    """A row of one school was about to be written through the scope of another."""


class ScopedQuerySet(models.QuerySet[M], Generic[M]):
    """Rows of the schools in ``scope``; None: of all. ``belonging``: the keys any of which makes a row a school's."""

    scope: frozenset[int] | None = None
    belonging: tuple[str, ...] = ()

    def within(self, school_ids: Collection[int], belonging: tuple[str, ...]) -> Self:
        """The rows of these schools."""
        condition = models.Q()
        for field in belonging:
            condition |= models.Q(**{f"{field}__in": list(school_ids)})
        narrowed = self.filter(condition)
        narrowed.scope, narrowed.belonging = frozenset(school_ids), belonging
        return narrowed

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        clone.scope, clone.belonging = self.scope, self.belonging
        return clone

    def _require_own(self, row: M) -> None:
        if self.scope is None:
            return
        schools = {row.serializable_value(name) for name in self.belonging}
        if schools.isdisjoint(self.scope):
            raise ForeignRow(f"{self.model.__name__}: a row of {schools}, written through {set(self.scope)}")

    def create(self, **kwargs: Any) -> M:
        """A new row of a school in scope (``get_or_create`` and ``update_or_create`` come through here)."""
        self._require_own(self.model(**kwargs))
        return super().create(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """New rows (or upserts) of schools in scope."""
        rows = list(objs)
        for row in rows:
            self._require_own(row)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change rows (``bulk_update`` comes through here); whose they are stays."""
        owners = {name for field in self.belonging for name in (field, f"{field}_id")}
        if not owners.isdisjoint(kwargs):
            raise ForeignRow(f"{self.model.__name__}: rows of a school stay that school's")
        return super().update(**kwargs)


class ScopedManager(models.Manager[M], Generic[M]):
    """Manager that fails closed. ``school_fields``: the foreign keys (or ids) to a school that count as belonging."""

    def __init__(self, *school_fields: str) -> None:
        super().__init__()
        self._named_fields = school_fields or ("school",)

    @property
    def school_fields(self) -> tuple[str, ...]:
        """Django makes the manager of ``event.registrations`` without arguments: it asks the model's own."""
        own = self.model._default_manager
        return own._named_fields if isinstance(own, ScopedManager) else self._named_fields

    def _rows(self) -> ScopedQuerySet[M]:
        rows: ScopedQuerySet[M] = ScopedQuerySet(self.model, using=self._db)
        narrow = getattr(self, "_apply_rel_filters", None)
        return narrow(rows) if narrow is not None else rows

    def of(self, school_id: int) -> ScopedQuerySet[M]:
        """Rows that belong to the school (through any of the school fields)."""
        return self.among([school_id])

    def among(self, school_ids: Collection[int]) -> ScopedQuerySet[M]:
        """Rows that belong to one of the schools."""
        return self._rows().within(school_ids, self.school_fields)

    def of_all_schools(self) -> ScopedQuerySet[M]:
        """Rows of all schools: for region pages, whose access is declared for region roles."""
        return self._rows()

    def create(self, **kwargs: Any) -> M:
        """A new row, which says whose it is."""
        if {name for field in self.school_fields for name in (field, f"{field}_id")}.isdisjoint(kwargs):
            self._refuse()
        return self._rows().create(**kwargs)

    def _refuse(self) -> NoReturn:
        raise UnscopedAccess(f"{self.model.__name__}: say whose rows: of(), among() or of_all_schools()")

    def get_queryset(self) -> ScopedQuerySet[M]:
        self._refuse()
