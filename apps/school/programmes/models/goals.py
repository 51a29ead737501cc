"""Measurable goals of a programme."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

from .programme import Programme


class Goal(TimeStamped):
    """``indicator``: what is measured, ``measured_in``: its unit; ``initial``, ``target``, ``actual``: its values.

    A goal may fall as well as rise (absences, complaints): the way from the initial value to the target counts.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="goals", verbose_name=_("programme"))
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("goal"), max_length=300)
    indicator = models.CharField(_("indicator"), max_length=200)
    measured_in = models.CharField(_("unit"), max_length=40, blank=True)
    initial = models.DecimalField(_("at the beginning"), max_digits=10, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=10, decimal_places=2)
    actual = models.DecimalField(_("now"), max_digits=10, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "title"], name="goal_once_in_programme"),
            models.CheckConstraint(
                condition=Q(initial__isnull=True) | ~Q(initial=F("target")), name="goal_target_is_a_change"
            ),
            models.CheckConstraint(
                condition=Q(actual__isnull=True, measured_on__isnull=True)
                | Q(actual__isnull=False, measured_on__isnull=False),
                name="goal_measured_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int | None:
        """How much of the way from the initial value to the target is gone, 0–100; None while one of them lacks."""
        if self.initial is None or self.actual is None:
            return None
        share = (self.actual - self.initial) / (self.target - self.initial)
        return int(min(max(share, Decimal(0)), Decimal(1)) * 100)
