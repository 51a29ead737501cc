"""What is written about a meeting beside the notes of the sides: together, for oneself, in reflection."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes.models import Meeting
from kernel.models import TimeStamped


class SharedNote(TimeStamped):
    """Written by both sides, read by the pair and the curator. ``version``: what a writer had seen is compared."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="shared_note")
    text = models.TextField(_("what was agreed"), blank=True)
    version = models.PositiveIntegerField(default=1)
    writer_name = models.CharField(_("who"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("shared note")
        verbose_name_plural = _("shared notes")

    def __str__(self) -> str:
        return str(self.meeting_id)


class PrivateNote(TimeStamped):
    """Read by its author alone. It outlives a meeting that is called off; ``about`` then says which one it was."""

    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="private_notes")
    author = models.UUIDField()
    about = models.CharField(max_length=120)
    text = models.TextField(_("note for myself"))

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["-updated_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "author"], name="private_note_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reflection(TimeStamped):
    """Three questions and a mark (1-5) after a held meeting, by each participant."""

    class Side(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reflections")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    useful = models.TextField(_("what was useful"))
    hard = models.TextField(_("what was difficult"), blank=True)
    ahead = models.TextField(_("what comes next"), blank=True)
    mark = models.PositiveSmallIntegerField(_("mark"), validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["side", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "person"], name="reflection_once"),
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=5), name="reflection_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.mark}"
