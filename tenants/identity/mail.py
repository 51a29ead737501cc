"""What mails say. Plain text in the language of the account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from tenants.identity.models import Account, Membership
from tenants.isolation.hosts import REGION_LABEL, address_of


def password_link(account: Account, address: str) -> str:
    """The link by which the owner of the mailbox sets a password; valid once, for ``PASSWORD_RESET_TIMEOUT``."""
    key = default_token_generator.make_token(account)
    keys = {"uidb36": user_pk_to_url_str(account), "key": key}
    return address + reverse("account_reset_password_from_key", urlconf=settings.FRONT_URLCONF, kwargs=keys)


def _message(account: Account, name: str, context: dict[str, Any]) -> EmailMessage:
    with translation.override(account.language):
        texts = {"account": account, "days": settings.PASSWORD_RESET_TIMEOUT // 86_400, **context}
        subject = " ".join(render_to_string(f"identity/mail/{name}_subject.txt", texts).split())
        body = render_to_string(f"identity/mail/{name}.txt", texts).strip() + "\n"
    return EmailMessage(subject, body, to=[account.email])


def invitation(membership: Membership) -> EmailMessage:
    """«You have a role in this place», with a link for a password where there is none yet."""
    account, school = membership.account, membership.school
    address = address_of(school.slug if school else REGION_LABEL)
    context = {
        "membership": membership,
        "school": school,
        "address": address + "/",
        "link": "" if account.has_usable_password() else password_link(account, address),
    }
    return _message(account, "invitation", context)


def password_reset(account: Account, address: str) -> EmailMessage:
    """The mail of «forgot the password»."""
    return _message(account, "password_reset", {"link": password_link(account, address)})


def password_changed(account: Account) -> EmailMessage:
    """Tells the owner that the password was changed."""
    return _message(account, "password_changed", {"link": address_of() + reverse_reset()})


def reverse_reset() -> str:
    """Path of the page that asks for a reset link; the same on every host."""
    return reverse("account_reset_password", urlconf=settings.FRONT_URLCONF)
