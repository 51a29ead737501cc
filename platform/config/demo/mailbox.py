"""The demo's mails, to be read on the front door: nothing leaves the machine. Addresses of ``settings.DEMO_MAILBOX``.

The library keeps what was sent; its own pages fetch scripts from elsewhere, therefore these are ours.
"""

from __future__ import annotations

from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django_mail_viewer.backends.cache import EmailBackend

from kernel.doors import ANYONE
from kernel.errors import NotFound
from ui.pages import Page

SHOWN = 200


def _drawer() -> EmailBackend:
    """What keeps the mails; none of another kind has this page."""
    found = get_connection()
    if not isinstance(found, EmailBackend):
        raise NotFound()
    return found


def _line(message: Message) -> dict[str, str]:
    """What the list shows."""
    words = {name: str(make_header(decode_header(str(message[name] or "")))) for name in ("subject", "to", "date")}
    return {**words, "key": str(message["message-id"]).strip("<>")}


def _part(message: Message, kind: str) -> str:
    """The body of a content type, empty when there is none."""
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload.decode(part.get_content_charset() or "utf-8", errors="replace")
    return ""


class Mails(Page):
    """What was sent, the latest first."""

    access = ANYONE
    title = "Письма демонстрации"
    lead = "Всё, что система отправила по почте. Наружу в демонстрации ничего не уходит."
    template_name = "demo/mails.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = _drawer().get_outbox()[-SHOWN:]
        return super().get_context_data(mails=[_line(message) for message in reversed(sent)], **kwargs)


class _OfMail(Page):
    """One mail."""

    access = ANYONE

    def find_objects(self) -> None:
        self.message = _drawer().get_message(f"<{self.kwargs['key']}>")
        if self.message is None:
            raise NotFound()


class Mail(_OfMail):
    """Its headers and its text."""

    template_name = "demo/mail.html"

    def get_title(self) -> str:
        return _line(self.message)["subject"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = _line(self.message)
        headers = [(name, str(self.message[name])) for name in ("Message-ID", "List-Unsubscribe") if self.message[name]]
        bodies = {"text": _part(self.message, "text/plain"), "html": _part(self.message, "text/html")}
        return super().get_context_data(mail=line, headers=headers, **bodies, **kwargs)


class MailHtml(_OfMail):
    """The other body, as it was sent."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page that a mail program shows."""
        return HttpResponse(_part(self.message, "text/html"))


urlpatterns = [
    path("", Mails.as_view(), name="demo_mails"),
    path("<str:key>/", Mail.as_view(), name="demo_mail"),
    path("<str:key>/html/", MailHtml.as_view(), name="demo_mail_html"),
]
