"""A mentee asks for a mentor: an ordered list of choices, or whoever fits; each mentor answers within a term."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard, MentorCard
from kernel.models import TimeStamped

from .match import Match

ANSWER_DAYS, MOST_CHOICES = 7, 5


class RequestTerms(TimeStamped):
    """How the school asks mentors: days for an answer, choices at most. The newest row holds, others are history."""

    answer_days = models.PositiveSmallIntegerField(
        _("days for an answer"), default=ANSWER_DAYS, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    most_choices = models.PositiveSmallIntegerField(
        _("mentors in one request"), default=MOST_CHOICES, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    set_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("terms of requests")
        verbose_name_plural = _("terms of requests")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(answer_days__range=(1, 60)), name="request_terms_days"),
            models.CheckConstraint(condition=Q(most_choices__range=(1, 10)), name="request_terms_choices"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_days}/{self.most_choices}"


class MentorRequest(TimeStamped):
    """A mentee's request for a mentor. ``mode``: one after another in the mentee's order, or several who fit at once.

    ``answer_days``: the school's term when the request was made; ``on_paper``: entered by the office; ``match``: the
    pair that came of it.
    """

    class Mode(models.TextChoices):
        IN_ORDER = "in_order", _("the mentors named, one after another")
        ANY = "any", _("any mentor who fits")

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        MATCHED = "matched", _("a mentor has agreed")
        EXHAUSTED = "exhausted", _("nobody of those asked has agreed")
        WITHDRAWN = "withdrawn", _("taken back")
        DROPPED = "dropped", _("not needed any more")

    card = models.ForeignKey(MenteeCard, models.PROTECT, related_name="mentor_requests", verbose_name=_("mentee"))
    mode = models.CharField(_("who is asked"), max_length=10, choices=Mode)
    text = models.TextField(_("what the work is to be about"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    answer_days = models.PositiveSmallIntegerField(_("days for an answer"))
    asked_by = models.UUIDField(null=True)
    on_paper = models.BooleanField(_("on paper"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    match = models.ForeignKey(Match, models.SET_NULL, null=True, related_name="requests", verbose_name=_("pair"))

    class Meta:
        verbose_name = _("request for a mentor")
        verbose_name_plural = _("requests for mentors")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["card"], condition=Q(state="open"), name="mentor_request_one_open"),
            models.UniqueConstraint(fields=["match"], name="mentor_request_one_pair"),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_on__isnull=False), name="mentor_request_closed_day"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the request."""
        return reverse("pairs:request", kwargs={"mentor_request": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_open(self) -> bool:
        """True while somebody may still agree."""
        return self.state == MentorRequest.State.OPEN


class RequestChoice(models.Model):
    """One mentor of a request. ``number``: the mentee's order; ``answer_by``: the last day to answer."""

    class State(models.TextChoices):
        QUEUED = "queued", _("not asked yet")
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("has agreed")
        DECLINED = "declined", _("has declined")
        LAPSED = "lapsed", _("did not answer in time")
        SKIPPED = "skipped", _("could not be asked")
        CANCELLED = "cancelled", _("not needed any more")

    request = models.ForeignKey(
        MentorRequest, models.CASCADE, related_name="choices", verbose_name=_("request for a mentor")
    )
    number = models.PositiveSmallIntegerField(_("choice"))
    card = models.ForeignKey(MentorCard, models.PROTECT, related_name="asked", verbose_name=_("mentor"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    asked_on = models.DateField(_("asked on"), null=True)
    answer_by = models.DateField(_("answer by"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.UUIDField(null=True)
    on_paper = models.BooleanField(_("on paper"), default=False)
    note = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mentor asked")
        verbose_name_plural = _("mentors asked")
        ordering = ["number", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "number"], name="request_choice_number"),
            models.UniqueConstraint(fields=["request", "card"], name="request_choice_mentor_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="accepted"), name="request_choice_one_yes"),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(asked_on__isnull=False, answer_by__isnull=False),
                name="request_choice_asked_has_term",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(note=""), name="request_choice_no_has_reason"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["answer_by"], condition=Q(state="asked"), name="request_choice_by_term")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.number}"

    def state_on(self, day: datetime.date) -> State:
        """The state as a day makes it: an answer whose term has passed is not waited for, whether or not the daily
        work has written it down yet.
        """
        late = self.state == self.State.ASKED and self.answer_by is not None and self.answer_by < day
        return self.State.LAPSED if late else self.State(self.state)
