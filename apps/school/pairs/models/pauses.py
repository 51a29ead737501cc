"""A pause of a running pair: somebody is away from a day to a day, with a stated reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .match import Match


class Pause(TimeStamped):
    """An absence that stops the pair's meetings. The places stay taken, the last day of the pair stays as it is.

    ``reason``: where the catalogue has it among ``extension_ground`` it is that code, so that the days lost can be
    asked for as a longer term; ``last_day``: as planned, and once the pause is over the day on which it really ended.
    """

    class Reason(models.TextChoices):
        ILLNESS = "temporary_disability", _("illness")
        TRIP = "business_trip", _("business trip")
        LEAVE = "leave", _("leave")
        HOLIDAYS = "holidays", _("school holidays")
        OTHER = "long_absence", _("another long absence for a valid reason")

    class State(models.TextChoices):
        SET = "set", _("announced or under way")
        OVER = "over", _("over")
        CALLED_OFF = "called_off", _("called off before it began")

    match = models.ForeignKey(Match, models.CASCADE, related_name="pauses", verbose_name=_("pair"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who is away"))
    reason = models.CharField(_("reason"), max_length=30, choices=Reason)
    note = models.CharField(_("note"), max_length=300, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.SET)
    set_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("pause of a pair")
        verbose_name_plural = _("pauses of pairs")
        ordering = ["-first_day", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["match"], condition=Q(state="set"), name="pause_one_set"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="pause_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.first_day} - {self.last_day}"

    @property
    def days(self) -> int:
        """How many days the pause takes."""
        return (self.last_day - self.first_day).days + 1
