"""What is offered and asked between schools, and what a mentor carries at home. The least that both sides need."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


def empty() -> Value:
    """An empty object, where code before this column writes a row."""
    return Value({}, models.JSONField())


class Offer(TimeStamped):
    """A mentor offered to other schools, with the mentor's own consent.

    ``mentor_card``: id in the school's own bank (means nothing elsewhere); ``mentor_name`` is published after the
    mentor has agreed. ``forms``: list of {"code", "title"}, the titles in the school's own words. ``times``: when the
    mentor can meet, in the shape of ``weekly.Weekly.as_dict``, on the school's clock; {}: nothing is said.
    ``agreement``: the school wants an agreement between the organisations before the pair meets.
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
    times = models.JSONField(_("times"), default=dict, db_default=empty())
    agreement = models.BooleanField(_("agreement between the organisations"), default=False, db_default=False)
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


class Need(TimeStamped):
    """What a mentee of a school needs, published to all schools without a name: any school may answer with a mentor.

    ``mentee_card``, ``mentee_account``: mean nothing outside the own school. ``about``: the mentee's category in words;
    ``forms``, ``times``: as of an offer, on the clock of the mentee's school.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("need", "open")
        ANSWERED = "answered", _("a mentor is found")
        WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    mentee_card = models.BigIntegerField()
    mentee_account = models.UUIDField(null=True)
    about = models.CharField(_("who asks"), max_length=200, blank=True)
    text = models.TextField(_("need"))
    subjects = models.JSONField(_("subjects"), default=list)
    forms = models.JSONField(_("forms"), default=list)
    times = models.JSONField(_("times"), default=dict)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)

    objects = ScopedManager["Need"]("school")

    class Meta:
        verbose_name = _("published need")
        verbose_name_plural = _("published needs")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["school", "mentee_card"], condition=Q(state="open"), name="need_one_per_mentee"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="need_term"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.text[:50]}"


class RemoteRequest(TimeStamped):
    """A mentee of another school and an offered mentor, brought together by a request or by an answer to a need.

    Four say yes before the pair comes into being, each at its moment: ``mentee_at``, ``mentee_curator_at``,
    ``mentor_at``, ``mentor_curator_at`` (the last of all), until ``answer_by``; ``declined_by``: whose no ended it.
    The mentee's name is shown only after both curators approve; of an answer to a need (``answers_to``) it is not even
    kept here before the mentee's curator approves. ``mentee_about``: the mentee's category in words, shown before the
    name is. ``form_title``, ``mentee_about``: the asking school's own words.
    """

    class Party(models.TextChoices):
        MENTEE = "mentee", _("the mentee")
        MENTEE_CURATOR = "mentee_curator", _("the curator of the mentee's school")
        MENTOR = "mentor", _("the mentor")
        MENTOR_CURATOR = "mentor_curator", _("the curator of the mentor's school")
        RIVAL = "rival", _("another request was agreed first")
        TERM = "term", _("nobody answered in time")

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
    answers_to = models.ForeignKey(Need, models.PROTECT, null=True, related_name="answers", db_index=False)
    mentee_at = models.DateTimeField(null=True)
    mentee_curator_at = models.DateTimeField(null=True)
    mentor_at = models.DateTimeField(null=True)
    mentor_curator_at = models.DateTimeField(null=True)
    answer_by = models.DateField(_("answer until"), null=True)
    declined_by = models.CharField(
        _("declined by"), max_length=16, choices=Party, blank=True, default="", db_default=""
    )
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


class MentorLoad(TimeStamped):
    """Mentees whom a person mentors within one school, told by that school where the person mentors in several.

    So that a limit counts over the schools: pairs between schools stand here anyway, pairs at home do not.
    """

    account = models.UUIDField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    at_home = models.PositiveSmallIntegerField()

    objects = ScopedManager["MentorLoad"]("school")

    class Meta:
        verbose_name = _("load of a mentor at home")
        verbose_name_plural = _("loads of mentors at home")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "school"], name="mentor_load_one_per_school")
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.at_home}"
