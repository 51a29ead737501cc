"""The curator's and the head's list of the morning: what waits, as a mail. Imported by ``TodayConfig.ready``.

A mail names nobody: it counts what is to be done and says by when; names are on the page, after signing in.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.school.monitoring.handlers import remote_share
from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.kinds import Frequency
from apps.school.notices.recipients import holding, present
from apps.school.notices.sending import notify
from apps.school.regulation import queries as regulation
from apps.school.regulation.words.present import speaking
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import require_school

from . import own
from .waiting import WaitingItem, term_words, waiting_for

OFFICE = ("curator", "head")

kinds.register_group("waiting", _("What waits for me"), order=5, by_default=Frequency.DAILY)
kinds.register(
    "today.waiting",
    group="waiting",
    title=_("What waits for you"),
    outside="%(lines)s",
    in_inbox=False,
    latest_only=True,
)


@every_day
def tell_what_waits(day: datetime.date) -> None:
    """Each of the office the own list, in the own language; nobody is told that nothing waits."""
    readers = present(holding(*OFFICE))
    view = regulation.current_or_none()
    words = regulation.words_in_force()
    remote = remote_share(day)
    for account in Account.objects.filter(pk__in=readers).order_by("pk"):
        actor = actor_for(account, place="school", school=require_school())
        with translation.override(account.language), speaking(words.say):
            takes_part = own.read(actor, day)
            items = waiting_for(actor, own=takes_part, view=view, remote=remote, day=day)
            lines = "\n".join(_lines(items, day))
        if lines:
            url = reverse("today:index", urlconf=settings.SCHOOL_URLCONF)
            notify("today.waiting", to=[account.pk], key=f"{day}", url=url, lines=lines)


def _lines(items: Sequence[WaitingItem], day: datetime.date) -> list[str]:
    """One line for each thing to do: how many times, and when the first is due. ``items``: in order."""
    first: dict[str, WaitingItem] = {}
    counts: dict[str, int] = {}
    for item in items:
        first.setdefault(item.action_label, item)
        counts[item.action_label] = counts.get(item.action_label, 0) + item.count
    found = []
    for label, item in first.items():
        term = term_words(item, day)
        found.append(f"{label}: {counts[label]}" + (f" ({term})" if term else ""))
    return found
