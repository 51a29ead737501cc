"""What the school keeps beside its pairs: the term that all have in common, and care for those without a pair."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard
from kernel.models import TimeStamped


class CommonTerm(TimeStamped):
    """The term of all pairs of a school year, where the regulation does not let each pair have its own.

    ``year``: the calendar year in which the school year begins.
    """

    year = models.PositiveSmallIntegerField(_("school year"), unique=True)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    source = models.CharField(_("set by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("common term")
        verbose_name_plural = _("common terms")
        ordering = ["-year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="common_term_positive")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} - {self.ends_on}"


class SupportMeasure(TimeStamped):
    """What was done for a mentee who has no pair yet."""

    card = models.ForeignKey(MenteeCard, models.CASCADE, related_name="support", verbose_name=_("mentee"))
    given_on = models.DateField(_("day"))
    measure = models.CharField(_("what was done"), max_length=300)
    given_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("support of a mentee without a pair")
        verbose_name_plural = _("support of mentees without a pair")
        ordering = ["-given_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["card", "given_on"], name="support_by_card")]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.given_on}"
