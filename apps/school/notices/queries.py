"""Reads of notices."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from kernel.acting import Actor

from .models import Delivery, MessengerAddress, Notice, NoticeSettings
from .wishes import Wishes, wishes_of_row


def told(actor: Actor) -> QuerySet[Notice]:
    """Everything that the actor was told here, by mail alone too."""
    if actor.account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(account_id=actor.account_id)


def inbox(actor: Actor) -> QuerySet[Notice]:
    """What the actor finds in the inbox, the newest first."""
    return told(actor).filter(in_inbox=True)


def unread() -> QuerySet[Notice]:
    """What accounts have not read."""
    return Notice.objects.filter(account_id__isnull=False, in_inbox=True, read_at__isnull=True)


def wishes_for(actor: Actor) -> Wishes:
    """The actor's own settings."""
    row = NoticeSettings.objects.filter(account_id=actor.account_id).first() if actor.account_id else None
    return wishes_of_row(row) if row is not None else Wishes()


def messengers_of(actor: Actor) -> QuerySet[MessengerAddress]:
    """Addresses that the actor has linked or begun to link."""
    if actor.account_id is None:
        return MessengerAddress.objects.none()
    return MessengerAddress.objects.filter(account_id=actor.account_id).exclude(value="")


def sent() -> QuerySet[Notice]:
    """All notices of the school with what became of them."""
    return Notice.objects.prefetch_related("deliveries")


def recipients() -> list[UUID]:
    """Accounts that were ever told something here."""
    rows = Notice.objects.filter(account_id__isnull=False).order_by("account_id")
    return [account for account in rows.values_list("account_id", flat=True).distinct() if account is not None]


def failed_of(notices: Collection[UUID]) -> list[int]:
    """Keys of the deliveries of these notices that have failed."""
    rows = Delivery.objects.filter(notice__in=notices, state=Delivery.State.FAILED)
    return list(rows.values_list("pk", flat=True))
