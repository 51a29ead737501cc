"""Personalised programmes: explanatory note, plan, meetings, results."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import Match
from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath


class Programme(TimeStamped):
    """The programme of a pair. ``note``: field code of the regulation's template -> text.

    ``unit``: code of ``programme_unit``, which document it is; ``basis``, ``mode``, ``interactions``, ``methods``,
    ``choice_criteria``: codes chosen from the regulation; ``visit_excuses``: «2026-09» -> why there were fewer lesson
    visits than asked; ``version``: 1 when approved, one more with each amendment.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        RUNNING = "running", _("under way")
        COMPLETED = "completed", _("completed")
        ENDED = "ended", _("ended early")

    match = models.OneToOneField(Match, models.CASCADE, related_name="programme", verbose_name=_("pair"))
    note = models.JSONField(_("explanatory note"), default=dict)
    mode = models.CharField(_("mode of meetings"), max_length=30, blank=True)
    unit = models.CharField(_("document"), max_length=40, blank=True, db_default="")
    basis = models.CharField(_("basis of interaction"), max_length=30, blank=True, db_default="")
    interactions = models.JSONField(_("forms of interaction"), default=list, db_default=[])
    methods = models.JSONField(_("methods of interaction"), default=list, db_default=[])
    choice_criteria = models.JSONField(_("why this form"), default=list, db_default=[])
    choice_reason = models.TextField(_("reasons of the choice"), blank=True, db_default="")
    visit_excuses = models.JSONField(default=dict, db_default={})
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    results = models.TextField(_("results"), blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    completion_ground = models.CharField(_("ground"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "ended"])
                | (Q(completed_on__isnull=False) & ~Q(completion_ground="")),
                name="programme_closed_with_ground",
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """The programme's page."""
        return reverse("programmes:show", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_over(self) -> bool:
        """True when nothing more may be written into it."""
        return self.state in OVER


OVER = frozenset({Programme.State.COMPLETED, Programme.State.ENDED})


class PlanItem(TimeStamped):
    """A row of the activity plan. ``evidence``, ``link``: what proves that it was done."""

    class Doer(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")
        BOTH = "both", _("mentor and mentee")
        CURATOR = "curator", _("curator")
        SPECIALIST = "specialist", _("specialist of the school")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="plan", verbose_name=_("programme"))
    position = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(_("direction"), max_length=50, blank=True)
    title = models.CharField(_("activity"), max_length=300)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    responsible = models.CharField(_("responsible"), max_length=12, choices=Doer, blank=True, db_default="")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    mark = models.CharField(_("mark"), max_length=300, blank=True)
    link = models.URLField(_("link to the evidence"), max_length=500, blank=True, db_default="")
    evidence = models.FileField(
        _("evidence"), upload_to=SchoolPath("programmes"), max_length=300, blank=True, db_default=""
    )
    methods = models.JSONField(_("methods of interaction"), default=list, db_default=[])

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("plan of activities")
        ordering = ["due_on", "position", "id"]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: datetime.date) -> str:
        """ "done", "late", "running" (its first day has come) or "planned"."""
        if self.done_on is not None:
            return "done"
        if self.due_on is not None and self.due_on < day:
            return "late"
        return "running" if self.starts_on is not None and self.starts_on <= day else "planned"


class Meeting(TimeStamped):
    """A meeting of the pair. ``minutes``: planned length. Notes of one side are seen by that side and the curator."""

    class Stage(models.TextChoices):
        ORGANISATIONAL = "organisational", _("organisational")
        TRIAL = "trial", _("trial")
        PLANNING = "planning", _("planning")
        REGULAR = "regular", _("regular")
        CLOSING = "closing", _("closing")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MISSED = "missed", _("did not take place")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="meetings", verbose_name=_("programme"))
    stage = models.CharField(_("meeting"), max_length=20, choices=Stage, default=Stage.REGULAR)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    mode = models.CharField(_("mode"), max_length=30, default="in_person")
    form = models.CharField(_("form of the meeting"), max_length=40, blank=True, db_default="")
    methods = models.JSONField(_("methods of interaction"), default=list, db_default=[])
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    missed_reason = models.CharField(_("reason"), max_length=300, blank=True)
    mentor_note = models.TextField(_("mentor's note"), blank=True)
    mentee_note = models.TextField(_("mentee's note"), blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(F("programme"), F("starts_at"), name="meeting_once_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="missed") | ~Q(missed_reason=""), name="meeting_missed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("programmes:meeting", args=[self.programme_id, self.pk], urlconf=settings.SCHOOL_URLCONF)
