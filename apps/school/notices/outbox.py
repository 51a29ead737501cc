"""The outbox of a school: what is due is claimed, sent, and marked, each row once.

Claiming is a short transaction: rows are locked, given a letter (the message they go out in) and a lease, and
committed; then the message is sent; then the rows are marked by whoever still holds the lease. Two workers never claim
the same row; rows of a worker that was killed are claimed again when its lease has run out.

Exactly once or at least once? Every notice is written once and every message is composed once: what a letter holds is
fixed at its first claim. A worker killed before the sending has sent nothing, one killed after the marking is done.
Between them a gap remains that no outbox can close: the mail server has taken the message and the worker dies before
its commit. Then the same letter goes out again. The gap is as short as can be (one message, marked at once), a server
that does not answer is given up long before the lease ends (``EMAIL_TIMEOUT``), and the repeated mail bears the same
Message-ID, by which mail servers and programs recognise it. Messengers have no such mark: there the gap shows as a
second message.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.db.models.functions import Coalesce

from kernel.clock import now
from kernel.models import new_uuid

from . import kinds
from .channels import MAIL, NotDelivered, channel
from .kinds import Frequency
from .models import Delivery, MessengerAddress
from .recipients import Reader, present
from .wishes import Wishes, wishes_of
from .wording import compose

logger = logging.getLogger(__name__)

State = Delivery.State

LEASE = datetime.timedelta(minutes=5)
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
"""Pauses after a failure that may pass; after the last one the row has failed and waits for the curator."""
MOST_IN_A_LETTER = 50
TURN = datetime.timedelta(minutes=3)
"""So long one run works at a stretch: a slow mail server keeps no worker from the other schools."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one worker may send now: rows of one message, under its claim."""

    number: UUID
    claim: UUID
    rows: Sequence[Delivery]

    @property
    def mine(self) -> QuerySet[Delivery]:
        """The rows, as long as the claim holds."""
        return Delivery.objects.filter(claim=self.claim, state=State.SENDING)


def deliver_due() -> int:
    """Send what is due in the current school, for ``TURN`` at most; how many messages were handed over."""
    sent, end = 0, now() + TURN
    while now() < end and (letter := claim()) is not None:
        sent += bool(letter.rows) and _send(letter)
    return sent


def next_at() -> datetime.datetime | None:
    """When there is something to do again."""
    open_rows = Delivery.objects.filter(state__in=[State.PENDING, State.SENDING])
    found: datetime.datetime | None = open_rows.aggregate(at=Min(Coalesce("lease_until", "due_at")))["at"]
    return found


# ---- claiming


def claim() -> Letter | None:
    """Take what is due next; None when nothing is. A letter without rows: all of them were not wanted any more."""
    with transaction.atomic():
        rows = _abandoned() or _alone() or _in_common()
        if not rows:
            return None
        letter = rows[0].letter or new_uuid()
        wanted = _wanted(rows)
        taken = Letter(letter, new_uuid(), wanted)
        Delivery.objects.filter(pk__in=[row.pk for row in wanted]).update(
            state=State.SENDING,
            letter=letter,
            claim=taken.claim,
            lease_until=now() + LEASE,
            attempts=F("attempts") + 1,
        )
    return taken


def _open() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("notice").order_by("pk")


def _abandoned() -> list[Delivery]:
    """All rows of a letter whose worker has let its lease run out. One that outlives no worker is given up."""
    late = _open().filter(state=State.SENDING, lease_until__lt=now())
    late.filter(attempts__gt=len(PAUSES)).update(state=State.FAILED, reason="lost", claim=None, lease_until=None)
    first = late.select_for_update(skip_locked=True, of=("self",)).first()
    if first is None:
        return []
    return list(late.filter(letter=first.letter).select_for_update(of=("self",)))


def _due() -> QuerySet[Delivery]:
    return _open().filter(state=State.PENDING, due_at__lte=now())


def _alone() -> list[Delivery]:
    """A row that goes out in a message of its own; rows that another worker looks at are passed over."""
    return list(_due().filter(together=False).select_for_update(skip_locked=True, of=("self",))[:1])


def _in_common() -> list[Delivery]:
    """All rows of one recipient that go out together, or the rest of a letter that was begun.

    They are locked in the order of their keys and not passed over: a digest is one message, whoever sends it.
    """
    first = _due().filter(together=True).first()
    if first is None:
        return []
    group = _due().filter(together=True, channel=first.channel, letter=first.letter)
    whose = {"notice__account_id": first.notice.account_id, "notice__address": first.notice.address}
    return list(group.filter(**whose).select_for_update(of=("self",))[:MOST_IN_A_LETTER])


def _wanted(rows: Sequence[Delivery]) -> list[Delivery]:
    """Those of the rows that are to be sent; the others are marked with the reason. All are one recipient's."""
    notice = rows[0].notice
    reader: Reader | None = Reader(None, notice.address, notice.language)
    if notice.account_id is not None:
        reader = present([notice.account_id]).get(notice.account_id)
    if reader is None:
        _drop(rows, "left")
        return []
    wishes = wishes_of([reader]).get(reader.key, Wishes())
    unwanted = [row for row in rows if not _is_wanted(row, wishes)]
    # What a letter holds stays as it was first composed: only before that what was read meanwhile is left out.
    known = [row for row in rows if row.together and row.letter is None and row.notice.read_at is not None]
    _drop(known, "read")
    _drop(unwanted, "unwanted")
    return [row for row in rows if row not in unwanted and row not in known]


def _is_wanted(row: Delivery, wishes: Wishes) -> bool:
    if not kinds.is_known(row.notice.kind):
        return False
    group = kinds.group_of(row.notice.kind)
    if row.channel == MAIL:
        return wishes.mail(group) != Frequency.NEVER
    return group.code not in wishes.muted


def _drop(rows: Sequence[Delivery], reason: str) -> None:
    if rows:
        gone = Delivery.objects.filter(pk__in=[row.pk for row in rows])
        gone.update(state=State.DROPPED, reason=reason, claim=None, lease_until=None)


# ---- sending


def _send(letter: Letter) -> bool:
    """Send a claimed letter and mark its rows; True when it was handed over."""
    code, notice = letter.rows[0].channel, letter.rows[0].notice
    try:
        address = _address(code, notice.account_id, notice.address)
        message = compose(letter.number, code, address, [row.notice for row in letter.rows])
        channel(code).send(message)
    except NotDelivered as failure:
        _mark_failure(letter, str(failure), lasting=failure.lasting)
        return False
    letter.mine.update(state=State.SENT, sent_at=now(), claim=None, lease_until=None, reason="")
    return True


def _address(code: str, account: UUID | None, stranger: str) -> str:
    """Where a message goes; ``NotDelivered`` when there is no such place any more."""
    found = stranger
    if account is not None and code == MAIL:
        reader = present([account]).get(account)
        found = reader.email if reader is not None else ""
    elif account is not None:
        row = MessengerAddress.objects.filter(account_id=account, service=code, confirmed_at__isnull=False).first()
        found = row.value if row is not None else ""
    if not found:
        raise NotDelivered("no address", lasting=True)
    return found


def _mark_failure(letter: Letter, reason: str, *, lasting: bool) -> None:
    tried = letter.rows[0].attempts + 1
    logger.warning("a letter over %s was not delivered (try %d): %s", letter.rows[0].channel, tried, reason)
    fields: dict[str, object] = {"reason": reason[:200], "claim": None, "lease_until": None}
    if lasting or tried > len(PAUSES):
        letter.mine.update(state=State.FAILED, **fields)
    else:
        letter.mine.update(state=State.PENDING, due_at=now() + PAUSES[tried - 1], **fields)
