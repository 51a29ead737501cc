"""A list of levels that is being written, or has been."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Framework
from kernel.models import TimeStamped

from .diagnostics import Assessment, DiagnosticSession


class LevelImport(TimeStamped):
    """A list that was read without a fault and is written row by row.

    ``rows``: what is left to be understood of the file, ``{"row", "person", "levels"}``; emptied when all is written.
    ``done``: how many rows are behind; ``faults``: rows that could not be written, ``{"place", "message"}``.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="+", verbose_name=_("framework"))
    kind = models.CharField(_("kind"), max_length=12, choices=DiagnosticSession.Kind)
    side = models.CharField(_("whose answers"), max_length=12, choices=Assessment.Side)
    made_on = models.DateField(_("date of the levels"))
    at_once = models.BooleanField(_("sum up at once"), default=False)
    rows = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("rows"))
    done = models.PositiveIntegerField(_("rows behind"), default=0)
    faults = models.JSONField(default=list)
    job_id = models.UUIDField(null=True)
    author_name = models.CharField(_("who loaded it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("list of levels")
        verbose_name_plural = _("lists of levels")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="level_import_done")
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """What has become of it."""
        return reverse("growth:import_result", kwargs={"level_import": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_over(self) -> bool:
        """True when no row is left."""
        return self.done >= self.total

    @property
    def written(self) -> int:
        """People whose levels were written."""
        return self.done - len(self.faults)
