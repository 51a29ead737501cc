"""What people can do: frameworks of competencies, diagnostics by them, portfolios."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath

from .persons import Person


class Framework(TimeStamped):
    """A named set of competencies with one scale of levels; the school's own to edit.

    ``levels``: words of the levels, the first is level 1. A mentor's level from ``strong_from`` up is a competency to
    teach, a mentee's below ``weak_below`` is a deficit. ``preset``: the preset it was taken from, with its ``source``.
    """

    title = models.CharField(_("name"), max_length=120, unique=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    preset = models.CharField(max_length=40, blank=True)
    levels = models.JSONField(_("levels"), default=list)
    strong_from = models.PositiveSmallIntegerField(_("a strength from level"))
    weak_below = models.PositiveSmallIntegerField(_("a deficit below level"))
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("framework of competencies")
        verbose_name_plural = _("frameworks of competencies")
        ordering = ["title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(weak_below__gte=1) & Q(strong_from__gte=F("weak_below")), name="framework_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The framework with its competencies."""
        return reverse("people:framework", urlconf=settings.SCHOOL_URLCONF, kwargs={"framework": self.pk})

    def level_word(self, level: int) -> str:
        """The word of a level from 1; the number itself where the scale was shortened since."""
        return str(self.levels[level - 1]) if 0 < level <= len(self.levels) else str(level)


class Competency(models.Model):
    """One competency of a framework. One that was measured is not deleted but taken out of use."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="competencies", verbose_name=_("framework"))
    title = models.CharField(_("competency"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["framework", "title"], name="competency_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Diagnostics(TimeStamped):
    """Levels of one person by one framework on one day. The earliest since the entry of the bank is «before»."""

    class Way(models.TextChoices):
        SELF = "self", _("self-assessment")
        CURATOR = "curator", _("assessment by the curator")
        OBSERVATION = "observation", _("observation of lessons")
        TEST = "test", pgettext_lazy("diagnostics", "test")

    person = models.ForeignKey(Person, models.CASCADE, related_name="diagnostics", verbose_name=_("person"))
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="diagnostics", verbose_name=_("framework"))
    way = models.CharField(_("how"), max_length=12, choices=Way)
    made_on = models.DateField(_("made on"))
    note = models.TextField(_("note"), blank=True)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("diagnostics")
        verbose_name_plural = pgettext_lazy("plural", "diagnostics")
        ordering = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_on}"


class DiagnosticsLevel(models.Model):
    """The level of one competency in one diagnostics."""

    diagnostics = models.ForeignKey(Diagnostics, models.CASCADE, related_name="levels")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="levels", verbose_name=_("competency"))
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["diagnostics", "competency"], name="diagnostics_level_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="diagnostics_level_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"


class PortfolioItem(TimeStamped):
    """A thing that somebody shows: of the portfolio that selection and the public page ask for.

    ``visibility``: who may see it at most. What is open to everybody is shown on the public page only with the consent
    to distribution, which the room of publication asks.
    """

    class Kind(models.TextChoices):
        ACHIEVEMENT = "achievement", _("achievement")
        CERTIFICATE = "certificate", _("certificate")
        PUBLICATION = "publication", pgettext_lazy("portfolio", "publication")
        EVENT = "event", pgettext_lazy("portfolio", "event")
        LINK = "link", pgettext_lazy("portfolio", "link")
        FILE = "file", pgettext_lazy("portfolio", "file")

    class Visibility(models.TextChoices):
        OFFICE = "office", _("the office only")
        SCHOOL = "school", _("the school")
        EVERYBODY = "everybody", _("everybody, with the consent to distribution")

    person = models.ForeignKey(Person, models.CASCADE, related_name="portfolio", verbose_name=_("person"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    dated = models.DateField(_("date"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=SchoolPath("portfolio"), max_length=300, blank=True)
    visibility = models.CharField(_("who sees it"), max_length=12, choices=Visibility, default=Visibility.SCHOOL)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("item of a portfolio")
        verbose_name_plural = _("items of portfolios")
        ordering = [F("dated").desc(nulls_last=True), "-id"]

    def __str__(self) -> str:
        return self.title
