"""Turning mails off by the link in them: signed, without signing in, for one recipient and the groups of one mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from kernel.errors import NotFound
from tenants.isolation.context import require_school

from .paths import path_to

SALT = "notices.turn-off"


@dataclass(frozen=True, slots=True)
class TurningOff:
    """What a link turns off, for whom."""

    account_id: UUID | None
    address: str
    groups: tuple[str, ...]


def path(account_id: UUID | None, address: str, groups: Sequence[str]) -> str:
    """The path of the link. It holds for this school only and does not grow old: a mail may be read years later."""
    said = [require_school().schema_name, str(account_id or ""), address, list(groups)]
    return path_to("turn_off", off_token=signing.dumps(said, salt=SALT, compress=True))


def read(token: str) -> TurningOff:
    """What a token says; ``NotFound`` for one that is not of this school or was tampered with."""
    try:
        schema, account, address, groups = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound() from error
    if schema != require_school().schema_name:
        raise NotFound()
    return TurningOff(UUID(account) if account else None, address, tuple(groups))
