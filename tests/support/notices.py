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
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import now
from tenants.isolation.context import require_school
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as

KIND = "order.waits"


def tell(*to: UUID | Address, key: str = "1", kind: str = KIND, url: str = "/orders/", **facts: Any) -> int:
    """Tell something in a transaction of its own; how many recipients were told."""
    with transaction.atomic():
        return notify(kind, to=to, key=key, url=url, **{"title": "Приказ о паре", **facts})


def wish(account: UUID, **fields: Any) -> NoticeSettings:
    """Settings of an account; ``mails`` as they are kept."""
    row, _made = NoticeSettings.objects.update_or_create(account_id=account, defaults=fields)
    return row


def heard(role: str, school: School) -> list[str]:
    """Kinds of what the cast's account was told, in order."""
    rows = Notice.objects.filter(account_id=account_in(role, school).pk)
    return list(rows.order_by("at", "kind").values_list("kind", flat=True))


def last_of(role: str, school: School) -> Notice:
    """What the cast's account was told last."""
    return Notice.objects.filter(account_id=account_in(role, school).pk).latest("at", "pk")


def is_of(person: Person, role: str, school: School) -> Actor:
    """The person gets the cast's account of a role (which nobody else has then); as whom they act."""
    account = account_in(role, school).pk
    Person.objects.filter(account_id=account).update(account_id=None)
    Person.objects.filter(pk=person.pk).update(account_id=account)
    person.account_id = account
    return acting_as(role, school)


def of_the_cast(match: Match, school: School) -> Match:
    """The pair's people get the cast's accounts."""
    is_of(match.current_mentors[0].card.person, "mentor", school)
    is_of(match.current_mentees[0].card.person, "mentee", school)
    return Match.objects.get(pk=match.pk)


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
