"""allauth's hooks: nobody signs up by himself, accounts come from schools and the region."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """The installation's account rules."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by invitations and imports."""
        return False
