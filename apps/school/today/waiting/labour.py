"""What waits in labour packs: papers to be signed before the order, notices that have run out."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.orders.labour import queries as labour
from apps.school.orders.labour.queries import Standing
from apps.school.orders.models import LabourPaper

from .item import WaitingItem, names

Kind = LabourPaper.Kind
SOON = datetime.timedelta(days=7)


def lines(day: datetime.date) -> list[WaitingItem]:
    """The curator's: three queries beside those of the pairs, however many packs."""
    standings = labour.standings()
    return [*_notices(standings, day), *_waiting(standings), *_missing(standings, day)]


def _notices(standings: list[Standing], day: datetime.date) -> list[WaitingItem]:
    found = []
    for each in standings:
        notice = each.signed(Kind.NOTICE)
        if notice is None or notice.ends_on is None or each.pack is None or notice.ends_on > day + SOON:
            continue
        title = _("The notice runs out, end the pair: %(title)s") % {"title": each.assignment.title}
        found.append(
            WaitingItem(
                code="labour.notice",
                title=title,
                detail=each.assignment.mentor.full_name,
                deadline=notice.ends_on,
                overdue=notice.ends_on < day,
                url=each.pack.get_absolute_url(),
                action_label=_("Open the pack"),
                icon="calendar-x",
                kind="warning",
            )
        )
    return found


def _waiting(standings: list[Standing]) -> list[WaitingItem]:
    found = [each for each in standings if any(paper.state == LabourPaper.State.PREPARED for paper in each.papers)]
    if not found:
        return []
    title = ngettext(
        "Papers of a labour pack wait for signatures: %(count)s pack",
        "Papers of labour packs wait for signatures: %(count)s packs",
        len(found),
    )
    return [_group("labour.signatures", title % {"count": len(found)}, found, _("Record the signatures"))]


def _missing(standings: list[Standing], day: datetime.date) -> list[WaitingItem]:
    """Employees who mentor employees without a signed agreement."""
    found = [each for each in standings if each.signed(Kind.AGREEMENT) is None]
    if not found:
        return []
    title = ngettext(
        "No supplementary agreement with %(count)s mentor (Labour Code art. 351.8)",
        "No supplementary agreement with %(count)s mentors (Labour Code art. 351.8)",
        len(found),
    )
    return [_group("labour.agreements", title % {"count": len(found)}, found, _("Open the labour packs"))]


def _group(code: str, title: str, found: list[Standing], label: str) -> WaitingItem:
    return WaitingItem(
        code=code,
        title=title,
        detail=names([each.assignment.mentor.short_name for each in found]),
        url=reverse("orders:labour", urlconf=settings.SCHOOL_URLCONF),
        action_label=label,
        icon="person-workspace",
        count=len(found),
    )
