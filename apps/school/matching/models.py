"""Proposals for a whole cohort, what people decided about them, and what the fit is judged by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard, Person
from kernel.errors import Text
from kernel.models import TimeStamped

from .presets import PRESETS

COLLECTIVE = "many_to_one"
"""The structure with several mentors of one mentee."""
TEAM = "many_to_many"
"""The structure with a team of mentors over a group: put together by people, see the README."""


class Proposal(TimeStamped):
    """One run of the matching: what was asked, the facts it was solved on, what came out.

    ``form``, ``type``, ``structure``, ``role_model``: codes of the catalogue. ``size``: the greatest group, or how many
    mentors each mentee gets. ``must``: parts of the fit that have to speak for the two; ``least``: hundredths of fit.
    ``cohort``: ids of mentee cards; ``weights``: those in force then; ``facts``: see ``gathering.Facts``; ``unpaired``:
    see ``explaining``; ``others``: see ``computing.Computed``. ``previous``: the proposal that this one solves anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being computed")
        SOLVED = "solved", _("computed")
        IMPOSSIBLE = "impossible", _("impossible")
        TAKING = "taking", _("being taken over")
        TAKEN = "taken", _("taken over")

    class Objective(models.TextChoices):
        PAIRS = "pairs_first", _("as many pairs as possible, then the best fit")
        FIT = "fit_first", _("the best fit in total, then as many pairs as possible")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    objective = models.CharField(_("what comes first"), max_length=12, choices=Objective, default=Objective.PAIRS)
    form = models.CharField(_("form"), max_length=50)
    type = models.CharField(_("type"), max_length=50)
    structure = models.CharField(_("structure"), max_length=30)
    role_model = models.CharField(_("role model"), max_length=50, blank=True)
    size = models.PositiveSmallIntegerField(_("size"), default=1)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    least = models.PositiveSmallIntegerField(_("least fit"), default=0)
    must = models.JSONField(default=list)
    cohort = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    unpaired = models.JSONField(default=list)
    others = models.JSONField(default=list, db_default=[])
    asked = models.PositiveIntegerField(_("asked for"), default=0)
    paired = models.PositiveIntegerField(_("paired"), default=0)
    fit = models.PositiveIntegerField(_("total fit"), default=0)
    proven = models.BooleanField(_("proven"), default=False)
    message = models.CharField(_("message"), max_length=300, blank=True)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followers")
    regulation_version_id = models.BigIntegerField(null=True)
    job_id = models.UUIDField(null=True)
    made_by = models.UUIDField(null=True)
    solved_at = models.DateTimeField(_("computed at"), null=True)

    class Meta:
        verbose_name = _("proposal of pairs")
        verbose_name_plural = _("proposals of pairs")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="proposal_term_positive"),
            models.CheckConstraint(condition=Q(size__gte=1) & Q(least__lte=100), name="proposal_in_bounds"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """The board of the proposal."""
        return reverse("matching:board", kwargs={"proposal": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_open(self) -> bool:
        """True while nothing of it has been taken over."""
        return self.state == self.State.SOLVED

    @property
    def may_be_ruled(self) -> bool:
        """True while decisions about its pairs make sense."""
        return self.state in {self.State.SOLVED, self.State.IMPOSSIBLE}

    @property
    def mean_fit(self) -> int:
        """Of the proposed pairs, 0-100; who has several mentors is a pair with each."""
        each = self.size if self.structure == COLLECTIVE else 1
        return round(self.fit / (self.paired * each) / 10) if self.paired else 0


class Choice(models.Model):
    """A mentor proposed to a mentee. ``fit``: thousandths. ``match``: the pair made of it; ``refusal``: why none."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="choices")
    mentor = models.ForeignKey(MentorCard, models.CASCADE, related_name="+", verbose_name=_("mentor"))
    mentee = models.ForeignKey(MenteeCard, models.CASCADE, related_name="+", verbose_name=_("mentee"))
    fit = models.PositiveSmallIntegerField(_("fit"))
    is_pinned = models.BooleanField(_("pinned"), default=False)
    match = models.ForeignKey(Match, models.SET_NULL, null=True, related_name="+", verbose_name=_("pair"))
    refusal = models.TextField(_("refused"), blank=True)

    class Meta:
        verbose_name = _("proposed pair")
        verbose_name_plural = _("proposed pairs")
        ordering = ["mentee__person__sort_key", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "mentor", "mentee"], name="choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.mentor_id} - {self.mentee_id}"


class Ruling(TimeStamped):
    """What a person decided about two people; holds from the next solution on."""

    class Kind(models.TextChoices):
        PIN = "pin", _("pinned")
        FORBID = "forbid", _("forbidden")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="rulings")
    mentor = models.ForeignKey(MentorCard, models.CASCADE, related_name="+", verbose_name=_("mentor"))
    mentee = models.ForeignKey(MenteeCard, models.CASCADE, related_name="+", verbose_name=_("mentee"))
    kind = models.CharField(_("what was decided"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("decision about a proposed pair")
        verbose_name_plural = _("decisions about proposed pairs")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "mentor", "mentee"], name="ruling_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.kind} {self.mentor_id} - {self.mentee_id}"


class FitWeights(TimeStamped):
    """How the school weighs the parts of the fit; the newest row is in force, older ones are the history."""

    values = models.JSONField(default=dict)
    preset = models.CharField(_("preset"), max_length=20, blank=True)
    set_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("weights of the fit")
        verbose_name_plural = _("weights of the fit")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def preset_title(self) -> Text:
        """What the preset is called, empty for the school's own weights."""
        return next((each.title for each in PRESETS if each.code == self.preset), "")


class Tie(TimeStamped):
    """A declared tie between two persons who then do not become a pair: relatives, or the first is the superior."""

    class Kind(models.TextChoices):
        RELATIVES = "relatives", _("relatives")
        SUPERIOR = "superior", _("superior and subordinate")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("who (the superior)"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("with whom"))
    kind = models.CharField(_("tie"), max_length=12, choices=Kind)
    declared_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("declared tie")
        verbose_name_plural = _("declared ties")
        ordering = ["first__sort_key", "second__sort_key", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second", "kind"], name="tie_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="tie_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"


class MeetingConditions(TimeStamped):
    """When and where somebody can meet: see ``pairs.weighing.Conditions``. An empty list says nothing."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    modes = models.JSONField(_("modes"), default=list)
    times = models.JSONField(_("free time"), default=list)
    place = models.CharField(_("place"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("conditions of meeting")
        verbose_name_plural = _("conditions of meeting")
        ordering = ["person__sort_key"]

    def __str__(self) -> str:
        return f"{self.person_id}"
