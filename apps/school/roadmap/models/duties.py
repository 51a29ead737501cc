"""Recurring duties of the year: refresh of the banks, measurements, papers on rewards."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped


class Refresh(TimeStamped):
    """A bank was gone through and put right. ``code``: of ``refresh_object``; ``late_reason``: why after its day."""

    code = models.CharField(max_length=40)
    done_on = models.DateField(_("date"))
    checked = models.TextField(_("what was checked"))
    late_reason = models.CharField(_("reason of the delay"), max_length=300, blank=True)
    in_bank = models.PositiveIntegerField(_("entries in the bank"), default=0)
    done_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("who"), max_length=200)

    class Meta:
        verbose_name = _("refresh of a bank")
        verbose_name_plural = _("refreshes of banks")
        ordering = ["-done_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "done_on"], name="bank_refresh_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.done_on}"


class Measurement(TimeStamped):
    """A planned measurement of the monitoring and the record that it was held.

    ``key``: the parameter of the regulation that asks for it, empty for one of the school's own.
    """

    key = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    due_on = models.DateField(_("by"), unique=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    note = models.TextField(_("results in short"), blank=True)
    held_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("who"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["due_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("due_on")), name="measurement_in_order")
        ]

    def __str__(self) -> str:
        return str(self.due_on)


class RewardPaper(TimeStamped):
    """An extract on somebody's mentoring for the attestation, or a memo on payments. ``facts``: its text, frozen."""

    class Kind(models.TextChoices):
        ATTESTATION = "attestation_extract", _("extract for the attestation")
        PAY = "pay_memo", _("memo on payments")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="reward_papers")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    facts = models.JSONField(default=dict)
    made_by = models.UUIDField(null=True)
    maker_name = models.CharField(_("made by"), max_length=200)

    class Meta:
        verbose_name = _("reward paper")
        verbose_name_plural = _("reward papers")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reward_paper_period"),
            models.CheckConstraint(
                condition=~Q(kind="attestation_extract") | Q(person__isnull=False), name="reward_paper_has_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} № {self.pk}"

    def get_absolute_url(self) -> str:
        """The paper's page."""
        return reverse("roadmap:paper", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)
