"""The selection commission: who belongs to it, its sittings and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.orders.models import Order
from apps.school.people.models import Person
from kernel.models import TimeStamped

from .candidacies import Candidacy


class Commission(TimeStamped):
    """A composition of the commission, made by an order. A new one takes the place of the former."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("commission", "the order waits for signature")
        IN_FORCE = "in_force", pgettext_lazy("commission", "at work")
        DISSOLVED = "dissolved", pgettext_lazy("commission", "dissolved")
        DROPPED = "dropped", pgettext_lazy("commission", "not formed")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="commissions", verbose_name=_("order"))
    since = models.DateField(_("since"), null=True)
    until = models.DateField(_("until"), null=True)

    class Meta:
        verbose_name = _("selection commission")
        verbose_name_plural = _("selection commissions")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["waiting", "in_force"]), name="commission_one_at_work"
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"


class CommissionMember(models.Model):
    """A seat. ``seat``: code of the role or body whose obligatory seat it is, empty for any other member."""

    class Part(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("commission", "chair")
        SECRETARY = "secretary", pgettext_lazy("commission", "secretary")
        MEMBER = "member", pgettext_lazy("commission", "member")

    commission = models.ForeignKey(Commission, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    part = models.CharField(_("role in it"), max_length=12, choices=Part, default=Part.MEMBER)
    seat = models.CharField(_("seat of"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("member of the commission")
        verbose_name_plural = _("members of the commission")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commission", "person"], name="commission_member_once"),
            models.UniqueConstraint(fields=["commission"], condition=Q(part="chair"), name="commission_one_chair"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Sitting(TimeStamped):
    """A sitting of the commission. ``facts``: the protocol as it was frozen, the only source of its documents."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("sitting", "planned")
        HELD = "held", pgettext_lazy("sitting", "held")
        CALLED_OFF = "called_off", pgettext_lazy("sitting", "called off")

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="sittings")
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    present = models.ManyToManyField(CommissionMember, related_name="sittings")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(_("protocol №"), null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("sitting of the commission")
        verbose_name_plural = _("sittings of the commission")
        ordering = ["-held_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "number"], name="sitting_protocol_number"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(number__isnull=False, year__isnull=False), name="sitting_held_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        """The sitting's page."""
        return reverse("selection:sitting", kwargs={"sitting": self.pk}, urlconf=settings.SCHOOL_URLCONF)


class AgendaItem(models.Model):
    """A candidacy before the commission: votes of those present and the decision that they make."""

    class Decision(models.TextChoices):
        RECOMMENDED = "recommended", pgettext_lazy("decision", "recommended")
        REJECTED = "rejected", pgettext_lazy("decision", "rejected")
        POSTPONED = "postponed", pgettext_lazy("decision", "postponed")

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="agenda")
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="agenda_items", verbose_name=_("candidacy"))
    votes_for = models.PositiveSmallIntegerField(_("votes for"), default=0)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), default=0)
    abstained = models.PositiveSmallIntegerField(_("abstained"), default=0)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, blank=True)
    note = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sitting", "candidacy"], name="agenda_candidacy_once"),
            models.CheckConstraint(
                condition=~Q(decision="recommended") | Q(votes_for__gt=F("votes_against")),
                name="agenda_recommended_by_votes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.candidacy_id}"
