"""One-time codes by which a person shows that a messenger's address is theirs: computed, not kept."""

from __future__ import annotations

import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from tenants.isolation.context import require_school

from .models import MessengerAddress

DIGITS = 6
LIVES = datetime.timedelta(minutes=15)
BETWEEN = datetime.timedelta(minutes=1)
MAX_TRIES = 5
MAX_CODES = 10
"""So many codes a person may have sent to one messenger within ``RESTS``: nobody is pestered through the product."""
RESTS = datetime.timedelta(days=1)


def code_of(row: MessengerAddress) -> str:
    """The code that was sent last: digits, bound to the school, the address and the sending."""
    said = f"{require_school().schema_name}:{row.pk}:{row.value}:{row.code_number}:{row.code_sent_at}"
    digest = salted_hmac("notices.code", said, algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8], "big") % 10**DIGITS).zfill(DIGITS)


def is_right(row: MessengerAddress, typed: str) -> bool:
    """Whether the digits typed are the code, compared in constant time."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    return row.code_number > 0 and constant_time_compare(digits, code_of(row))
