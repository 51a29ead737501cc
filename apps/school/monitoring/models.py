"""Measurements: satisfaction of both sides (R10), runs of the monitoring, before and after, reports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class MonitoringRun(TimeStamped):
    """One monitoring: a period and the instruments (codes of the catalogue) it is held with.

    ``is_final``: it closes the year, and then the reports which the school's act names must be there.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("monitoring", "under way")
        CLOSED = "closed", pgettext_lazy("monitoring", "closed")

    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    instruments = models.JSONField(_("instruments"), default=list)
    is_final = models.BooleanField(_("closes the year"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("monitoring run")
        verbose_name_plural = _("monitoring runs")
        ordering = ["-starts_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="monitoring_run_days"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="monitoring_run_closed_on"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("monitoring:run", urlconf=settings.SCHOOL_URLCONF, kwargs={"monitoring_run": self.pk})


class IndicatorValue(TimeStamped):
    """What the school says of an indicator of its act (code of the catalogue) that the product cannot count."""

    run = models.ForeignKey(MonitoringRun, models.CASCADE, related_name="values")
    code = models.CharField(_("indicator"), max_length=60)
    value = models.CharField(_("value"), max_length=200)
    evidence = models.TextField(_("evidence"))

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "code"], name="indicator_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class Measurement(TimeStamped):
    """A participant measured before or after a programme. ``values``: code of ``measures`` -> number."""

    class Stage(models.TextChoices):
        BEFORE = "before", pgettext_lazy("measurement", "before")
        AFTER = "after", pgettext_lazy("measurement", "after")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="measurements")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    stage = models.CharField(_("measurement"), max_length=10, choices=Stage)
    measured_on = models.DateField(_("measured on"))
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "person", "stage"], name="measurement_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.person_id} {self.stage}"


class Report(TimeStamped):
    """A closing document of the act (``kind``: code of ``report_kind``), about a run or about one mentee's programme.

    ``content``: frozen when compiled, the only source of the files; an approved report never changes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "draft")
        APPROVED = "approved", pgettext_lazy("report", "approved")

    kind = models.CharField(_("kind"), max_length=60)
    run = models.ForeignKey(MonitoringRun, models.CASCADE, null=True, related_name="reports")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="reports")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    content = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    compiled_on = models.DateField(_("compiled on"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-compiled_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "run"], condition=Q(run__isnull=False), name="report_of_run_once"),
            models.UniqueConstraint(
                fields=["kind", "programme", "person"],
                condition=Q(programme__isnull=False),
                name="report_of_programme_once",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False, programme__isnull=True)
                | Q(run__isnull=True, programme__isnull=False, person__isnull=False),
                name="report_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False), name="report_approved_on"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The report as a page."""
        return reverse("monitoring:report", urlconf=settings.SCHOOL_URLCONF, kwargs={"report": self.pk})
