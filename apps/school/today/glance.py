"""The strip of numbers: how mentoring in the school stands, each number leading to its list."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.monitoring import queries as monitoring
from apps.school.monitoring.indicators import Indicators, RemoteShare
from apps.school.monitoring.models import Satisfaction
from kernel.acting import Actor


@dataclass(frozen=True, slots=True)
class Number:
    """One tile. ``kind``: "warning" where the number asks for care."""

    label: str
    value: str
    url: str
    icon: str
    note: str = ""
    kind: str = ""


def numbers(actor: Actor, remote: RemoteShare, day: datetime.date) -> Sequence[Number]:
    """Pairs, programmes, novices with a mentor, satisfaction (one query)."""
    found = monitoring.indicators(on=day, remote=remote)
    office = actor.has("curator", "head")
    return (_pairs(found), _programmes(found), _coverage(found), _satisfied(found, office))


def _pairs(found: Indicators) -> Number:
    away = found.remote_pairs
    note = ngettext("%(count)s of them with another school", "%(count)s of them with other schools", away)
    return Number(
        label=_("Pairs at work"),
        value=str(found.pair_count),
        url=f"{reverse('pairs:index')}?state=active",
        icon="people",
        note=note % {"count": away} if away else "",
    )


def _programmes(found: Indicators) -> Number:
    drafts = found.programmes["draft"]
    note = ngettext("%(count)s is being written", "%(count)s are being written", drafts)
    return Number(
        label=_("Programmes under way"),
        value=str(found.programmes["running"]),
        url=f"{reverse('programmes:index')}?state=running",
        icon="journal-check",
        note=note % {"count": drafts} if drafts else "",
    )


def _coverage(found: Indicators) -> Number:
    alone = found.novices - found.novices_covered
    note = ngettext("%(count)s novice without a mentor", "%(count)s novices without a mentor", alone)
    return Number(
        label=_("Novices with a mentor"),
        value=share(found.coverage),
        url=reverse("people:mentees"),
        icon="person-raised-hand",
        note=note % {"count": alone} if alone else "",
        kind="warning" if alone else "",
    )


def _satisfied(found: Indicators, office: bool) -> Number:
    side = Satisfaction.Side.MENTEE
    given = found.answers.get(side, 0)
    note = ngettext("%(count)s answer", "%(count)s answers", given) % {"count": given}
    return Number(
        label=_("Mentees satisfied"),
        value=share(found.satisfaction(side)),
        url=reverse("monitoring:index") if office else f"{reverse('programmes:index')}?state=completed",
        icon="emoji-smile",
        note=note if given else _("nobody has answered yet"),
    )


def share(value: float | None) -> str:
    """Whole percents; a dash where there is nothing to divide."""
    return "—" if value is None else f"{number_format(round(value), decimal_pos=0)} %"
