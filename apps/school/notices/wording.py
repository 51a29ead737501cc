"""What a message out of the product says: titles and links, nothing of a person beyond that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.regulation.queries import words_in_force
from apps.school.regulation.words.present import speaking
from tenants.isolation.context import require_school
from tenants.isolation.hosts import address_of

from . import digest, kinds, turning_off
from .channels import MAIL, Message
from .kinds import Text
from .messengers import SERVICES
from .models import Notice
from .paths import path_to


def host() -> str:
    """Scheme and host of the current school's pages."""
    return address_of(require_school().slug)


def link_to(notice: Notice) -> str:
    """The address in a message. An account's is the page of the notice: it says the rest, after signing in."""
    if notice.account_id is None:
        return host() + notice.url if notice.url else ""
    return host() + path_to("notice", notice=notice.pk)


def compose(letter: UUID, channel: str, address: str, notices: Sequence[Notice]) -> Message:
    """The message of one recipient about these notices, in the language and the words they were told in."""
    first = notices[0]
    with translation.override(first.language), speaking(words_in_force().say):
        title = first.title
        if len(notices) > 1:
            counted = ngettext("%(count)d notice: %(school)s", "%(count)d notices: %(school)s", len(notices))
            title = counted % {"count": len(notices), "school": require_school().short_name}
        if channel != MAIL:
            parts = [part for one in notices for part in (one.outside, link_to(one)) if part]
            return Message(letter, address, title, "\n".join(parts))
        return _mail(letter, address, title, notices)


def _mail(letter: UUID, address: str, title: str, notices: Sequence[Notice]) -> Message:
    first = notices[0]
    groups = sorted({kinds.group_of(one.kind).code for one in notices})
    turn_off = host() + turning_off.path(first.account_id, first.address, groups)
    context: dict[str, Any] = {
        "title": title,
        "line": _line(first),
        "sections": [
            {
                "title": section.title,
                "heaps": [{"title": heap.title, "lines": [*map(_line, heap.notices)]} for heap in section.heaps],
            }
            for section in digest.sections(notices)
        ],
        "is_digest": len(notices) > 1,
        "school": require_school(),
        "settings": host() + path_to("settings") if first.account_id else "",
        "turn_off": turn_off,
    }
    text = render_to_string("notices/mail/letter.txt", context).strip() + "\n"
    html = render_to_string("notices/mail/letter.html", context)
    return Message(letter, address, title, text, html, turn_off)


def _line(notice: Notice) -> dict[str, Any]:
    return {"title": notice.title, "text": notice.outside, "link": link_to(notice), "at": notice.at}


REASONS: Mapping[str, Text] = {
    "left": _("has no access to the school any more"),
    "unwanted": _("turned off by the recipient"),
    "read": _("was read before"),
    "superseded": _("a newer one took its place"),
    "lost": _("was begun again and again and never finished"),
    "no address": _("there is no address"),
}


def reason_text(reason: str) -> Text:
    """Why something did not go out, for people; what a server answered stays as it is."""
    return REASONS.get(reason, reason)


def channel_title(code: str) -> Text:
    """The name of a channel."""
    if code == MAIL:
        return _("E-mail")
    service = SERVICES.get(code)
    return service.title if service is not None else code
