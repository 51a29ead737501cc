"""Ways out of the product, behind one interface: e-mail, and messengers through ``apprise``.

The inbox is no channel: a notice is in it with the deed itself. A channel takes a finished message and either hands
it over or raises ``NotDelivered``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from .models import MessengerAddress

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out. ``letter`` is the same at each sending of the same message.

    ``address``: where to: an e-mail, or the address at a messenger. ``title``, ``text`` and ``html`` are in the
    recipient's language. ``turn_off``: address of a page by which mails of this sort are turned off, by GET and by a
    POST without sign-in (RFC 8058).
    """

    letter: UUID
    address: str
    title: str
    text: str
    html: str = ""
    turn_off: str = ""


class NotDelivered(Exception):
    """The message was not taken. ``lasting``: it will not be, however often it is sent. The text names no address."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.lasting = lasting


class Channel(Protocol):
    """One way out."""

    def send(self, message: Message) -> None:
        """Hand the message over; ``NotDelivered`` when it was not taken."""


_channels: dict[str, Channel] = {}


def use_channel(code: str, channel: Channel) -> None:
    """Register a channel; called when the product starts."""
    _channels[code] = channel


def channel(code: str) -> Channel:
    """A registered channel; ``NotDelivered`` for one that this installation has no more."""
    if code not in _channels:
        raise NotDelivered("no such channel", lasting=True)
    return _channels[code]


def linked(accounts: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Messengers that people have linked and confirmed, by account."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    if accounts:
        rows = MessengerAddress.objects.filter(account_id__in=accounts, confirmed_at__isnull=False)
        for account, service in rows.order_by("service").values_list("account_id", "service"):
            if service in _channels:
                found[account].append(service)
    return found
