"""Monitoring: indicators of the act that nobody has filled in while a monitoring is under way."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.monitoring import computed, queries
from apps.school.monitoring.models import MonitoringRun
from apps.school.regulation.view import RegulationView

from .item import WaitingItem, names


def indicators(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """The monitoring that ends first, with what is empty in it (two queries)."""
    if view is None:
        return []
    rows = queries.runs().filter(state=MonitoringRun.State.OPEN, starts_on__lte=day)
    run = rows.order_by("ends_on", "pk").first()
    left = computed.empty(view, run) if run is not None else []
    if run is None or not left:
        return []
    title = ngettext(
        "%(count)s indicator of the monitoring has no value",
        "%(count)s indicators of the monitoring have no value",
        len(left),
    )
    return [
        WaitingItem(
            code="monitoring.indicators",
            title=title % {"count": len(left)},
            detail=names([view.local_name("indicator", code) for code in left]),
            deadline=run.ends_on,
            overdue=run.ends_on < day,
            url=run.get_absolute_url(),
            action_label=_("Fill in"),
            icon="graph-up",
            kind="info",
            count=len(left),
        )
    ]
