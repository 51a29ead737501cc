"""Lessons of a mentee which the mentor has visited and analysed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .programme import Programme


class LessonVisit(TimeStamped):
    """``mentee``: whose lesson it was; without an analysis a visit does not count."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="visits", verbose_name=_("programme"))
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("whose lesson"))
    visited_on = models.DateField(_("day"))
    lesson = models.CharField(_("lesson"), max_length=200)
    analysis = models.TextField(_("analysis of the lesson"))
    advice = models.TextField(_("advice"), blank=True)

    class Meta:
        verbose_name = _("lesson visit")
        verbose_name_plural = _("lesson visits")
        ordering = ["-visited_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "mentee", "visited_on", "lesson"], name="lesson_visit_once"),
            models.CheckConstraint(condition=~models.Q(analysis=""), name="lesson_visit_analysed"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.visited_on}"
