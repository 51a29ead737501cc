"""Papers of a remote pair: the agreement between the two organisations, complaints."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped, new_uuid

from .pairs import RemotePair


class RemoteAgreement(TimeStamped):
    """The agreement between the two organisations on one remote pair: both heads agree, then it is frozen.

    ``content``: what the text is made of, kept as agreed; ``number``, ``agreed_at``, ``docx``, ``pdf``: given when the
    second head has agreed, never changed after. ``year``, ``serial``: the number's two parts.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    pair = models.OneToOneField(RemotePair, models.CASCADE, related_name="agreement")
    content = models.JSONField(default=dict)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    mentor_head = models.CharField(_("head of the mentor's school"), max_length=200, blank=True)
    mentor_head_at = models.DateTimeField(null=True)
    mentee_head = models.CharField(_("head of the mentee's school"), max_length=200, blank=True)
    mentee_head_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    docx = models.BinaryField(default=bytes)
    pdf = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("agreement between organisations")
        verbose_name_plural = _("agreements between organisations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "serial"], name="remote_agreement_number"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True)
                | Q(
                    year__isnull=False,
                    serial__isnull=False,
                    mentor_head_at__isnull=False,
                    mentee_head_at__isnull=False,
                ),
                name="remote_agreement_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.pair_id}"

    @property
    def number(self) -> str:
        """«СВ-2026/7», empty before both heads have agreed."""
        return f"СВ-{self.year}/{self.serial}" if self.serial is not None else ""


class RemoteComplaint(TimeStamped):
    """What one of the two people complains of. Both curators and the region's coordinator read it; one answers.

    ``side``: who complains. The other person of the pair does not see it.
    """

    class Side(models.TextChoices):
        MENTOR = "mentor", pgettext_lazy("side", "mentor")
        MENTEE = "mentee", pgettext_lazy("side", "mentee")

    class State(models.TextChoices):
        FILED = "filed", _("waits for an answer")
        TAKEN = "taken", _("is looked into")
        ANSWERED = "answered", pgettext_lazy("complaint", "answered")
        TAKEN_BACK = "taken_back", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    pair = models.ForeignKey(RemotePair, models.CASCADE, related_name="complaints")
    side = models.CharField(_("who complains"), max_length=6, choices=Side)
    text = models.TextField(_("complaint"))
    answer_by = models.DateField(_("answer until"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.FILED)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="remote_complaint_answered",
            ),
            models.UniqueConstraint(
                fields=["pair", "side"], condition=Q(state__in=["filed", "taken"]), name="remote_complaint_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.side}"
