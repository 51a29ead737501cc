"""Who calls the API: a token in ``Authorization: Bearer ...``; browsers' sessions are not accepted here.

A session would let any page of another site act for the person who is signed in; a token is only sent on purpose.
"""

from __future__ import annotations

import datetime

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kernel.clock import now, today
from tenants.identity.models import Account, ApiToken
from tenants.identity.tokens import digest_of

SCHEME = "bearer"
USE_NOTED_EVERY = datetime.timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Bearer tokens of ``identity.ApiToken``."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """The token's account; None without the header; 401 for a token that is unknown, expired or revoked."""
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != SCHEME:
            return None
        token = _live(words[1]) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(code="bad_token")
        _note_use(token)
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        """Makes refusals of unknown callers 401."""
        return "Bearer"


def _live(text: str) -> ApiToken | None:
    token = ApiToken.objects.select_related("account").filter(digest=digest_of(text), revoked_at=None).first()
    if token is None or not token.account.is_active:
        return None
    if token.expires_on is not None and token.expires_on < today():
        return None
    return token


def _note_use(token: ApiToken) -> None:
    """Once a minute is enough for its owner to see that it lives; a program may ask a hundred times in a minute."""
    if token.last_used_at is None or token.last_used_at < now() - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
