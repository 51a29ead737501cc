"""How a person wants to be told: the settings as the sender and the settings' page read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import kinds
from .kinds import Frequency
from .models import NoticeSettings
from .recipients import Reader
from .timing import Quiet, Rhythm

FREQUENCIES = [
    (Frequency.ASKING.value, _("at once what I am to do, news once a day")),
    (Frequency.AT_ONCE.value, _("all of it at once")),
    (Frequency.DAILY.value, _("once a day")),
    (Frequency.WEEKLY.value, _("once a week")),
    (Frequency.NEVER.value, _("no mails")),
]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Settings of one person; without a row those by default."""

    mails: Mapping[str, str] = field(default_factory=dict)
    muted: frozenset[str] = frozenset()
    rhythm: Rhythm = field(default_factory=Rhythm)

    def mail(self, group: kinds.Group) -> Frequency:
        """How mails about the group go out."""
        said = self.mails.get(group.code, "")
        return Frequency(said) if said in set(Frequency) else group.by_default

    def mail_about(self, kind: kinds.Kind) -> Frequency:
        """How mails about the kind go out."""
        frequency = self.mail(kinds.group_of(kind.code))
        if frequency == Frequency.ASKING:
            return Frequency.AT_ONCE if kind.asks or kind.urgent else Frequency.DAILY
        return frequency


def wishes_of_row(row: NoticeSettings) -> Wishes:
    """The settings of a row."""
    quiet = Quiet(row.quiet_from, row.quiet_until, frozenset(row.quiet_days))
    return Wishes(row.mails, frozenset(row.muted), Rhythm(row.digest_hour, row.digest_weekday, quiet))


def wishes_of(readers: Collection[Reader]) -> Mapping[tuple[UUID | None, str], Wishes]:
    """Settings by ``Reader.key``, in one query; those who have set nothing are not among them."""
    keys = [reader.key for reader in readers]
    accounts, addresses = [key[0] for key in keys if key[0]], [key[1] for key in keys if key[1]]
    if not keys:
        return {}
    rows = NoticeSettings.objects.filter(Q(account_id__in=accounts) | Q(address__in=addresses))
    return {(row.account_id, row.address): wishes_of_row(row) for row in rows}
