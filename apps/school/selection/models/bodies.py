"""Who answers for mentoring beside the head: curators by their acts, bodies with their members."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.orders.models import Order
from apps.school.people.models import Person
from kernel.models import TimeStamped


class CuratorAppointment(TimeStamped):
    """A curator and the act that made this person one. ``appointed_by``: code of ``appointer``.

    ``order`` is None for an act made outside of this register, whose number is then in ``act_number``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("curator", "the order waits for signature")
        IN_FORCE = "in_force", pgettext_lazy("curator", "appointed")
        ENDED = "ended", pgettext_lazy("curator", "ended")
        DROPPED = "dropped", pgettext_lazy("curator", "not appointed")

    person = models.ForeignKey(Person, models.CASCADE, related_name="curatorships", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    appointed_by = models.CharField(_("appointed by"), max_length=30)
    area = models.CharField(_("answers for"), max_length=200, blank=True)
    portfolio = models.CharField(_("portfolio"), max_length=300, blank=True)
    act_number = models.CharField(_("№ of the act"), max_length=40, blank=True)
    act_date = models.DateField(_("date of the act"), null=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="curatorships", verbose_name=_("order"))
    since = models.DateField(_("since"), null=True)
    ended_on = models.DateField(_("until"), null=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("curator")
        verbose_name_plural = _("curators")
        ordering = ["-since", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["waiting", "in_force"]), name="curator_appointed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Body(TimeStamped):
    """A body or office that takes part in mentoring. ``code``: of the dictionaries ``body`` and ``role``."""

    code = models.CharField(_("kind"), max_length=50)
    name = models.CharField(_("name"), max_length=200)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "name"], condition=Q(until__isnull=True), name="body_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The body's page."""
        return reverse("selection:body", kwargs={"body": self.pk}, urlconf=settings.SCHOOL_URLCONF)


class BodyMember(models.Model):
    """Somebody in a body, since when and until when."""

    class Part(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("body", "chair")
        MEMBER = "member", pgettext_lazy("body", "member")

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="body_memberships", verbose_name=_("person"))
    part = models.CharField(_("role in it"), max_length=12, choices=Part, default=Part.MEMBER)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a body")
        verbose_name_plural = _("members of bodies")
        ordering = ["person__sort_key", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(until__isnull=True), name="body_member_once"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(until__isnull=True, part="chair"), name="body_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
