"""Messengers, through ``apprise``. Which there are the operator says (``settings.MESSENGERS``), never a person.

A setting names a service and its apprise address with a place for the person's part:
``{"telegram": "tgram://123456:bot-token/{address}"}``. A person types only that part, which must look as the service
says and is quoted into the path: nobody chooses a host, a port or an option. Services are those below; each allows its
own schemas, so that ``file://``, ``json://`` and the like cannot be set by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .channels import Channel, Message, NotDelivered
from .kinds import Text

PLACE = "{address}"
LIMITS = "cto=5&rto=15&redirect=no"
"""Seconds to connect and to read, well below the lease of a row; no following to another host."""


@dataclass(frozen=True, slots=True)
class Service:
    """A messenger: its name, the apprise schemas it may use, what a person's address looks like, where it is found."""

    title: Text
    schemas: frozenset[str]
    pattern: re.Pattern[str]
    hint: Text


SERVICES: Mapping[str, Service] = {
    "telegram": Service(
        "Telegram",
        frozenset({"tgram"}),
        re.compile(r"-?[0-9]{5,20}"),
        _("The number of your chat with the school's bot. Write to the bot first, then it may write to you."),
    ),
    "viber": Service(
        "Viber",
        frozenset({"viber"}),
        re.compile(r"[A-Za-z0-9+/=]{8,64}"),
        _("Your identifier with the school's bot. Write to the bot first."),
    ),
    "pushover": Service(
        "Pushover",
        frozenset({"pover"}),
        re.compile(r"[A-Za-z0-9]{30}"),
        _("Your user key: 30 letters and digits."),
    ),
    "mattermost": Service(
        "Mattermost",
        frozenset({"mmosts"}),
        re.compile(r"@[a-z0-9._-]{3,60}"),
        _("Your name there, beginning with @."),
    ),
    "ntfy": Service(
        "ntfy",
        frozenset({"ntfys"}),
        re.compile(r"[A-Za-z0-9_-]{16,64}"),
        _("A topic that nobody can guess: at least 16 letters and digits."),
    ),
}


def configured() -> Mapping[str, str]:
    """Services of this installation with their addresses, checked; ``ImproperlyConfigured`` names what is wrong."""
    found: Mapping[str, str] = settings.MESSENGERS
    for code, address in found.items():
        service = SERVICES.get(code)
        schema, _separator, rest = address.partition("://")
        if service is None or schema not in service.schemas:
            raise ImproperlyConfigured(f"MESSENGERS: {code} may not be reached by {schema}://")
        if rest.count(PLACE) != 1 or rest.startswith(PLACE) or "?" in rest:
            raise ImproperlyConfigured(f"MESSENGERS: {code} needs {PLACE} once, after its host, and no options")
    return found


def fits(code: str, value: str) -> bool:
    """Whether a person's address looks as the service says."""
    return SERVICES[code].pattern.fullmatch(value) is not None


def address_of(code: str, value: str) -> str:
    """The apprise address of a person. The value was checked when it was typed, and is again."""
    if not fits(code, value):
        raise NotDelivered("the address does not look like one of the service", lasting=True)
    return f"{settings.MESSENGERS[code].replace(PLACE, quote(value, safe=''))}?{LIMITS}"


class MessengerChannel:
    """One service."""

    def __init__(self, code: str) -> None:
        self.code = code

    def send(self, message: Message) -> None:
        """Hand the message over. Apprise says only whether it was taken, so every failure may pass."""
        from apprise import Apprise, NotifyFormat  # takes half a second to import: only where something is sent

        target = Apprise.instantiate(address_of(self.code, message.address))
        if target is None:
            raise NotDelivered("the address was refused", lasting=True)
        if not target.notify(body=message.text or message.title, title=message.title, body_format=NotifyFormat.TEXT):
            raise NotDelivered("the messenger did not take it", lasting=False)


def channels() -> Mapping[str, Channel]:
    """The configured messengers as channels."""
    return {code: MessengerChannel(code) for code in configured()}
