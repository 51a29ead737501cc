"""Release of a participant from the main work for the time of a meeting."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .programme import Meeting, Programme


class Release(TimeStamped):
    """Asked by a participant, decided by the head. ``met``: codes of ``condition`` that are met, as evidence."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a decision")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="releases", verbose_name=_("programme"))
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="releases", verbose_name=_("meeting"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who is released"))
    on_day = models.DateField(_("day"))
    lessons = models.CharField(_("which lessons"), max_length=200)
    reason = models.CharField(_("why it cannot be another time"), max_length=300)
    substitute = models.CharField(_("who stands in"), max_length=200, blank=True)
    continuity = models.CharField(_("how the lessons go on"), max_length=300, blank=True)
    met = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    asked_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(_("decided on"), null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("release from lessons")
        verbose_name_plural = _("releases from lessons")
        ordering = ["-on_day", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "person", "on_day"], condition=Q(state="asked"), name="release_one_asked"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="release_refused_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.on_day}"
