"""Calendars of people: the secret address of a feed, and meetings that calendars have to take away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from kernel.models import TimeStamped, new_uuid


class FeedAddress(TimeStamped):
    """A person's calendar may be read without signing in. ``nonce``: a new one makes the former address untrue."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="meeting_feed", verbose_name=_("person"))
    nonce = models.UUIDField(default=new_uuid)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.person_id)


class CalledOff(models.Model):
    """A meeting that was called off and is no more: calendars that hold it hear that it is cancelled.

    ``number``: its id; ``sequence``: as of RFC 5545, above that of the meeting at its last change.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", verbose_name=_("programme"))
    number = models.BigIntegerField(unique=True)
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    at = models.DateTimeField(_("called off"))

    class Meta:
        verbose_name = _("meeting called off")
        verbose_name_plural = _("meetings called off")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.number}"
