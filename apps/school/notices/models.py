"""Notices and the outbox by which they go out. Texts about a school's people stay in that school's schema."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.clock import now
from kernel.models import TimeStamped, new_uuid


class Notice(models.Model):
    """One happening told to one recipient, in the recipient's language: frozen as it was said.

    A recipient is an account (``account_id``) or, without one, an e-mail (``address``). ``key``: names the happening
    within its kind, so that it is told to each only once. ``outside``: what a mail says besides the title. ``url``:
    path on the school's host.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    kind = models.CharField(_("about"), max_length=60)
    key = models.CharField(max_length=120)
    account_id = models.UUIDField(_("recipient"), null=True)
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=5)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    outside = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    in_inbox = models.BooleanField(default=True)
    at = models.DateTimeField(_("when"), default=now)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key", "account_id", "address"], name="notice_told_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(account_id__isnull=True) ^ Q(address=""), name="notice_account_or_address"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account_id", "-at"], name="notice_inbox"),
            models.Index(fields=["account_id"], name="notice_unread", condition=Q(read_at__isnull=True, in_inbox=True)),
            models.Index(fields=["-at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Delivery(models.Model):
    """A row of the outbox: one notice over one channel out of the product.

    ``pending`` -> (claimed) ``sending`` -> ``sent``; back to ``pending`` after a failure that may pass, ``failed``
    after one that may not or after too many; ``dropped`` when it is wanted no more. ``sending`` is a lease: whoever
    holds it and dies loses it at ``lease_until``. ``together``: may go out in one message with others of the recipient.
    ``letter``: the message it goes out in, given at the first claim and kept, so that a repeated sending is the same
    message. ``claim``: the holder of the lease.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", pgettext_lazy("delivery", "failed")
        DROPPED = "dropped", _("not sent")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    together = models.BooleanField(default=False)
    due_at = models.DateTimeField(_("not before"))
    letter = models.UUIDField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(letter__isnull=False, claim__isnull=False, lease_until__isnull=False),
                name="delivery_sending_is_leased",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="pending")),
            models.Index(fields=["lease_until"], name="delivery_leased", condition=Q(state="sending")),
            models.Index(fields=["letter"], name="delivery_letter", condition=Q(letter__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}: {self.state}"


class NoticeSettings(TimeStamped):
    """How one person wants to be told by this school. Whoever has no row gets what the groups say by default.

    ``mails``: group -> frequency; ``muted``: groups that do not go to messengers. Hours and days are the school's:
    ``quiet_from`` to ``quiet_until`` (over midnight when the first is later), ``quiet_days`` 0 Monday - 6 Sunday.
    """

    account_id = models.UUIDField(null=True, unique=True)
    address = models.EmailField(blank=True)
    mails = models.JSONField(default=dict)
    muted = models.JSONField(default=list)
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the digest"), default=8, validators=[MaxValueValidator(23)]
    )
    digest_weekday = models.PositiveSmallIntegerField(
        _("day of the weekly digest"), default=0, validators=[MaxValueValidator(6)]
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    quiet_days = models.JSONField(_("quiet days"), default=list)

    class Meta:
        verbose_name = _("settings of notices")
        verbose_name_plural = _("settings of notices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["address"], name="notice_settings_address", condition=~Q(address="")),
            models.CheckConstraint(condition=Q(account_id__isnull=True) ^ Q(address=""), name="notice_settings_whose"),
            models.CheckConstraint(
                condition=Q(digest_hour__lte=23, digest_weekday__lte=6), name="notice_settings_hours"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notice_settings_quiet_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account_id or self.address)


class MessengerAddress(TimeStamped):
    """A person's address at a messenger. Write-only: no page, list or export of the product's pages shows ``value``.

    It counts once ``confirmed_at`` is set, by the code that was sent to it. A code is computed (``codes``), not kept:
    ``code_number`` says which was sent last.
    """

    account_id = models.UUIDField()
    service = models.CharField(_("messenger"), max_length=20)
    value = models.CharField(max_length=200, blank=True)
    code_number = models.PositiveSmallIntegerField(default=0)
    code_sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("messenger")
        verbose_name_plural = _("messengers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account_id", "service"], name="messenger_one_per_service"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.service}"
