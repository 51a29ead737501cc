"""The evening itself: its course, what is said in the hall, who would like to go on together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

from .events import Registration, SpeedEvent, SpeedMeeting


class SpeedRun(TimeStamped):
    """The course of an event that was started (see ``course``): data from which any process tells what it is now.

    ``version`` grows with each act of a coordinator and with each change of the plan: who decides on an older one is
    told. Moments are milliseconds since 1970. ``better``: the plan that moves people, computed and not applied yet.
    """

    event = models.OneToOneField(SpeedEvent, models.CASCADE, related_name="run")
    version = models.PositiveIntegerField(default=1)
    started = models.BigIntegerField()
    steps = models.JSONField(default=list)
    paused = models.BigIntegerField(null=True)
    finished = models.BigIntegerField(null=True)
    better = models.JSONField(null=True)

    class Meta:
        verbose_name = _("course of an event")
        verbose_name_plural = _("courses of events")

    def __str__(self) -> str:
        return f"{self.event_id} v{self.version}"


class SpeedCall(TimeStamped):
    """A participant calls the organiser: a question, or help wanted with sound and picture."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        HELP = "help", _("technical help")

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="calls")
    author = models.ForeignKey(Registration, models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(_("question"), max_length=600, blank=True)
    answer = models.CharField(_("answer"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("call to the organiser")
        verbose_name_plural = _("calls to the organiser")
        ordering = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event", "author"],
                condition=Q(kind="help", answered_at__isnull=True),
                name="speed_help_wanted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}"


class SpeedAnnouncement(TimeStamped):
    """What the organiser says to all."""

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="announcements")
    text = models.CharField(_("announcement"), max_length=300)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.created_at:%H:%M}"


class SpeedContinuation(TimeStamped):
    """Somebody would like to go on with the person of a meeting; the curators of both schools see it."""

    meeting = models.ForeignKey(SpeedMeeting, models.CASCADE, related_name="continuations")
    author = models.ForeignKey(Registration, models.CASCADE, related_name="continuations")

    class Meta:
        verbose_name = _("wish to go on")
        verbose_name_plural = _("wishes to go on")
        ordering = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "author"], name="speed_continuation_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.author_id}"
