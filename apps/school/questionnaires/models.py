"""Questionnaires of a school: what is asked (versions, questions), of whom (rounds, invitations), what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped, new_uuid


class Purpose(models.TextChoices):
    """What a questionnaire is for (domain.md B.1.4, B.1.5)."""

    MENTEE_ENTRY = "mentee_entry", _("questionnaire of a mentee: request and difficulties")
    MENTOR_ENTRY = "mentor_entry", _("questionnaire of a possible mentor")
    THIRD_PARTY = "third_party", _("information from third parties")
    PREFERENCE = "preference", _("preferences after the group meeting")
    BEFORE = "before", _("expectations before the programme")
    AFTER = "after", _("impressions after the programme")
    SATISFACTION_MENTOR = "satisfaction_mentor", _("satisfaction of mentors")
    SATISFACTION_MENTEE = "satisfaction_mentee", _("satisfaction of mentees")
    CURATOR = "curator", _("conformity with the model, by the curator")
    SWOT = "swot", _("strong and weak sides (SWOT), by the curator")


class Audience(models.TextChoices):
    """Who answers."""

    MENTOR = "mentor", pgettext_lazy("audience", "mentors")
    MENTEE = "mentee", pgettext_lazy("audience", "mentees")
    BOTH = "both", pgettext_lazy("audience", "mentors and mentees")
    THIRD_PARTY = "third_party", pgettext_lazy("audience", "third parties")
    CURATOR = "curator", pgettext_lazy("audience", "the curator")


class Feed(models.TextChoices):
    """What of a card of the bank an answer can be taken over into."""

    REQUEST = "request", _("request of the mentee")
    DEFICITS = "deficits", _("difficulties of the mentee")
    COMPETENCIES = "competencies", _("competencies of the mentor")
    SUBJECTS = "subjects", _("subjects")


class Questionnaire(TimeStamped):
    """A questionnaire of the school. ``form``: the form of mentoring it is for, empty for any.

    Texts are the school's own and stay in the language they are written in.
    """

    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    audience = models.CharField(_("who answers"), max_length=20, choices=Audience)
    title = models.CharField(_("title"), max_length=200)
    form = models.CharField(_("form of mentoring"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the questionnaire."""
        return reverse(
            "questionnaires:questionnaire", urlconf=settings.SCHOOL_URLCONF, kwargs={"questionnaire": self.pk}
        )


class Version(TimeStamped):
    """What is asked. A published version never changes; answers keep the version they were given to."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("questionnaire", "being written")
        PUBLISHED = "published", pgettext_lazy("questionnaire", "in use")
        CLOSED = "closed", pgettext_lazy("questionnaire", "closed")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    intro = models.TextField(_("words before the questions"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of the questionnaire")
        verbose_name_plural = _("versions of the questionnaire")
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="q_version_number"),
            models.UniqueConstraint(fields=["questionnaire"], condition=Q(state="draft"), name="q_version_one_draft"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(state="published"), name="q_version_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.title} (№ {self.number})"


class Question(TimeStamped):
    """A question of a version. ``options``: choices of one/many, rows of a grid; ``feeds``: what of the card it fills.

    ``code`` stays the same when a version is copied, so that answers to two versions can be compared.
    """

    class Type(models.TextChoices):
        SCALE = "scale", _("scale from 1 to 10")
        YES_NO = "yes_no", _("yes or no")
        ONE = "one", _("one of several")
        MANY = "many", _("several of several")
        SHORT = "short", _("a line of text")
        LONG = "long", _("free text")
        FREQUENCY = "frequency", _("how often")
        GRID = "grid", _("table of 2, 1, 0")
        PEOPLE = "people", _("choice of people in order")

    version = models.ForeignKey(Version, models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    position = models.PositiveIntegerField()
    type = models.CharField(_("kind of answer"), max_length=12, choices=Type)
    text = models.TextField(_("question"))
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    options = models.JSONField(_("choices or rows"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    feeds = models.CharField(_("fills in the card"), max_length=20, choices=Feed, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="q_question_code")
        ]

    def __str__(self) -> str:
        return self.text


class Round(TimeStamped):
    """A version asked of people between two days. ``anonymous``: answers are kept without persons."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("survey round", "under way")
        CLOSED = "closed", pgettext_lazy("survey round", "closed")

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("to"))
    remind_days = models.PositiveSmallIntegerField(_("remind so many days before the end"), default=3)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        ordering = ["-opens_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="q_round_days")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the round."""
        return reverse("questionnaires:round", urlconf=settings.SCHOOL_URLCONF, kwargs={"round": self.pk})


class Invitation(TimeStamped):
    """One person asked in a round, and the fact of having answered.

    ``person``: None for somebody outside of the banks, then ``respondent`` says who; ``about``: whom a third party
    tells of. ``draft``: answers begun and not sent (never in an anonymous round). ``link_nonce``: what the personal
    link in force carries; ``applied_on``: when the curator took the answers over into the card.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("survey", "not answered")
        STARTED = "started", pgettext_lazy("survey", "begun")
        ANSWERED = "answered", pgettext_lazy("survey", "answered")

    class Way(models.TextChoices):
        SYSTEM = "system", pgettext_lazy("survey", "in the system")
        LINK = "link", pgettext_lazy("survey", "by a personal link")
        PAPER = "paper", pgettext_lazy("survey", "on paper")

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="survey_invitations")
    respondent = models.CharField(_("who answers"), max_length=200, blank=True)
    about = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="told_of")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    way = models.CharField(_("answered"), max_length=10, choices=Way, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    link_nonce = models.CharField(max_length=40, blank=True, editable=False)
    link_until = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    applied_on = models.DateField(_("taken over into the card on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(about__isnull=True), name="q_invitation_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(respondent=""), name="q_invitation_of_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_on__isnull=False), name="q_invitation_answered_on"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The invitation, for the office."""
        return reverse("questionnaires:invitation", urlconf=settings.SCHOOL_URLCONF, kwargs={"invitation": self.pk})

    @property
    def name(self) -> str:
        """Who is asked."""
        return self.person.full_name if self.person is not None else self.respondent


class Response(models.Model):
    """Answers: question code -> value. In an anonymous round nothing leads back to the person: no invitation, no day,
    a random key.

    ``chosen``: persons named in answers to questions of choice of people, the first choice first.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="responses")
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, blank=True, related_name="response")
    answers = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
