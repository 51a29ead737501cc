"""The register of approved mentors."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.orders.models import Order
from apps.school.people.models import Person
from kernel.models import TimeStamped

from .candidacies import Candidacy


class Appointment(TimeStamped):
    """Somebody appointed as a mentor. ``act_kind``: code of ``appointment_act``; ``order``: the act when it is ours.

    ``until``: last day of validity (None: until it is taken back); ``ended_on``: taken out of the register before.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments", verbose_name=_("mentor"))
    candidacy = models.OneToOneField(Candidacy, models.SET_NULL, null=True, related_name="appointment")
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    act_kind = models.CharField(_("act"), max_length=30)
    act_number = models.CharField(_("№ of the act"), max_length=40, blank=True)
    act_date = models.DateField(_("date of the act"))
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="appointments", verbose_name=_("order"))
    since = models.DateField(_("since"))
    until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("taken out on"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("approved mentor")
        verbose_name_plural = _("register of approved mentors")
        ordering = ["person__sort_key", "-since", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on__isnull=True), name="appointment_one"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="appointment_term_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return reverse("selection:appointment", kwargs={"appointment": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    def counts_on(self, day: datetime.date) -> bool:
        """True when it is in force on a day."""
        begun = self.since <= day and (self.ended_on is None or self.ended_on > day)
        return begun and (self.until is None or self.until >= day)
