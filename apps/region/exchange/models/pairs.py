"""Remote pairs and their work."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School

from .asking import Offer, RemoteRequest


class RemotePair(TimeStamped):
    """A pair of two schools' people. Both schools see it and count it.

    Its place at the mentor stands in the mentor's school. ``place``: which of the offered places it takes; ``load``:
    its number among the mentor's pairs between schools, of all schools where the person mentors: two unique keys, so
    that acts at once cannot both take the last place. ``conditions``: what the regulations of the two schools said
    when the pair was made, {"mentor": terms, "mentee": terms} in the shape of ``SchoolTerms.values``.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("at work")
        COMPLETED = "completed", _("completed")
        ENDED = "ended", _("ended early")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    request = models.OneToOneField(RemoteRequest, models.PROTECT, related_name="pair")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="pairs")
    mentor_school = models.ForeignKey(School, models.PROTECT, related_name="+")
    mentee_school = models.ForeignKey(School, models.PROTECT, related_name="+")
    mentor_account = models.UUIDField(null=True)
    mentee_account = models.UUIDField(null=True)
    mentor_name = models.CharField(_("mentor"), max_length=200)
    mentee_name = models.CharField(_("mentee"), max_length=200)
    form = models.CharField(_("form"), max_length=50)
    form_title = models.CharField(_("form"), max_length=300)
    place = models.PositiveSmallIntegerField(null=True)
    load = models.PositiveSmallIntegerField(null=True)
    conditions = models.JSONField(default=dict)
    goal = models.TextField(_("goal"))
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    closed_on = models.DateField(null=True)
    closing_ground = models.CharField(_("ground"), max_length=60, blank=True)
    closing_ground_title = models.CharField(_("ground"), max_length=300, blank=True)
    results = models.TextField(_("results"), blank=True)

    objects = ScopedManager["RemotePair"]("mentor_school", "mentee_school")

    class Meta:
        verbose_name = _("remote pair")
        verbose_name_plural = _("remote pairs")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="active") | (Q(closed_on__isnull=False) & ~Q(closing_ground="")),
                name="remote_pair_closed_on",
            ),
            models.UniqueConstraint(fields=["offer", "place"], condition=Q(state="active"), name="remote_pair_place"),
            models.UniqueConstraint(
                fields=["mentor_account", "load"], condition=Q(state="active"), name="remote_pair_load"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name} - {self.mentee_name}"


class RemotePlanItem(TimeStamped):
    """A row of a remote pair's plan."""

    pair = models.ForeignKey(RemotePair, models.CASCADE, related_name="plan")
    title = models.CharField(_("activity"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("plan of activities")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class RemoteMeeting(TimeStamped):
    """A meeting of a remote pair with a join link (any provider's address)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MISSED = "missed", _("did not take place")

    pair = models.ForeignKey(RemotePair, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
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
            models.UniqueConstraint(fields=["pair", "starts_at"], name="remote_meeting_once_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="missed") | ~Q(missed_reason=""), name="remote_missed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.starts_at:%Y-%m-%d %H:%M}"
