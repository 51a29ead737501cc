"""Shared rows that belong to a school are reached through a manager that refuses unscoped access.

``Model.objects`` has only ``of(school_id)`` (one school's rows), ``among(school_ids)`` and the visibly named
``of_all_schools()``; ``create`` stays. A test checks that every shared model with a school uses it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Generic, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedAccess(RuntimeError):
    """Rows of schools were asked for without saying whose."""


class ScopedManager(models.Manager[M], Generic[M]):
    """Manager that fails closed. ``school_fields``: the foreign keys (or ids) to a school that count as belonging."""

    def __init__(self, *school_fields: str) -> None:
        super().__init__()
        self.school_fields = school_fields or ("school",)

    def _belonging(self, school_ids: Collection[int]) -> models.Q:
        condition = models.Q()
        for field in self.school_fields:
            condition |= models.Q(**{f"{field}__in": list(school_ids)})
        return condition

    def of(self, school_id: int) -> models.QuerySet[M]:
        """Rows that belong to the school (through any of the school fields)."""
        return super().get_queryset().filter(self._belonging([school_id]))

    def among(self, school_ids: Collection[int]) -> models.QuerySet[M]:
        """Rows that belong to one of the schools."""
        return super().get_queryset().filter(self._belonging(school_ids))

    def of_all_schools(self) -> models.QuerySet[M]:
        """Rows of all schools: for region pages, whose access is declared for region roles."""
        return super().get_queryset()

    def create(self, **kwargs: Any) -> M:
        """A new row."""
        return super().get_queryset().create(**kwargs)

    def _refuse(self) -> NoReturn:
        raise UnscopedAccess(f"{self.model.__name__}: say whose rows: of(), among() or of_all_schools()")

    def get_queryset(self) -> models.QuerySet[M]:
        self._refuse()
