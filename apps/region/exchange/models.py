"""Virtual mentoring across schools: offers, requests, remote pairs. Shared rows hold the least that both sides need."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class Offer(TimeStamped):
    """A mentor offered to other schools, with the mentor's own consent.

    ``mentor_card``: id in the school's own bank (means nothing elsewhere); ``mentor_name`` is published after the
    mentor has agreed. ``forms``: list of {"code", "title"}, the titles in the school's own words.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the mentor's consent")
        OPEN = "open", pgettext_lazy("offer", "open")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    mentor_card = models.BigIntegerField()
    mentor_account = models.UUIDField(null=True)
    mentor_name = models.CharField(_("mentor"), max_length=200)
    mentor_position = models.CharField(_("position"), max_length=200, blank=True)
    subjects = models.JSONField(_("subjects"), default=list)
    topics = models.TextField(_("can help with"))
    forms = models.JSONField(_("forms"), default=list)
    places = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    mentor_agreed_at = models.DateTimeField(_("mentor agreed"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)

    objects = ScopedManager["Offer"]("school")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["school", "mentor_card"], condition=~Q(state="withdrawn"), name="offer_one_per_mentor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name}: {self.topics[:50]}"


class RemoteRequest(TimeStamped):
    """A mentee of another school asks for an offered mentor. The name is shown only after both curators approve.

    ``mentee_about``: the mentee's category in words, shown before the name is. ``form_title``, ``mentee_about``: the
    asking school's own words.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the curators")
        APPROVED = "approved", _("approved by both curators")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="requests", verbose_name=_("offer"))
    mentor_school = models.ForeignKey(School, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    mentee_card = models.BigIntegerField()
    mentee_account = models.UUIDField(null=True)
    mentee_name = models.CharField(_("mentee"), max_length=200)
    mentee_about = models.CharField(_("who asks"), max_length=200, blank=True)
    need = models.TextField(_("need"))
    form = models.CharField(_("form"), max_length=50)
    form_title = models.CharField(_("form"), max_length=300)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    mentee_curator_at = models.DateTimeField(null=True)
    mentor_curator_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)

    objects = ScopedManager["RemoteRequest"]("school", "mentor_school")

    class Meta:
        verbose_name = _("request to another school")
        verbose_name_plural = _("requests to other schools")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["offer", "school", "mentee_card"],
                condition=Q(state__in=["asked", "approved"]),
                name="remote_request_once",
            ),
            models.CheckConstraint(condition=~Q(school=F("mentor_school")), name="remote_request_other_school"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="remote_request_term"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.school_id}"


class RemotePair(TimeStamped):
    """A pair of two schools' people. Both schools see it and count it.

    Its place at the mentor stands in the mentor's school. ``conditions``: what the regulations of the two schools said
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
            )
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
