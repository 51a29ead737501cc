"""Cards of both banks, and their history: periods in a bank, requests of mentees."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped

from .persons import Person

EMPTY_LIST = Value([], models.JSONField())


class Card(TimeStamped):
    """What the two banks have in common. ``subjects``, ``topics``: lists of plain words, compared without case."""

    class State(models.TextChoices):
        ACTIVE = "active", _("in the bank")
        LEFT = "left", _("left the bank")

    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    entered_on = models.DateField(_("entered the bank on"))
    left_on = models.DateField(_("left the bank on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    person: Person  # each bank has its own one-to-one

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The card is a part of the person's page."""
        return reverse("people:person", urlconf=settings.SCHOOL_URLCONF, kwargs={"person": self.person_id})  # type: ignore[attr-defined]


class MentorCard(Card):
    """An entry of the mentors' bank. ``category``, ``grade``: codes of the catalogue; ``capacity``: own wish.

    ``interests``, ``mentee_ages``, ``hours``: what the federal form of the mentors' base asks (Р-145).
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor_card", verbose_name=_("person"))
    category = models.CharField(_("category"), max_length=50)
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    competencies = models.JSONField(_("competencies"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("how many mentees"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    trained_on = models.DateField(_("trained as a mentor on"), null=True, blank=True)
    interests = models.JSONField(_("interests"), default=list, db_default=EMPTY_LIST, blank=True)
    mentee_ages = models.CharField(_("wished age of mentees"), max_length=60, db_default="", default="", blank=True)
    hours = models.CharField(_("time for the programme"), max_length=100, db_default="", default="", blank=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)


class MenteeCard(Card):
    """An entry of the mentees' bank. ``request``: the need stated last; ``deficits``: professional deficits in words.

    ``track``: where the person is sent by experience (code of ``body``), since the day ``track_on``.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentee_card", verbose_name=_("person"))
    category = models.CharField(_("category"), max_length=50)
    request = models.TextField(_("request"), blank=True)
    deficits = models.JSONField(_("deficits"), default=list, blank=True)
    track = models.CharField(_("track"), max_length=50, db_default="", default="", blank=True)
    track_on = models.DateField(_("sent on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentee")
        verbose_name_plural = _("mentees")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)


class BankPeriod(TimeStamped):
    """A time that somebody stood in a bank: the previous participation. Never changed once it is over."""

    class Bank(models.TextChoices):
        MENTOR = "mentor", pgettext_lazy("bank", "mentors")
        MENTEE = "mentee", pgettext_lazy("bank", "mentees")

    person = models.ForeignKey(Person, models.CASCADE, related_name="bank_periods", verbose_name=_("person"))
    bank = models.CharField(_("bank"), max_length=10, choices=Bank)
    category = models.CharField(_("category"), max_length=50)
    entered_on = models.DateField(_("entered the bank on"))
    left_on = models.DateField(_("left the bank on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("time in a bank")
        verbose_name_plural = _("times in the banks")
        ordering = ["-entered_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "bank"], condition=Q(left_on__isnull=True), name="bank_period_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")), name="bank_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.bank} {self.entered_on}"


class MenteeRequest(TimeStamped):
    """A need that a mentee stated, with its date. The card holds the words of the newest open one."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "open")
        MET = "met", pgettext_lazy("request", "met")
        DROPPED = "dropped", pgettext_lazy("request", "not wanted any more")

    person = models.ForeignKey(Person, models.CASCADE, related_name="mentee_requests", verbose_name=_("person"))
    text = models.TextField(_("request"))
    stated_on = models.DateField(_("stated on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-stated_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_on__isnull=False), name="mentee_request_closed_day"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
