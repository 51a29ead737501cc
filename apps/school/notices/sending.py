"""Telling people something: rows of the inbox and of the outbox, written in the transaction of the deed.

    from apps.school.notices.sending import notify
    notify("order.waits", to=holding("head"), key=f"{order.pk}", url=order.get_absolute_url(), title=order.title)

Nothing is sent here. What goes out does so after commit (``outbox``); without a commit nobody hears anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from django.utils.formats import date_format

from apps.school.regulation.queries import words_in_force
from apps.school.regulation.words.present import Say, speaking
from kernel.acting import Actor
from kernel.clock import now
from kernel.sentences import one_stop
from tenants.isolation.commits import after_commit
from tenants.isolation.tasks import school_task
from tenants.journal import errands

from . import kinds
from .channels import MAIL, linked
from .models import Delivery, Notice
from .recipients import Reader, Recipient, readers
from .timing import due
from .wishes import Wishes, wishes_of

DELIVER_TASK = "notices.deliver"
DEBOUNCE_SECONDS = 1


class OutsideTransaction(RuntimeError):
    """Something was to be told outside a transaction: the deed could be undone, or lost, without its notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing to tell, arguments as of ``notify``."""

    to: Collection[Recipient]
    key: str
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def notify(
    kind: str,
    *,
    to: Iterable[Recipient],
    key: str,
    url: str = "",
    besides: Actor | None = None,
    **facts: Any,
) -> int:
    """Tell a happening of a registered ``kind``; how many recipients were told now.

    ``key`` names the happening within its kind (``f"{meeting.pk}:{meeting.starts_at}"``): told twice, the second
    time nothing happens, also from two transactions at once. ``url``: path of what it is about. ``besides``: the one
    who did it and need not be told. ``facts`` fill the kind's texts: text, numbers, days and moments (written in the
    recipient's language and the school's zone); a missing one is a ``KeyError``. Raises ``OutsideTransaction``.
    """
    return notify_all(kind, [Happening(to=list(to), key=key, url=url, facts=facts)], besides=besides)


def notify_all(kind: str, happenings: Sequence[Happening], *, besides: Actor | None = None) -> int:
    """Tell many happenings of one kind: as many statements as for one. Everything else is as of ``notify``."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    described = kinds.kind_of(kind)
    known = readers((recipient for happening in happenings for recipient in happening.to), besides)
    rows = _rows(described, happenings, known) if known else []
    if not rows:
        return 0
    Notice.objects.bulk_create([row for row, _reader in rows], ignore_conflicts=True)
    # Rows of a conflict were not written: the keys of those that were tell which are new.
    new = set(Notice.objects.filter(pk__in=[row.pk for row, _reader in rows]).values_list("pk", flat=True))
    fresh = [(row, reader) for row, reader in rows if row.pk in new]
    if fresh:
        _put_into_outbox(described, fresh, now())
        after_commit(ask_for_delivery, robust=True)
    return len(fresh)


def _rows(
    kind: kinds.Kind, happenings: Iterable[Happening], known: Mapping[Recipient, Reader]
) -> list[tuple[Notice, Reader]]:
    """A row for each reader of each happening, its texts made once for each language."""
    moment, say = now(), words_in_force().say
    rows = []
    for happening in happenings:
        told = {known[one].key: known[one] for one in happening.to if one in known}
        languages = {reader.language for reader in told.values()}
        texts = {language: _said(kind, language, happening.facts, say) for language in languages}
        rows += [(_row(kind, happening, reader, moment, texts[reader.language]), reader) for reader in told.values()]
    return rows


def _row(
    kind: kinds.Kind, happening: Happening, reader: Reader, moment: datetime.datetime, texts: Mapping[str, str]
) -> Notice:
    account, address = reader.key
    return Notice(
        kind=kind.code,
        key=happening.key,
        account_id=account,
        address=address,
        language=reader.language,
        url=happening.url,
        urgent=kind.urgent,
        in_inbox=kind.in_inbox,
        at=moment,
        **texts,
    )


def _said(kind: kinds.Kind, language: str, facts: Mapping[str, Any], say: Say) -> dict[str, str]:
    with translation.override(language), speaking(say):
        words = {name: _word(value) for name, value in facts.items()}
        # Words of a title may be the school's own and long: a mail's subject line and the column have their bounds.
        return {
            "title": one_stop(str(kind.title) % words)[:200],
            "text": one_stop(str(kind.text) % words).strip(),
            "outside": one_stop(str(kind.outside) % words),
        }


def _word(value: object) -> object:
    """A fact as it is read: days and moments in words, all else as it is."""
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "j E Y, H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "j E Y")
    return value


def _put_into_outbox(kind: kinds.Kind, fresh: list[tuple[Notice, Reader]], moment: datetime.datetime) -> None:
    found = wishes_of([reader for _notice, reader in fresh])
    messengers = linked([reader.account_id for _notice, reader in fresh if reader.account_id])
    rows: list[Delivery] = []
    for notice, reader in fresh:
        wishes = found.get(reader.key, Wishes())
        rows += _deliveries(
            kind, notice, wishes, messengers.get(reader.account_id, ()) if reader.account_id else (), moment
        )
    if kind.latest_only:
        _supersede(kind, fresh)
    Delivery.objects.bulk_create(rows)
    # Even where nothing goes out: the number at the bell is counted by the same run. It asks for the next itself.
    errands.ask(DELIVER_TASK, due_at=moment)


def _supersede(kind: kinds.Kind, fresh: list[tuple[Notice, Reader]]) -> None:
    accounts = [reader.account_id for _notice, reader in fresh if reader.account_id]
    older = Delivery.objects.filter(
        notice__kind=kind.code, notice__account_id__in=accounts, state=Delivery.State.PENDING, letter__isnull=True
    )
    older.update(state=Delivery.State.DROPPED, reason="superseded")


def _deliveries(
    kind: kinds.Kind, notice: Notice, wishes: Wishes, services: Iterable[str], moment: datetime.datetime
) -> Iterable[Delivery]:
    group, zone = kinds.group_of(kind.code), timezone.get_current_timezone()
    frequency = wishes.mail_about(kind)
    mail_at = due(moment, frequency, wishes.rhythm, zone, urgent=kind.urgent)
    if mail_at is not None and kind.mailed:
        together = frequency in {kinds.Frequency.DAILY, kinds.Frequency.WEEKLY} and not kind.urgent
        yield Delivery(notice=notice, channel=MAIL, due_at=mail_at, together=together)
    if group.code in wishes.muted:
        return
    at_once = due(moment, kinds.Frequency.AT_ONCE, wishes.rhythm, zone, urgent=kind.urgent)
    for service in services:
        yield Delivery(notice=notice, channel=service, due_at=at_once or moment)


def ask_for_delivery() -> None:
    """One message a moment later for all notices of this moment. One that is lost is made up for by the errand."""
    if cache.add("notices-asked", 1, timeout=DEBOUNCE_SECONDS):
        school_task(DELIVER_TASK).send(countdown=DEBOUNCE_SECONDS)
