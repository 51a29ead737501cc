"""allauth's hooks: nobody signs up by himself, accounts come from schools and the region."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tenants.identity import tasks
from tenants.identity.models import Account
from tenants.identity.queries import places_of
from tenants.isolation.hosts import REGION_LABEL, address_of, host_name


def _address_for(account: Account, request: HttpRequest) -> str:
    """The place where the link was asked for, when the account works there; else the front door.

    Never the request's ``Host``: whoever asks in another's name writes it.
    """
    school = getattr(request, "school", None)
    own = {place.label for place in places_of(account)}
    if school is not None:
        return address_of(school.slug if school.slug in own else "")
    return address_of(REGION_LABEL if own and getattr(request, "place", "") == "region" else "")


class AccountAdapter(DefaultAccountAdapter):
    """The installation's account rules."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by invitations and imports."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Paths and the installation's own hosts. ``ALLOWED_HOSTS`` says nothing here: the middleware checks hosts."""
        parts = urlsplit(url or "")
        base = settings.BASE_DOMAIN
        name = host_name(parts.netloc)
        allowed = {context.request.get_host()}
        if name == base or name.endswith(f".{base}"):
            allowed.add(parts.netloc)
        return url_has_allowed_host_and_scheme(url, allowed_hosts=allowed)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A school's or the region's own first page; from the front door the only place there is, else the choice."""
        if getattr(request, "place", "front") == "front" and isinstance(request.user, Account):
            places = places_of(request.user)
            if len(places) == 1:
                return address_of(places[0].label or REGION_LABEL) + "/"
        return "/"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page of the place that was left; the front door itself."""
        return "/" if getattr(request, "place", "front") == "front" else reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's own page."""
        return reverse("account_me")

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Send the link by a task: the answer takes equally long whether the account exists or not."""
        if isinstance(user, Account):
            tasks.mail_password_reset.send(str(user.pk), _address_for(user, context["request"]))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own notices are not sent; ``mail.password_changed`` tells the owner instead."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what a person needs to be told: that the password is new."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, _("The new password is set."))
