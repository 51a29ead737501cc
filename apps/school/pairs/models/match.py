"""Pairs and groups: who mentors whom, under which version of the regulation, in which state."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard, MentorCard
from kernel.models import TimeStamped


class Match(TimeStamped):
    """A pair or a group (entity ``match`` of the glossary).

    ``form``, ``type``, ``structure``, ``role_model``: codes of the catalogue. ``regulation_version``: id of the version
    the pair was formed under; running pairs keep it. ``closing_evidence``: codes of ``condition`` confirmed at an early
    completion.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for consent of both sides")
        AGREED = "agreed", _("agreed, no order yet")
        ORDERED = "ordered", _("order waits for signature")
        ACTIVE = "active", _("at work")
        COMPLETED = "completed", _("completed")
        ENDED = "ended", _("ended early")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    form = models.CharField(_("form"), max_length=50)
    type = models.CharField(_("type"), max_length=50)
    structure = models.CharField(_("structure"), max_length=30)
    role_model = models.CharField(_("role model"), max_length=50, blank=True)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    goal = models.TextField(_("goal"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    regulation_version_id = models.BigIntegerField(null=True)
    score = models.PositiveSmallIntegerField(_("fit"), null=True)
    proposed_by = models.UUIDField(null=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_ground = models.CharField(_("ground"), max_length=60, blank=True)
    closing_note = models.TextField(_("note"), blank=True)
    closing_evidence = models.JSONField(default=list, db_default=[])

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="match_term_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "ended"]) | Q(closed_on__isnull=False) & ~Q(closing_ground=""),
                name="match_closed_with_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the pair."""
        return reverse("pairs:pair", kwargs={"pair": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_open(self) -> bool:
        """True while the pair takes a place at its mentor."""
        return self.state in OPEN_STATES

    @property
    def current_mentors(self) -> list[MatchMentor]:
        """Mentors now (without those replaced); no query when prefetched."""
        return [row for row in self.mentors.all() if row.until is None]

    @property
    def current_mentees(self) -> list[MatchMentee]:
        """Mentees now; no query when prefetched."""
        return [row for row in self.mentees.all() if row.until is None]

    @property
    def current_people(self) -> list[MatchMentor | MatchMentee]:
        """Both sides now, mentors first."""
        return [*self.current_mentors, *self.current_mentees]

    @property
    def title(self) -> str:
        """«Иванова А. П. – Петров П. П.»: who mentors whom."""
        sides = (self.current_mentors, self.current_mentees)
        return " – ".join(", ".join(row.card.person.short_name for row in side) for side in sides)


OPEN_STATES = frozenset({Match.State.PROPOSED, Match.State.AGREED, Match.State.ORDERED, Match.State.ACTIVE})


class MatchMentor(models.Model):
    """A mentor of a match (one, or several in the collective structures). ``until``: replaced or resigned."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="mentors", verbose_name=_("pair"))
    card = models.ForeignKey(MentorCard, models.PROTECT, related_name="matches", verbose_name=_("mentor"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    accepted = models.BooleanField(_("agrees"), null=True)
    answer_note = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentor of the pair")
        verbose_name_plural = _("mentors of the pair")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["match", "card"], condition=Q(until__isnull=True), name="match_mentor_once")
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.card_id}"


class MatchMentee(models.Model):
    """A mentee of a match (one, or several in a group)."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="mentees", verbose_name=_("pair"))
    card = models.ForeignKey(MenteeCard, models.PROTECT, related_name="matches", verbose_name=_("mentee"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    accepted = models.BooleanField(_("agrees"), null=True)
    answer_note = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentee of the pair")
        verbose_name_plural = _("mentees of the pair")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["match", "card"], condition=Q(until__isnull=True), name="match_mentee_once")
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.card_id}"


class MentorSeat(models.Model):
    """A place at a mentor. The unique key is the capacity: two requests at once cannot both take the last place.

    ``number`` runs from 1 to the limit in force when the place is taken; ``lane``: individual, or group for a group
    which the regulation does not count against the individual limit. A place is taken by a mentee of this school (in a
    pair of several mentors by the same mentee at each of them) or by a request from another school
    (``remote_request``, id in the exchange).
    """

    class Lane(models.TextChoices):
        INDIVIDUAL = "individual", _("individual")
        GROUP = "group", _("group")

    card = models.ForeignKey(MentorCard, models.CASCADE, related_name="seats")
    lane = models.CharField(max_length=12, choices=Lane)
    number = models.PositiveSmallIntegerField()
    mentee = models.ForeignKey(MatchMentee, models.CASCADE, null=True, related_name="seats")
    remote_request = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(mentee__isnull=False) ^ Q(remote_request__isnull=False), name="mentor_seat_taken_by_one"
            ),
            models.UniqueConstraint(fields=["card", "lane", "number"], name="mentor_seat_taken_once"),
            models.UniqueConstraint(fields=["card", "mentee"], name="mentor_seat_once_for_mentee"),
        ]

    def __str__(self) -> str:
        return f"{self.card_id}/{self.lane}/{self.number}"


class Replacement(TimeStamped):
    """A change of mentor: ground, the new mentor's own answer, order. The period of the pair is kept where the
    regulation says so.

    ``on_paper``: the office recorded the answer; ``ends_on``: when the pair ends after the replacement.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("the new mentor is asked")
        AGREED = "agreed", _("the new mentor agrees, no order yet")
        PREPARED = "prepared", _("order waits for signature")
        CARRIED_OUT = "carried_out", _("carried out")
        DECLINED = "declined", _("the new mentor has declined")
        DROPPED = "dropped", _("dropped")

    match = models.ForeignKey(Match, models.CASCADE, related_name="replacements")
    old_mentor = models.ForeignKey(MentorCard, models.PROTECT, related_name="+")
    new_mentor = models.ForeignKey(MentorCard, models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=60)
    note = models.TextField(_("note"), blank=True)
    ends_on = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.UUIDField(null=True)
    on_paper = models.BooleanField(_("on paper"), default=False, db_default=False)
    answer_note = models.CharField(_("reason"), max_length=300, blank=True, db_default="")
    carried_out_on = models.DateField(_("carried out on"), null=True, blank=True)

    class Meta:
        verbose_name = _("replacement of a mentor")
        verbose_name_plural = _("replacements of mentors")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(state__in=["asked", "agreed", "prepared"]), name="replacement_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="carried_out") | Q(carried_out_on__isnull=False), name="replacement_done_has_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.old_mentor_id} -> {self.new_mentor_id}"


OPEN_REPLACEMENTS = frozenset({Replacement.State.ASKED, Replacement.State.AGREED, Replacement.State.PREPARED})
