"""Writes of recipients and of the office."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotFound
from tenants.isolation.commits import after_commit
from tenants.isolation.tasks import school_task
from tenants.journal import errands

from . import codes, messengers, queries
from .counting import recount
from .kinds import Frequency
from .models import Delivery, MessengerAddress, NoticeSettings
from .sending import DELIVER_TASK, ask_for_delivery
from .turning_off import TurningOff

CODE_TASK = "notices.send_code"


def _own(acting: Actor) -> UUID:
    if acting.account_id is None:
        raise NotFound()
    return acting.account_id


# ---- the inbox


@action("notice.read")
def read(*, notices: Collection[UUID], acting: Actor) -> int:
    """Mark own notices as read; how many were not."""
    account = _own(acting)
    changed = queries.inbox(acting).filter(pk__in=notices, read_at__isnull=True).update(read_at=now())
    recount([account])
    return changed


@action("notice.unread")
def unread(*, notices: Collection[UUID], acting: Actor) -> int:
    """Mark own notices as not read."""
    account = _own(acting)
    changed = queries.inbox(acting).filter(pk__in=notices, read_at__isnull=False).update(read_at=None)
    recount([account])
    return changed


@action("notice.read_all")
def read_all(*, acting: Actor) -> int:
    """Mark everything as read that was told until now."""
    account = _own(acting)
    changed = queries.inbox(acting).filter(read_at__isnull=True, at__lte=now()).update(read_at=now())
    recount([account])
    return changed


# ---- settings


@action("notices.set_up")
def set_up(
    *,
    mails: Mapping[str, str],
    muted: Collection[str] | None,
    digest_hour: int,
    digest_weekday: int,
    quiet_from: datetime.time | None,
    quiet_until: datetime.time | None,
    quiet_days: Collection[int],
    acting: Actor,
) -> NoticeSettings:
    """Set how the actor wants to be told. ``mails``: group -> frequency; ``muted``: groups kept from messengers,
    None where nothing was asked about them.
    """
    account = _own(acting)
    if (quiet_from is None) != (quiet_until is None):
        message = _("Quiet hours need both their beginning and their end.")
        place = "quiet_from" if quiet_from is None else "quiet_until"
        raise InputError(message, problems=[{"place": place, "message": message}])
    if len(set(quiet_days)) == 7:
        message = _(
            "Leave at least one day on which something may be sent. To get no mails, choose so for each subject."
        )
        raise InputError(message, problems=[{"place": "quiet_days", "message": message}])
    row, _made = NoticeSettings.objects.update_or_create(
        account_id=account,
        defaults={
            "mails": {code: Frequency(value).value for code, value in mails.items()},
            **({} if muted is None else {"muted": sorted(muted)}),
            "digest_hour": digest_hour,
            "digest_weekday": digest_weekday,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "quiet_days": sorted(set(quiet_days)),
        },
    )
    return row


@action("notices.turn_off")
def turn_off(*, link: TurningOff, acting: Actor) -> NoticeSettings:
    """No more mails of these groups for whoever the link was sent to; whoever holds the mail may do it."""
    whose = {"account_id": link.account_id, "address": link.address}
    NoticeSettings.objects.bulk_create([NoticeSettings(**whose)], ignore_conflicts=True)
    row = NoticeSettings.objects.select_for_update().get(**whose)
    row.mails = {**row.mails, **dict.fromkeys(link.groups, Frequency.NEVER.value)}
    row.save(update_fields=["mails", "updated_at"])
    return row


# ---- messengers


@action("messenger.link")
def link_messenger(*, service: str, value: str, acting: Actor) -> MessengerAddress:
    """Note an address and send a code to it. Until the code comes back nothing else goes there."""
    account, typed = _own(acting), value.strip()
    if service not in messengers.configured():
        raise NotFound()
    if not messengers.fits(service, typed):
        message = _("This does not look like an address of %(service)s.") % {
            "service": messengers.SERVICES[service].title
        }
        raise InputError(message, problems=[{"place": "value", "message": message}])
    MessengerAddress.objects.bulk_create([MessengerAddress(account_id=account, service=service)], ignore_conflicts=True)
    row = MessengerAddress.objects.select_for_update().get(account_id=account, service=service)
    row.value, row.confirmed_at = typed, None
    _send_code(row)
    return row


def _send_code(row: MessengerAddress) -> None:
    last = row.code_sent_at
    if last is not None and last + codes.BETWEEN > now():
        raise Conflict(
            _("A code has just been sent."),
            next_step=_("Look into the messenger; a new one can be asked for in a minute."),
        )
    if last is not None and last + codes.RESTS < now():
        row.code_number = 0
    if row.code_number >= codes.MAX_CODES:
        raise Conflict(_("Too many codes were sent today."), next_step=_("Try again tomorrow."))
    row.code_number, row.code_sent_at, row.tries = row.code_number + 1, now(), 0
    row.save()
    after_commit(lambda: school_task(CODE_TASK).send(row.pk, row.code_number))


@action("messenger.try_code")
def try_code(*, service: str, code: str, acting: Actor) -> bool:
    """Whether the code is the one sent; then the address counts. A wrong one is counted too, and too many end it."""
    rows = MessengerAddress.objects.select_for_update().filter(account_id=_own(acting), service=service)
    row = rows.filter(confirmed_at__isnull=True).first()
    if row is None or row.code_sent_at is None:
        raise NotFound()
    if row.tries >= codes.MAX_TRIES or row.code_sent_at + codes.LIVES < now():
        message = _("The code does not count any more: ask for a new one.")
        raise InputError(message, problems=[{"place": "code", "message": message}])
    right = codes.is_right(row, code)
    if right:
        row.confirmed_at = now()
    else:
        row.tries += 1
    row.save(update_fields=["tries", "confirmed_at", "updated_at"])
    return right


@action("messenger.unlink")
def unlink_messenger(*, service: str, acting: Actor) -> None:
    """Forget the address; what was to go there does not. The row stays for the count of codes."""
    rows = MessengerAddress.objects.filter(account_id=_own(acting), service=service)
    rows.update(value="", confirmed_at=None)


# ---- the office


@action("notice.send_again")
def send_again(*, deliveries: Sequence[int], acting: Actor) -> int:
    """Try again what has failed; how many rows wait anew. What was sent is never sent again."""
    rows = Delivery.objects.filter(pk__in=deliveries, state=Delivery.State.FAILED)
    changed = rows.update(state=Delivery.State.PENDING, due_at=now(), attempts=0, reason="")
    if not changed:
        raise Conflict(_("Nothing of this has failed: there is nothing to send again."))
    errands.ask(DELIVER_TASK, due_at=now())
    after_commit(ask_for_delivery, robust=True)
    return changed
