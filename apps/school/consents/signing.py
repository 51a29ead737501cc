"""The secrets of signing by link: its address and its one-time codes. Nothing secret is kept or sent to the queue.

The address carries the link's nonce with a signature bound to the school: nobody guesses it, and that of another
school is not even looked up. A code is computed from the server's key, the nonce and the code's number, so that the
task that mails it needs only the number, and the evidence keeps only its hash.
"""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from tenants.isolation.context import require_school
from tenants.isolation.hosts import address_of

LINK_DAYS = 14
CODE_MINUTES = 15
CODE_DIGITS = 6
MAX_CODES = 5
MAX_ATTEMPTS = 5
BETWEEN_CODES = datetime.timedelta(minutes=1)
CODE_LIVES = datetime.timedelta(minutes=CODE_MINUTES)
LINK_LIVES = datetime.timedelta(days=LINK_DAYS)


def new_nonce() -> str:
    """160 random bits."""
    return secrets.token_hex(20)


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"consents.link.{require_school().schema_name}")


def token_of(nonce: str) -> str:
    """What the address of a link carries."""
    return _signer().sign(nonce)


def nonce_of(token: str) -> str | None:
    """The nonce of an address of this school, None for anything else."""
    try:
        return str(_signer().unsign(token))
    except signing.BadSignature:
        return None


def address(nonce: str) -> str:
    """The whole address for a mail."""
    path = reverse("consents:sign", urlconf=settings.SCHOOL_URLCONF, kwargs={"link_token": token_of(nonce)})
    return address_of(require_school().slug) + path


def code_of(nonce: str, number: int) -> str:
    """The one-time code of this number: digits."""
    digest = salted_hmac("consents.code", f"{nonce}:{number}", algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8], "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def hash_of(nonce: str, number: int) -> str:
    """What the evidence keeps of a code."""
    return salted_hmac("consents.evidence", f"{nonce}:{code_of(nonce, number)}", algorithm="sha256").hexdigest()


def is_right(nonce: str, number: int, typed: str) -> bool:
    """Whether the digits typed are the code, compared in constant time."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    return number > 0 and constant_time_compare(digits, code_of(nonce, number))
