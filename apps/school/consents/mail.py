"""What mails about consents say. Plain text; secrets are made here, where the mail is sent (see ``signing``)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tenants.isolation.context import require_school

from . import signing
from .models import SigningLink


def _message(link: SigningLink, name: str, context: dict[str, Any]) -> EmailMessage:
    """In the language of the product: a guardian without an account has chosen none."""
    with translation.override(settings.LANGUAGE_CODE):
        texts = {"link": link, "school": require_school(), **context}
        subject = " ".join(render_to_string(f"consents/mail/{name}_subject.txt", texts).split())
        body = render_to_string(f"consents/mail/{name}.txt", texts).strip() + "\n"
    return EmailMessage(subject, body, to=[link.email])


def invitation(link: SigningLink) -> EmailMessage:
    """The link to the text."""
    return _message(link, "link", {"address": signing.address(link.nonce)})


def code(link: SigningLink, number: int) -> EmailMessage:
    """The one-time code of this number."""
    context = {"code": signing.code_of(link.nonce, number), "minutes": signing.CODE_MINUTES}
    return _message(link, "code", context)
