"""The mentoring programme of the whole organisation for a school year."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped


class AnnualProgramme(TimeStamped):
    """``year``: the calendar year in which the school year begins; ``note``: field code of the template -> text."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        ORDERED = "ordered", _("order waits for signature")
        APPROVED = "approved", _("approved")

    year = models.PositiveSmallIntegerField(_("school year"), unique=True)
    note = models.JSONField(_("content"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    approved_on = models.DateField(_("approved on"), null=True)

    class Meta:
        verbose_name = _("annual programme")
        verbose_name_plural = _("annual programmes")
        ordering = ["-year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False), name="annual_approved_has_date"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """«2026/2027»."""
        return f"{self.year}/{self.year + 1}"

    def get_absolute_url(self) -> str:
        """The page of the annual programme."""
        return reverse("programmes:annual_show", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)
