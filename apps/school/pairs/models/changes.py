"""A change of the term of a running pair: asked for, agreed by those whom the regulation names, made by an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .match import Match


class Agreement(models.Model):
    """The word of one of those who must agree. ``role``: code of the catalogue; ``person``: null for an office
    (curator, head), for which anybody who holds it answers.
    """

    role = models.CharField(_("role"), max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    accepted = models.BooleanField(_("agrees"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.UUIDField(null=True)
    on_paper = models.BooleanField(_("on paper"), default=False)
    note = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.role}: {self.accepted}"


class TermChange(TimeStamped):
    """A longer or a shorter term. ``ground``: code of ``extension_ground``, empty for a reduction."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("extension")
        REDUCTION = "reduction", _("reduction")

    class State(models.TextChoices):
        ASKED = "asked", _("agreements are collected")
        ORDERED = "ordered", _("order waits for signature")
        IN_FORCE = "in_force", _("in force")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    match = models.ForeignKey(Match, models.CASCADE, related_name="term_changes", verbose_name=_("pair"))
    kind = models.CharField(_("change"), max_length=12, choices=Kind)
    ground = models.CharField(_("ground"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    old_end = models.DateField(_("ends"))
    new_end = models.DateField(_("new end"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    asked_by = models.UUIDField(null=True)
    in_force_on = models.DateField(_("in force since"), null=True)

    class Meta:
        verbose_name = _("change of the term")
        verbose_name_plural = _("changes of the term")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(state__in=["asked", "ordered"]), name="term_change_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind="extension", new_end__gt=F("old_end")) | Q(kind="reduction", new_end__lt=F("old_end")),
                name="term_change_has_direction",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_on__isnull=False), name="term_change_done_has_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.old_end} -> {self.new_end}"

    @property
    def is_open(self) -> bool:
        """True while it is neither made nor given up."""
        return self.state in OPEN_CHANGES


OPEN_CHANGES = frozenset({TermChange.State.ASKED, TermChange.State.ORDERED})


class TermAgreement(Agreement):
    """The word of one of those who must agree to a change of the term."""

    change = models.ForeignKey(TermChange, models.CASCADE, related_name="agreements", verbose_name=_("change"))

    class Meta:
        verbose_name = _("agreement to a change of the term")
        verbose_name_plural = _("agreements to changes of the term")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["change", "role", "person"], nulls_distinct=False, name="term_agreement_once"
            )
        ]
