"""Typical plans: what a new programme is built from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped


class TypicalPlan(TimeStamped):
    """A plan without people and without dates.

    ``forms``, ``types``: codes of the forms and types that it fits, empty for all; ``unit``: code of the document,
    empty for any; ``outline``: an ``outlines.Outline`` as JSON, terms in per cent of the programme's term;
    ``source``: code of the house's plan that it was made from, empty for the school's own.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("in use")
        ARCHIVED = "archived", _("in the archive")

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("for whom"), blank=True)
    forms = models.JSONField(_("forms"), default=list)
    types = models.JSONField(_("types"), default=list)
    unit = models.CharField(_("document"), max_length=40, blank=True)
    outline = models.JSONField(_("content"), default=dict)
    source = models.CharField(max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)

    class Meta:
        verbose_name = _("typical plan")
        verbose_name_plural = _("typical plans")
        ordering = ["title", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="typical_plan_source_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan's page in the library."""
        return reverse("programmes:typical", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)
