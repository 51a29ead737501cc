"""Consents that end, what withdrawals still ask for, the place on the school's site."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.consents import upkeep
from apps.school.publication import queries as publication
from apps.school.regulation.view import RegulationView

from .item import WaitingItem, names


def lines(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """For the curator (at most five queries)."""
    return [*endings(day), *duties(day), *(place_on_site(view) if view is not None else [])]


def endings(day: datetime.date) -> list[WaitingItem]:
    """Consents that end soon or have ended (one query)."""
    rows = list(upkeep.ending(on=day))
    if not rows:
        return []
    people = {row.person_id: row.person.short_name for row in rows}
    first: datetime.date = getattr(rows[0], "ends_on")  # noqa: B009  # an annotation of the query
    title = ngettext("%(count)s consent ends soon", "%(count)s consents end soon", len(rows)) % {"count": len(rows)}
    return [
        WaitingItem(
            code="consents.ending",
            title=title,
            detail=names(list(people.values())),
            deadline=first,
            overdue=first < day,
            url=reverse("consents:endings"),
            action_label=_("Ask for renewal"),
            icon="arrow-repeat",
            kind="warning",
            count=len(rows),
        )
    ]


def duties(day: datetime.date) -> list[WaitingItem]:
    """What the law asks for after withdrawals (one query)."""
    rows = list(upkeep.duties())
    if not rows:
        return []
    first = rows[0].due_on
    count = len(rows)
    title = ngettext("%(count)s thing is due after a withdrawal", "%(count)s things are due after withdrawals", count)
    return [
        WaitingItem(
            code="consents.duties",
            title=title % {"count": count},
            detail=rows[0].text,
            deadline=first,
            overdue=first is not None and first < day,
            url=rows[0].consent.get_absolute_url() if count == 1 else reverse("consents:duties"),
            action_label=_("Open"),
            icon="x-circle",
            kind="danger" if first is not None and first < day else "warning",
            count=count,
        )
    ]


def place_on_site(view: RegulationView) -> list[WaitingItem]:
    """Where the act names a place on the school's site, something is published, and nobody has stated where that
    place is (at most three queries).
    """
    key = publication.SECTION
    if not view.is_set(key) or publication.site_place() is not None or not publication.has_published():
        return []
    return [
        WaitingItem(
            code="publication.place",
            title=_("State where the school's site tells of mentoring"),
            detail=f"{view.render(key)} ({view.rule(key).clause})",
            url=reverse("publication:place"),
            action_label=_("State the place"),
            icon="pin-map",
            kind="info",
        )
    ]
