"""The school's list of what one can learn by: courses, internships, events."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Competency
from kernel.models import TimeStamped


class Course(TimeStamped):
    """A course, an internship or an event that a step of a route may be given to. Without days it goes on always."""

    class Kind(models.TextChoices):
        COURSE = "course", pgettext_lazy("learning", "course")
        INTERNSHIP = "internship", pgettext_lazy("learning", "internship")
        EVENT = "event", pgettext_lazy("learning", "event")

    class Form(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("learning", "in person")
        DISTANCE = "distance", pgettext_lazy("learning", "at a distance")
        MIXED = "mixed", pgettext_lazy("learning", "mixed")

    title = models.CharField(_("title"), max_length=200)
    provider = models.CharField(_("provider"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COURSE)
    form = models.CharField(_("form"), max_length=12, choices=Form, default=Form.IN_PERSON)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    in_use = models.BooleanField(_("offered"), default=True)
    competencies = models.ManyToManyField(Competency, through="CourseCompetency", related_name="courses")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["title", "provider"], name="course_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="course_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The course with who learns there."""
        return reverse("growth:course", urlconf=settings.SCHOOL_URLCONF, kwargs={"course": self.pk})


class CourseCompetency(models.Model):
    """A competency that a course covers."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="covers")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("competency of a course")
        verbose_name_plural = _("competencies of courses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "competency"], name="course_competency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.competency_id}"
