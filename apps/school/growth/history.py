"""The life of a route in words, from the school's journal: what became of each revision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import queries
from .models import IndividualRoute

SHOWN = 30

TITLES: Mapping[str, str | Promise] = {
    "growth.build_route": _("The route is built from the deficits"),
    "growth.change_route": _("The goal, the days or the tutor are changed"),
    "growth.save_step": _("A step is added or changed"),
    "growth.remove_step": _("A step is removed"),
    "growth.propose_route": _("The route is put before the person"),
    "growth.answer_route": _("An answer"),
    "growth.mark_step": _("A step is marked"),
    "growth.add_certificate": _("A certificate is added"),
    "growth.close_route": _("The route is closed"),
}
AGREED, RETURNED = _("The person agrees"), _("The person wants something changed")
KINDS = {"growth.build_route": "info", "growth.close_route": "neutral", "growth.add_certificate": "success"}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime.datetime
    title: str | Promise
    who: str
    kind: str


def events_of(route: IndividualRoute) -> list[Event]:
    """The newest first (one query)."""
    found = []
    for row in queries.life_of(route).filter(code__in=TITLES)[:SHOWN]:
        title, kind = TITLES[row.code], KINDS.get(row.code, "neutral")
        if row.code == "growth.answer_route":
            agrees = bool(row.facts.get("agrees"))
            title, kind = (AGREED, "success") if agrees else (RETURNED, "warning")
        found.append(Event(row.at, title, row.actor_name, kind))
    return found
