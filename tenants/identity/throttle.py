"""Guessing passwords stays hopeless while a whole school signs in from one address.

Two limits, both counted in the shared schema (a cache key would carry the school and let a guesser start anew on every
host): ``AXES_FAILURE_LIMIT`` failures of one account from one address stop that pair for ``AXES_COOLOFF_TIME``; and
``ACCOUNT_FAILURES`` failures of one account in an hour from anywhere leave only the link from a mail to get in.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.clock import now
from tenants.identity.models import Account

ACCOUNT_FAILURES = 30
ACCOUNT_WINDOW = datetime.timedelta(hours=1)
NAMES = ("email", "login", "username")


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, behind as many proxies as the settings trust."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account that somebody tries to enter: the e-mail in lower case, empty when none was named."""
    for source in (credentials or {}, request.POST):
        for key in NAMES:
            if source.get(key):
                return str(source[key]).strip().lower()[:255]
    return ""


def is_account_closed(name: str) -> bool:
    """True when an account was guessed at too often from wherever, and its password was not renewed by mail since."""
    since = now() - ACCOUNT_WINDOW
    renewed = Account.objects.filter(email=name).values_list("password_reset_at", flat=True).first()
    if renewed is not None:
        since = max(since, renewed)
    failures: int = AccessFailureLog.objects.filter(username=name, attempt_time__gte=since).count()
    return failures >= ACCOUNT_FAILURES


def forgive(account: Account) -> None:
    """The mailbox proved who it is: open the account for every address. The log of failures stays."""
    AccessAttempt.objects.filter(username=account.email).delete()


class SignInHandler(AxesDatabaseHandler):
    """axes' limits per account and address, and ours per account."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """True when this attempt may not even be checked."""
        if bool(super().is_locked(request, credentials)):
            return True
        name = name_of(request, credentials)
        return bool(name) and is_account_closed(name)


def locked_response(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page that says how long and how to go on; the same for accounts that do not exist."""
    name = name_of(request, credentials)
    cool_off = get_cool_off(request) or datetime.timedelta()
    context = {
        "everywhere": bool(name) and is_account_closed(name),
        "minutes": int(cool_off.total_seconds() // 60),
        "email": name,
    }
    return render(request, "identity/locked.html", context, status=429)
