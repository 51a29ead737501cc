"""Notices of tests: told by the real verb about kinds that the product has."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.school.notices import channels
from apps.school.notices.channels import Message, NotDelivered
from apps.school.notices.models import MessengerAddress, Notice, NoticeSettings
from apps.school.notices.recipients import Address
from apps.school.notices.sending import notify
from kernel.clock import now
from tenants.isolation.context import require_school
from tests.support.cast import account_in

KIND = "order.waits"


def tell(*to: UUID | Address, key: str = "1", kind: str = KIND, url: str = "/orders/", **facts: Any) -> int:
    """Tell something in a transaction of its own; how many recipients were told."""
    with transaction.atomic():
        return notify(kind, to=to, key=key, url=url, **{"title": "Приказ о паре", **facts})


def wish(account: UUID, **fields: Any) -> NoticeSettings:
    """Settings of an account; ``mails`` as they are kept."""
    row, _made = NoticeSettings.objects.update_or_create(account_id=account, defaults=fields)
    return row


class Box:
    """A channel that keeps what it is given; ``refusals`` are raised first."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refusals: list[NotDelivered] = []

    def send(self, message: Message) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.messages.append(message)


@contextmanager
def boxed(code: str) -> Iterator[Box]:
    """The channel is a box meanwhile."""
    before = channels._channels.get(code)
    box = Box()
    channels.use_channel(code, box)
    try:
        yield box
    finally:
        if before is None:
            del channels._channels[code]
        else:
            channels.use_channel(code, before)


def at_local(text: str) -> datetime.datetime:
    """A moment by the wall clock of the current school."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=timezone.get_current_timezone())


def samples() -> dict[str, object]:
    """URL keyword -> value: a curator's notice and the link in its mail."""
    from apps.school.notices import turning_off

    curator = account_in("curator", require_school())
    tell(curator.pk, key="sample")
    notice = Notice.objects.get(key="sample")
    path = turning_off.path(curator.pk, "", ["orders"])
    return {"notice": notice.pk, "off_token": path.rstrip("/").rpartition("/")[2], "service": "telegram"}


def messenger(account: UUID, service: str = "telegram", value: str = "12345678") -> MessengerAddress:
    """A confirmed address."""
    return MessengerAddress.objects.create(account_id=account, service=service, value=value, confirmed_at=now())
