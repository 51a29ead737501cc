"""When the school works and when a person can meet. Times of day are wall times of the school's zone."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped


def monday_to_friday() -> list[int]:
    """Default of ``SchoolTimes.weekdays``."""
    return [0, 1, 2, 3, 4]


class SchoolTimes(TimeStamped):
    """What the school sets for all meetings; one row at most. ``weekdays``: 0 is Monday.

    ``answer_days``: so long a proposal waits; ``quiet_days``: so long without a meeting and a pair is quiet.
    """

    only = models.BooleanField(default=True, unique=True, editable=False)
    weekdays = models.JSONField(_("school days of the week"), default=monday_to_friday)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    quiet_days = models.PositiveSmallIntegerField(
        _("days without a meeting until the pair is reminded"),
        default=21,
        validators=[MinValueValidator(3), MaxValueValidator(180)],
    )

    class Meta:
        verbose_name = _("times of the school")
        verbose_name_plural = _("times of the school")

    def __str__(self) -> str:
        return f"{self.weekdays}"


class BellShift(models.Model):
    """A shift of the bell schedule."""

    name = models.CharField(_("shift"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("bell schedule")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class BellLesson(models.Model):
    """A lesson of a shift. Rows outlive a change of their times, so that whoever is free then stays so."""

    shift = models.ForeignKey(BellShift, models.CASCADE, related_name="lessons", verbose_name=_("shift"))
    number = models.PositiveSmallIntegerField(_("lesson"))
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["shift_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shift", "number"], name="bell_lesson_once"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="bell_lesson_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts:%H:%M}–{self.ends:%H:%M}"


class SchoolDays(models.Model):
    """Days off beside the public holidays (a break between terms), or a day off that is a school day."""

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    title = models.CharField(_("what it is"), max_length=120)
    is_working = models.BooleanField(_("school days"), default=False)

    class Meta:
        verbose_name = _("days of the school's own")
        verbose_name_plural = _("days of the school's own")
        ordering = ["starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="school_days_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class Window(models.Model):
    """Weekly hours in which a person can meet: a lesson of the bell schedule, or times of one's own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="meeting_hours", verbose_name=_("person"))
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    lesson = models.ForeignKey(BellLesson, models.CASCADE, null=True, related_name="+", verbose_name=_("lesson"))
    starts = models.TimeField(_("from"), null=True)
    ends = models.TimeField(_("till"), null=True)

    class Meta:
        verbose_name = _("hours for meetings")
        verbose_name_plural = _("hours for meetings")
        ordering = ["weekday", "starts", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(lesson__isnull=False, starts__isnull=True, ends__isnull=True)
                | Q(lesson__isnull=True, starts__isnull=False, ends__isnull=False, starts__lt=F("ends")),
                name="window_lesson_or_times",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="window_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.weekday}"


class DayHours(models.Model):
    """An exception on one day: busy (the whole day when no times are given), or free beside the weekly hours."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="day_hours", verbose_name=_("person"))
    day = models.DateField(_("day"))
    is_free = models.BooleanField(_("can meet"), default=False)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("till"), null=True, blank=True)

    class Meta:
        verbose_name = _("exception from the hours for meetings")
        verbose_name_plural = _("exceptions from the hours for meetings")
        ordering = ["day", "starts", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_free=False, starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, starts__lt=F("ends")),
                name="day_hours_times",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
