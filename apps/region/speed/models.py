"""Speed mentoring across schools: events, people, timetable, feedback."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class SpeedEvent(TimeStamped):
    """An event of ``rounds`` rounds of ``minutes`` each with ``pause`` minutes between them.

    ``places``: how many mentors can take part. ``minutes`` lies within the strictest regulation of the schools invited.
    """

    class State(models.TextChoices):
        SIGN_UP = "sign_up", _("sign-up is open")
        PLANNED = "planned", _("timetable is ready")
        FINISHED = "finished", _("was held")
        CANCELLED = "cancelled", _("called off")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("about"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow")
    rounds = models.PositiveSmallIntegerField(
        _("rounds"), default=4, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a round"), default=15, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    pause = models.PositiveSmallIntegerField(_("minutes between rounds"), default=3, validators=[MaxValueValidator(60)])
    places = models.PositiveSmallIntegerField(
        _("places for mentors"), default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    exclude_own_school = models.BooleanField(_("never with one's own school"), default=True)
    schools = models.ManyToManyField(School, related_name="speed_events", verbose_name=_("schools invited"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.SIGN_UP)
    job_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("speed-mentoring event")
        verbose_name_plural = _("speed-mentoring events")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title


class Registration(TimeStamped):
    """A person of a school signed up as mentor or mentee. ``themes``: lower-case words, matched between the sides."""

    class Side(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="registrations")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    name = models.CharField(_("name of the person"), max_length=200)
    side = models.CharField(_("side"), max_length=10, choices=Side)
    themes = models.JSONField(_("themes"), default=list)
    wish = models.TextField(_("what I would like to discuss"), blank=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = ScopedManager["Registration"]("school")

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event", "account_id"], condition=Q(cancelled_at__isnull=True), name="registration_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.side})"

    @property
    def short_name(self) -> str:
        """Last name and initials, for the cells of a wide timetable."""
        last, *others = self.name.split() or [self.name]
        return " ".join([last, *(f"{part[0]}." for part in others)])


class SpeedMeeting(models.Model):
    """One meeting of the timetable. The constraints are the promise: no repeats, nobody in two places at once."""

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="meetings")
    round = models.PositiveSmallIntegerField(_("round"))
    mentor = models.ForeignKey(Registration, models.CASCADE, related_name="as_mentor")
    mentee = models.ForeignKey(Registration, models.CASCADE, related_name="as_mentee")
    fit = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["round", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "mentor", "mentee"], name="speed_no_repeats"),
            models.UniqueConstraint(fields=["event", "round", "mentor"], name="speed_mentor_once_a_round"),
            models.UniqueConstraint(fields=["event", "round", "mentee"], name="speed_mentee_once_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.round}: {self.mentor_id}-{self.mentee_id}"


class SpeedFeedback(TimeStamped):
    """Two lines after a meeting, by one side."""

    meeting = models.ForeignKey(SpeedMeeting, models.CASCADE, related_name="feedback")
    author = models.ForeignKey(Registration, models.CASCADE, related_name="feedback")
    useful = models.TextField(_("what was useful"))
    next_step = models.TextField(_("what I will do next"), blank=True)
    again = models.BooleanField(_("I would meet again"), default=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "author"], name="speed_feedback_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.author_id}"
