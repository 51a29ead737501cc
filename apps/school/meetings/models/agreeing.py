"""Proposals of times with the answers to them, and series of meetings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from apps.school.programmes.models import Meeting, Programme
from kernel.clock import now
from kernel.models import TimeStamped


class Terms(models.Model):
    """What is known of a meeting beside its time; fields as of ``Meeting``."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    mode = models.CharField(_("mode"), max_length=30)
    stage = models.CharField(_("meeting"), max_length=20, choices=Meeting.Stage, default=Meeting.Stage.REGULAR)
    form = models.CharField(_("form of the meeting"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    topic = models.CharField(_("topic"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Proposal(Terms, TimeStamped):
    """Times that one side offers to the others. ``author``: None for the office; ``answers_to``: what it counters.

    ``meeting``: the one that was agreed; empty again when that one is called off.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "waits for an answer")
        AGREED = "agreed", pgettext_lazy("proposal", "agreed")
        DECLINED = "declined", pgettext_lazy("proposal", "declined")
        COUNTERED = "countered", pgettext_lazy("proposal", "answered by other times")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")
        LAPSED = "lapsed", pgettext_lazy("proposal", "lapsed")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="proposals", verbose_name=_("programme"))
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("author"))
    author_name = models.CharField(_("who"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    expires_at = models.DateTimeField(_("waits until"))
    answers_to = models.OneToOneField("self", models.SET_NULL, null=True, related_name="countered_by")
    meeting = models.OneToOneField(Meeting, models.SET_NULL, null=True, related_name="proposal")

    class Meta:
        verbose_name = _("proposal of times")
        verbose_name_plural = _("proposals of times")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme"], condition=Q(state="open"), name="proposal_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.state}"

    def get_absolute_url(self) -> str:
        """The proposal's page."""
        return reverse("meetings:proposal", args=[self.programme_id, self.pk], urlconf=settings.SCHOOL_URLCONF)

    @property
    def state_now(self) -> str:
        """The state, an open proposal whose time has run out being a lapsed one."""
        if self.state == self.State.OPEN and self.expires_at <= now():
            return self.State.LAPSED
        return self.state

    @property
    def is_open(self) -> bool:
        """True while it may be answered."""
        return self.state_now == self.State.OPEN


class Option(models.Model):
    """One of the offered beginnings."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("offered time")
        verbose_name_plural = _("offered times")
        ordering = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "starts_at"], name="option_once")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Answer(TimeStamped):
    """Which of the offered times suit a person; none with a reason."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    options = models.ManyToManyField(Option, related_name="answers")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("answer to a proposal of times")
        verbose_name_plural = _("answers to proposals of times")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "person"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.person_id}"


class Series(Terms, TimeStamped):
    """Meetings on one day of the week. ``at``: wall time in the school's zone; ``weeks``: 1 weekly, 2 fortnightly."""

    class Every(models.IntegerChoices):
        WEEK = 1, _("every week")
        FORTNIGHT = 2, _("every two weeks")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="series", verbose_name=_("programme"))
    first_on = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    at = models.TimeField(_("time"))
    weeks = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.WEEK)
    ended_on = models.DateField(_("series ended on"), null=True)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["first_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first_on__lte=F("until")), name="series_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.first_on} – {self.until}"


class SeriesMeeting(models.Model):
    """A meeting of a series. ``day``: where the series put it, also after it was moved."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="rows")
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="in_series")
    day = models.DateField()

    class Meta:
        verbose_name = _("meeting of a series")
        verbose_name_plural = _("meetings of series")
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.day}"
