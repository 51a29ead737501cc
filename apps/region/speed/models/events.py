"""Speed mentoring across schools: events, people, timetable, feedback."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


def words() -> Value:
    """An empty list, where code before this column writes a row."""
    return Value([], models.JSONField())


class SpeedEvent(TimeStamped):
    """An event of ``rounds`` rounds of ``minutes`` each with ``pause`` minutes between them; of a series the rounds are
    a week apart.

    ``places``: how many mentors can take part, ``mentee_places`` how many mentees, ``school_places`` how many of one
    school on each side (None: no limit); who comes later waits. ``seats``: mentees of a mentor in one round.
    ``themes``: what people choose from beside their own words. ``minutes`` lies within the strictest
    regulation of the schools invited.
    """

    class Format(models.TextChoices):
        SPEED = "speed", _("speed: many short meetings")
        STANDARD = "standard", _("standard: one meeting")
        SEQUENTIAL = "sequential", _("series: a meeting a week")
        GROUP = "group", _("group: a mentor meets several at once")

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
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.SPEED, db_default=Format.SPEED)
    seats = models.PositiveSmallIntegerField(
        _("mentees with one mentor at once"),
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    mentee_places = models.PositiveSmallIntegerField(_("places for mentees"), null=True, blank=True)
    school_places = models.PositiveSmallIntegerField(_("places for one school on each side"), null=True, blank=True)
    themes = models.JSONField(_("themes"), default=list, db_default=words())
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
    """A person of a school signed up as mentor or mentee.

    ``themes``: lower-case words, what a mentee needs and a mentor can give. ``absent``: rounds that the person misses.
    ``waits``: on the waiting list, in order of ``created_at``. ``missed``: rounds missed on the day: before somebody
    came late, or from when they were not there.
    """

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
    absent = models.JSONField(_("rounds missed"), default=list, db_default=words())
    missed = models.JSONField(default=list, db_default=words())
    waits = models.BooleanField(_("on the waiting list"), default=False, db_default=False)
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


class SpeedWish(models.Model):
    """Whom a person would like to meet, or rather not; the latter is a veto."""

    class Kind(models.TextChoices):
        WANTED = "wanted", _("would like to meet")
        AVOIDED = "avoided", _("would rather not meet")

    author = models.ForeignKey(Registration, models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Registration, models.CASCADE, related_name="wished_by")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("wish about a person")
        verbose_name_plural = _("wishes about people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["author", "other"], name="speed_wish_once")
        ]

    def __str__(self) -> str:
        return f"{self.author_id} {self.kind} {self.other_id}"


class SpeedPlan(TimeStamped):
    """A timetable computed for an event, one for each aim; participants see it when it is published.

    ``slots``: [round, mentor, mentee, fit] each, by registration. ``gap``: share of the proven bound that is not
    reached. ``people``: digest of all that it was computed from; another one now: it is out of date.
    """

    class Aim(models.TextChoices):
        FAIREST = "fairest", _("fairest")
        TOTAL = "total", _("best total")

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="plans")
    aim = models.CharField(_("aim"), max_length=10, choices=Aim)
    slots = models.JSONField(default=list)
    gap = models.FloatField(default=0)
    people = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("computed timetable")
        verbose_name_plural = _("computed timetables")
        ordering = ["aim"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "aim"], name="speed_plan_of_an_aim")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.aim}"


class SpeedMeeting(models.Model):
    """One meeting of the timetable. The constraints are the promise: no repeats, nobody in two places at once; a mentor
    of a group has a ``seat`` for each of the round's mentees."""

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="meetings")
    round = models.PositiveSmallIntegerField(_("round"))
    mentor = models.ForeignKey(Registration, models.CASCADE, related_name="as_mentor")
    mentee = models.ForeignKey(Registration, models.CASCADE, related_name="as_mentee")
    seat = models.PositiveSmallIntegerField(default=1, db_default=1)
    fit = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["round", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "mentor", "mentee"], name="speed_no_repeats"),
            models.UniqueConstraint(fields=["event", "round", "mentor", "seat"], name="speed_seat_once_a_round"),
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
