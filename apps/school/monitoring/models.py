"""Measurements: satisfaction of both sides (R10), the source of the school's indicators."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from kernel.models import TimeStamped


class Satisfaction(TimeStamped):
    """A participant's answer at the end of a programme: 1-10 (domain.md B.5, R10: satisfied means 8 or more)."""

    class Side(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="satisfaction")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(10)])
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("satisfaction")
        verbose_name_plural = _("satisfaction")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "person", "side"], name="satisfaction_once"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=10), name="satisfaction_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.side} {self.score}"
