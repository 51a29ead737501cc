"""Calls for help: one author, one addressee, nobody else."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped


class HelpContact(TimeStamped):
    """Whom the school names, beside the curators, as somebody to turn to."""

    class Kind(models.TextChoices):
        PSYCHOLOGIST = "psychologist", _("psychologist")
        SOCIAL = "social_pedagogue", _("social pedagogue")
        TRUSTED = "trusted", _("person of trust")

    person = models.OneToOneField(Person, models.CASCADE, related_name="help_contact", verbose_name=_("person"))
    kind = models.CharField(_("who this is"), max_length=20, choices=Kind, default=Kind.PSYCHOLOGIST)

    class Meta:
        verbose_name = _("somebody to turn to for help")
        verbose_name_plural = _("people to turn to for help")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person_id)


class Signal(TimeStamped):
    """A confidential call for help. ``addressee``: the account that alone reads it beside the author."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("call for help", "sent")
        TAKEN = "taken", pgettext_lazy("call for help", "taken in work")
        ANSWERED = "answered", pgettext_lazy("call for help", "answered")
        CLOSED = "closed", pgettext_lazy("call for help", "closed")

    author = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("author"))
    addressee = models.UUIDField(_("addressee"), db_index=True)
    addressee_name = models.CharField(_("addressee"), max_length=200)
    text = models.TextField(_("what happened"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("call for help")
        verbose_name_plural = _("calls for help")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="signal_closed_has_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """The page of both."""
        return reverse("meetings:signal", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)


class SignalReply(models.Model):
    """A word in the talk that follows."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="replies")
    by_author = models.BooleanField()
    text = models.TextField(_("message"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message about a call for help")
        verbose_name_plural = _("messages about calls for help")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.signal_id)
