"""A change of an approved programme: it holds when those whom the regulation names have agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import Agreement
from kernel.models import TimeStamped

from .programme import Programme


class Amendment(TimeStamped):
    """``subject``: code of ``change_subject``; ``what``: what is done (``amending.Change``); ``number``: the version of
    the programme that it makes, given when it comes into force.

    ``before``, ``after``: the changed part as people read it, kept for the history.
    """

    class What(models.TextChoices):
        NOTE = "note", _("the note is changed")
        ADD = "add", _("an activity is added")
        EDIT = "edit", _("an activity is changed")
        REMOVE = "remove", _("an activity is taken out")
        FORM = "form", _("the form is changed")
        GOAL = "goal", _("a goal is changed")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("agreements are collected")
        IN_FORCE = "in_force", _("in force")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="amendments", verbose_name=_("programme"))
    subject = models.CharField(max_length=30)
    what = models.CharField(_("change"), max_length=10, choices=What)
    content = models.JSONField(default=dict)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    reason = models.TextField(_("why"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    number = models.PositiveSmallIntegerField(_("version"), null=True)
    proposed_by = models.UUIDField(null=True)
    proposer_name = models.CharField(_("who proposes"), max_length=200, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True)

    class Meta:
        verbose_name = _("change of a programme")
        verbose_name_plural = _("changes of programmes")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(number__isnull=False, in_force_on__isnull=False),
                name="amendment_in_force_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.what}"


class AmendmentAgreement(Agreement):
    """The word of one of those who must agree to a change of the programme."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="agreements", verbose_name=_("change"))

    class Meta:
        verbose_name = _("agreement to a change of a programme")
        verbose_name_plural = _("agreements to changes of programmes")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["amendment", "role", "person"], nulls_distinct=False, name="amendment_agreement_once"
            )
        ]
