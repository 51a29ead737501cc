"""What a fleet migration leaves behind where it did not come to its end. Shared schema."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class UnfinishedMigration(TimeStamped):
    """A migration that failed in a school, or that was begun there and can stop half-way. Deleted when it is done.

    ``is_halfway``: it is not one transaction, and what it did before it stopped stays. ``statements``: those of such a
    migration; the first ``position`` of them are done, the next one may be. ``sqlstate``: PostgreSQL's code, or the
    name of a Python error.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("begun")
        FAILED = "failed", _("failed")

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_constraint=False)
    migration = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State)
    sqlstate = models.CharField(max_length=80, blank=True)
    message = models.TextField(blank=True)
    is_halfway = models.BooleanField(default=False)
    statements = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager["UnfinishedMigration"]()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["school", "migration"], name="unfinished_migration_once")
        ]

    def __str__(self) -> str:
        return f"{self.migration}: {self.state}"
