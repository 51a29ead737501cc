"""What the floor remembers of building schools: templates, and which schools are built. Shared schema."""

from __future__ import annotations

from django.db import models

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School
from tenants.provisioning.fleet.models import UnfinishedMigration
from tenants.provisioning.life.models import Destruction, Restoration, SchoolExport

__all__ = [
    "BuiltSchema",
    "Destruction",
    "Restoration",
    "SchoolExport",
    "SchoolList",
    "SchoolTemplate",
    "UnfinishedMigration",
]


class SchoolTemplate(models.Model):
    """The statements that make a school's schema as the migrations of one state of the code would make it.

    ``digest``: of that state (``template.graph``); ``ddl``, ``seed``: lists of statements with unqualified names.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    ddl = models.JSONField()
    seed = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class BuiltSchema(models.Model):
    """A school's schema is whole. Written in the transaction that makes it: neither is ever without the other.

    ``template``: digest of the template it was made from.
    """

    school = models.OneToOneField(School, models.CASCADE, primary_key=True, related_name="+")
    template = models.CharField(max_length=64)
    built_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager["BuiltSchema"]()

    def __str__(self) -> str:
        return f"{self.school_id}: {self.template[:12]}"


class SchoolList(TimeStamped):
    """A table of schools to be created, read and checked.

    ``rows``: {"number", "values" (as of ``order_school`` with ``preset``), "faults": [[column, reason]]} in the order
    of the table; ``failures``: slug -> why its creation was refused the last time.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    failures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file_name
