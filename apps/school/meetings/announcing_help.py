"""Calls for help: whoever is addressed hears that there is one, never from whom nor what about.

Imported by ``MeetingsConfig.ready``. Mails and messengers say the same, and lead to the page of the two.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.sending import notify
from kernel.actions import ActionRecord

from .models import Signal, SignalReply

kinds.register_group("help", _("Calls for help"), order=1)
kinds.register(
    "help.sent",
    group="help",
    title=_("You are asked for help"),
    text=_("Confidential: only you read it."),
    urgent=True,
    asks=True,
)
kinds.register(
    "help.taken",
    group="help",
    title=_("Your call for help is being worked on"),
)
kinds.register(
    "help.answered",
    group="help",
    title=_("There is a new word about a call for help"),
    text=_("Only the two of you read it."),
    asks=True,
)


def _tell(kind: str, signal: Signal, to: list[UUID], key: str, record: ActionRecord) -> None:
    notify(kind, to=to, key=key, besides=record.acting, url=signal.get_absolute_url())


@on("help.send")
def tell_the_addressee(record: ActionRecord) -> None:
    """The one account that the author has chosen: a curator, or whom the school has named."""
    signal = Signal.objects.get(pk=key_of(record.subject))
    _tell("help.sent", signal, [signal.addressee], f"{signal.pk}", record)


@on("help.take")
def tell_the_author(record: ActionRecord) -> None:
    """Somebody has read it. A child's representatives are not told: it is between the two."""
    signal = Signal.objects.select_related("author").get(pk=key_of(record.subject))
    _tell("help.taken", signal, _author(signal), f"{signal.pk}", record)


@on("help.answer")
def tell_the_other(record: ActionRecord) -> None:
    """The one of the two who has not written."""
    reply = SignalReply.objects.select_related("signal__author").get(pk=key_of(record.subject))
    signal = reply.signal
    to = [signal.addressee] if reply.by_author else _author(signal)
    _tell("help.answered", signal, to, f"{reply.pk}", record)


def _author(signal: Signal) -> list[UUID]:
    account = signal.author.account_id
    return [account] if account is not None else []
