"""Whom requests between schools tell what: whoever is to answer, and all whom the end concerns.

Imported by ``LiaisonConfig.ready``. The exchange sends each school to tell its own people (``tasks.tell_of_request``).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.region.exchange.outlook import RequestLine
from apps.school.notices import kinds
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from kernel.errors import NotFound
from tenants.isolation.hosts import REGION_LABEL, address_of

from .queries import own_id

kinds.register_group("remote", _("Work with other schools"), order=9)
kinds.register(
    "remote.curator",
    group="remote",
    title=_("A request between schools waits for the curator"),
    text=_("%(school)s: %(need)s. Answer until %(until)s."),
    asks=True,
)
kinds.register(
    "remote.asked",
    group="remote",
    title=_("You are asked about a pair with another school"),
    text=_("%(school)s: %(need)s. Agree or decline until %(until)s."),
    asks=True,
)
kinds.register(
    "remote.declined",
    group="remote",
    title=_("A request between schools is declined"),
    text=_("%(school)s: %(who)s. %(reason)s"),
)
kinds.register(
    "remote.over",
    group="remote",
    title=_("A request between schools is settled without you"),
    text=_("%(school)s: %(reason)s"),
)
kinds.register(
    "remote.made",
    group="remote",
    title=_("A remote pair has come into being"),
    text=_("%(school)s: %(need)s."),
)


kinds.register(
    "remote.left",
    group="remote",
    title=_("A remote pair has ended: one of the two has left it"),
    text=_("The other school: %(school)s."),
)
kinds.register(
    "remote.complaint",
    group="remote",
    title=_("A complaint about a remote pair"),
    text=_("The region's coordinator answers it. The other school: %(school)s."),
)
kinds.register(
    "remote.complaint_taken",
    group="remote",
    title=_("A complaint about a remote pair is looked into"),
    text=_("The other school: %(school)s."),
)
kinds.register(
    "remote.complaint_answered",
    group="remote",
    title=_("A complaint about a remote pair is answered"),
    text=_("The other school: %(school)s."),
)
kinds.register(
    "remote.agreement",
    group="remote",
    title=_("An agreement between organisations waits for the head"),
    text=_("The other school: %(school)s."),
    asks=True,
)
kinds.register(
    "remote.agreed",
    group="remote",
    title=_("An agreement between organisations is agreed by both heads"),
    text=_("The other school: %(school)s."),
)


kinds.register(
    "event.soon",
    group="remote",
    title=_("Speed mentoring begins soon"),
    text=_("%(title)s: %(at)s. Come into the hall some minutes before."),
    asks=True,
)


def remind_of_event(event: UUID, title: str, starts_at: datetime.datetime, accounts: Collection[UUID]) -> None:
    """Once for each beginning: an event that is moved is reminded of anew. The page is the region's."""
    url = f"{address_of(REGION_LABEL)}/speed/{event}/"
    notify("event.soon", to=list(accounts), key=f"{event}:{starts_at.isoformat()}", url=url, title=title, at=starts_at)


def tell_of_pair(pair: UUID, what: str, key: str, side: str) -> None:
    """``what``: as the exchange says it; ``side``: whose person is told beside the office."""
    news = outlook.pair_news(own_id(), pair)
    if news is None:
        return
    office = holding("head" if what == "agreement" else "curator")
    url = _page("request", remote_request=news.request)
    notify(f"remote.{what}", to=office, key=key, url=url, school=news.other_school)
    if news.own_account is not None and news.side == side:
        own = _page("my_requests" if side == "mentee" else "my_offers")
        notify(f"remote.{what}", to=[news.own_account], key=key, url=own, school=news.other_school)


def tell_of_request(request: UUID, what: str) -> None:
    """``what``: as the exchange says it. A request that this school does not see (any more) is nobody's news here."""
    try:
        line = outlook.request(own_id(), request)
    except NotFound:
        return
    if what in ("asked", "agreed"):
        _ask_next(line)
    else:
        _tell_outcome(line, what)


def _ask_next(line: RequestLine) -> None:
    facts: dict[str, Any] = {"school": _other(line), "need": line.need[:120], "until": line.answer_by}
    if line.waits_for == "own":
        to, url = holding("curator"), _page("request", remote_request=line.request)
        notify("remote.curator", to=to, key=f"{line.request}:{line.answer_by}", url=url, **facts)
    if line.own_is_asked and line.own_account is not None:
        notify("remote.asked", to=[line.own_account], key=f"{line.request}", url=_own_page(line), **facts)


def _tell_outcome(line: RequestLine, what: str) -> None:
    facts: dict[str, Any] = {"school": _other(line)}
    facts |= {"need": line.need[:120]} if what == "made" else {"reason": line.decline_reason}
    facts |= {"who": line.declined_by} if what == "declined" else {}
    kind, key = f"remote.{what}", f"{line.request}"
    notify(kind, to=holding("curator"), key=key, url=_page("request", remote_request=line.request), **facts)
    if line.own_account is not None and line.own_knows:
        notify(kind, to=[line.own_account], key=key, url=_own_page(line), **facts)


def _other(line: RequestLine) -> str:
    return line.mentor_school if line.mentee_card is not None else line.school


def _own_page(line: RequestLine) -> str:
    return _page("my_requests" if line.mentee_card is not None else "my_offers")


def _page(name: str, **kwargs: object) -> str:
    return reverse(f"liaison:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)
