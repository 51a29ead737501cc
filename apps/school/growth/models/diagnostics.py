"""How a diagnostics comes about: who is asked about whom, and what each of them says.

What a session comes to is a ``people.Diagnostics``: the levels that cards, portfolios and matching read. Here stands
what it rests on, so that nothing is measured in two places.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Competency, Diagnostics, Framework, Person
from kernel.models import TimeStamped


class DiagnosticSession(TimeStamped):
    """One person diagnosed by one framework at the entry, on the way or at the exit; ``result``: what it came to."""

    class Kind(models.TextChoices):
        ENTRY = "entry", pgettext_lazy("diagnostics", "entry")
        INTERIM = "interim", pgettext_lazy("diagnostics", "interim")
        EXIT = "exit", pgettext_lazy("diagnostics", "exit")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("diagnostics", "under way")
        CLOSED = "closed", pgettext_lazy("diagnostics", "summed up")
        CANCELLED = "cancelled", pgettext_lazy("diagnostics", "cancelled")

    person = models.ForeignKey(Person, models.CASCADE, related_name="diagnostic_sessions", verbose_name=_("person"))
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="+", verbose_name=_("framework"))
    kind = models.CharField(_("diagnostics"), max_length=10, choices=Kind)
    opened_on = models.DateField(_("begun on"))
    due_on = models.DateField(_("answers till"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("summed up on"), null=True, blank=True)
    result = models.OneToOneField(Diagnostics, models.SET_NULL, null=True, related_name="session")

    class Meta:
        verbose_name = _("diagnostic session")
        verbose_name_plural = _("diagnostic sessions")
        ordering = ["-opened_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "framework"], condition=Q(state="open"), name="diagnostic_session_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="diagnostic_session_closed_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework.title}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """All who assess, beside each other."""
        kwargs = {"diagnostic_session": self.pk}
        return reverse("growth:session", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)

    @property
    def is_open(self) -> bool:
        """True while answers are taken."""
        return self.state == self.State.OPEN


class Assessment(TimeStamped):
    """One assessor of a session, asked and (from ``given_on`` on) answered.

    ``assessor``: the person asked; None is the office, where any curator may answer.
    """

    class Side(models.TextChoices):
        SELF = "self", _("self-assessment")
        MENTOR = "mentor", pgettext_lazy("assessor", "mentor")
        CURATOR = "curator", pgettext_lazy("assessor", "curator")
        EXPERT = "expert", pgettext_lazy("assessor", "expert")

    session = models.ForeignKey(DiagnosticSession, models.CASCADE, related_name="assessments")
    side = models.CharField(_("assessor"), max_length=10, choices=Side)
    assessor = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", verbose_name=_("assessor"))
    given_on = models.DateField(_("answered on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session", "assessor"], condition=Q(assessor__isnull=False), name="assessment_once"
            ),
            models.UniqueConstraint(
                fields=["session", "side"], condition=Q(assessor__isnull=True), name="assessment_of_office_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.side}"


class AssessedLevel(models.Model):
    """The level of one competency as one assessor sees it, with what it rests on."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="levels")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+", verbose_name=_("competency"))
    level = models.PositiveSmallIntegerField(_("level"))
    evidence = models.TextField(_("evidence"), blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("assessed level")
        verbose_name_plural = _("assessed levels")
        ordering = ["competency__position", "competency_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "competency"], name="assessed_level_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="assessed_level_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"
