"""Lessons that the people of a pair visit at each other's, and the sheet by which a lesson is analysed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .programme import Programme


class VisitSheet(TimeStamped):
    """A version of the school's sheet of analysis. ``criteria``: rows as of ``sheets.Criterion``.

    The highest number is in use. ``is_default``: the school went back to the sheet of the house.
    """

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    criteria = models.JSONField(_("criteria"), default=list)
    is_default = models.BooleanField(default=False)
    author_name = models.CharField(_("who changed it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sheet of analysis")
        verbose_name_plural = _("sheets of analysis")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Way(models.TextChoices):
    """Who visits whom."""

    TO_MENTEE = "to_mentee", _("the mentor visits the mentee")
    TO_MENTOR = "to_mentor", _("the mentee visits the mentor")


class LessonVisit(TimeStamped):
    """A visit that took place, with its analysis: without one it does not count.

    ``mentee``, ``mentor``: between whom (the mentor is not known of the oldest records); ``way``: whose lesson it was;
    ``sheet``: the sheet as it was when it was filled (``sheets.Sheet`` as JSON), ``answers``: code of a criterion ->
    number or text.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="visits", verbose_name=_("programme"))
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("mentee"))
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("mentor"))
    way = models.CharField(
        _("who visits whom"), max_length=12, choices=Way, default=Way.TO_MENTEE, db_default="to_mentee"
    )
    visited_on = models.DateField(_("day"))
    lesson = models.CharField(_("lesson"), max_length=200)
    analysis = models.TextField(_("analysis of the lesson"))
    advice = models.TextField(_("advice"), blank=True)
    sheet = models.JSONField(_("sheet of analysis"), default=dict, db_default={})
    answers = models.JSONField(_("answers"), default=dict, db_default={})

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

    @property
    def host(self) -> Person | None:
        """Whose lesson it was."""
        return self.mentor if self.way == Way.TO_MENTOR else self.mentee

    @property
    def visitor(self) -> Person | None:
        """Who came to it."""
        return self.mentee if self.way == Way.TO_MENTOR else self.mentor


class VisitPlan(TimeStamped):
    """A visit that is agreed. ``moves``: [{"from", "to", "reason"}] with days as ISO dates; ``reason``: of the
    cancellation; ``visit``: what came of it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", pgettext_lazy("visit", "took place")
        CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="planned_visits", verbose_name=_("programme"))
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("mentee"))
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    way = models.CharField(_("who visits whom"), max_length=12, choices=Way, default=Way.TO_MENTEE)
    on_day = models.DateField(_("day"))
    lesson = models.CharField(_("lesson"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    moves = models.JSONField(_("how it was moved"), default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    visit = models.OneToOneField(LessonVisit, models.SET_NULL, null=True, related_name="plan", verbose_name=_("visit"))

    class Meta:
        verbose_name = _("planned visit")
        verbose_name_plural = _("planned visits")
        ordering = ["on_day", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "mentee", "way", "on_day", "lesson"],
                condition=Q(state="planned"),
                name="visit_plan_once",
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="visit_cancelled_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.on_day}"

    @property
    def host(self) -> Person:
        """Whose lesson it is."""
        return self.mentor if self.way == Way.TO_MENTOR else self.mentee

    @property
    def visitor(self) -> Person:
        """Who comes to it."""
        return self.mentee if self.way == Way.TO_MENTOR else self.mentor
