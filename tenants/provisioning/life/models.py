"""Records of a school's life: exports, restorations, acts of destruction. They outlive the school's own schema."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class SchoolExport(TimeStamped):
    """An archive of a school kept here for the operator to download. ``file``: its name in the folder of exports.

    ``digest``: SHA-256 of its manifest; ``removed_at``: the file is no longer kept.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    account_id = models.UUIDField(null=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(_("when it ended"), null=True)
    removed_at = models.DateTimeField(_("removed"), null=True)

    objects = ScopedManager["SchoolExport"]("school")

    class Meta:
        verbose_name = _("export of a school")
        verbose_name_plural = _("exports of schools")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file or str(self.pk)

    @property
    def is_kept(self) -> bool:
        """True while the file can be downloaded."""
        return self.finished_at is not None and self.removed_at is None


class Restoration(TimeStamped):
    """A school brought back from an archive. Unfinished: its rows stand, its files may not; the school is closed."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    finished_at = models.DateTimeField(_("when it ended"), null=True)

    objects = ScopedManager["Restoration"]("school")

    class Meta:
        verbose_name = _("restoration of a school")
        verbose_name_plural = _("restorations of schools")

    def __str__(self) -> str:
        return f"{self.school_id} {self.digest[:12]}"


class Destruction(TimeStamped):
    """The destruction of a school's data, its act and the extract from the log. Kept for three years at least.

    ``facts``: what was destroyed, counted before: {"tables": {table: rows}, "files": n, "bytes": n, "accounts": n,
    "shared": {label: n}, "subjects": [record numbers of the persons]}. No name of a person stands here.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    account_id = models.UUIDField(null=True)
    act_number = models.CharField(_("number of the act"), max_length=40)
    act_date = models.DateField(_("date of the act"))
    basis = models.CharField(_("reason of the destruction"), max_length=500)
    responsible = models.CharField(_("who is responsible"), max_length=300)
    address = models.CharField(_("address of the institution"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True)
    finished_at = models.DateTimeField(_("when it ended"), null=True)
    act = models.BinaryField(default=bytes)
    extract = models.BinaryField(default=bytes)

    objects = ScopedManager["Destruction"]("school")

    class Meta:
        verbose_name = _("act of destruction")
        verbose_name_plural = _("acts of destruction")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(finished_at=None), name="destruction_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.act_number
