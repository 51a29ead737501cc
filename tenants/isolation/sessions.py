"""Who stands behind sessions now: for live connections, which outlive the request that signed their person in."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from kernel.clock import now
from tenants.identity.models import Account


def accounts_of(sessions: Collection[str]) -> dict[str, Account]:
    """Active accounts by session key (two queries): a new password and «sign out everywhere» end a session."""
    rows = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    kept = {row.pk: row.get_decoded() for row in rows.filter(session_key__in=sessions, expire_date__gt=now())}
    named = {content.get(SESSION_KEY) for content in kept.values()} - {None}
    accounts = {str(account.pk): account for account in Account.objects.filter(pk__in=named, is_active=True)}
    hashes = {key: account.get_session_auth_hash() for key, account in accounts.items()}
    return {
        session: accounts[name]
        for session, content in kept.items()
        if (name := content.get(SESSION_KEY)) in accounts
        and constant_time_compare(content.get(HASH_SESSION_KEY, ""), hashes[name])
    }
