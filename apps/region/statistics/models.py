"""Indicator snapshots: the region's numbers are read from here and never by looping over schools."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class IndicatorSnapshot(models.Model):
    """A school's indicators on a day (the latest of the day). Counts only, never persons.

    ``values``: numbers by indicator code (R3-R7, R10 of domain.md B.5; pivots are nested objects). The columns repeat
    the numbers that the dashboard sums: teachers with up to 3 years (R2), those covered (R5) and so on.
    ``pairs_led_elsewhere``: remote pairs among ``pairs_active`` whose mentor works in another school; sums over
    schools leave them out.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+", verbose_name=_("school"))
    day = models.DateField(_("day"))
    taken_at = models.DateTimeField(_("taken at"))
    pedagogues = models.PositiveIntegerField(default=0)
    novices = models.PositiveIntegerField(default=0)
    novices_covered = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    mentees = models.PositiveIntegerField(default=0)
    pairs_active = models.PositiveIntegerField(default=0)
    pairs_led_elsewhere = models.PositiveIntegerField(default=0)
    programmes_running = models.PositiveIntegerField(default=0)
    programmes_completed = models.PositiveIntegerField(default=0)
    programmes_ended = models.PositiveIntegerField(default=0)
    satisfied_answers = models.PositiveIntegerField(default=0)
    satisfaction_answers = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)

    objects = ScopedManager["IndicatorSnapshot"]("school")

    class Meta:
        verbose_name = _("indicator snapshot")
        verbose_name_plural = _("indicator snapshots")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["school", "day"], name="snapshot_school_day")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day"], name="snapshot_day")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day}"


class ReportState(models.Model):
    """How far a school's reports are: one row a school.

    ``asked_at``: when the round last sent the school to report, None once it has. ``compared_at``: when the school last
    compared its journal with what its report saw; ``journal_floor`` and ``journal_rows``: what it saw, so many rows of
    the journal after that key (a number of rows, for keys are not committed in their order).
    """

    school = models.OneToOneField(School, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    asked_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    journal_floor = models.BigIntegerField(default=0)
    journal_rows = models.PositiveIntegerField(default=0)

    objects = ScopedManager["ReportState"]("school")

    def __str__(self) -> str:
        return f"{self.school_id}: {self.journal_floor}+{self.journal_rows}"
