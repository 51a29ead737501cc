"""What the year asks of the office now: banks to refresh, measurements to hold, closing events, the period itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import Occurrence, occurrences, school_year
from apps.school.regulation.view import RegulationView

from . import queries
from .models import Measurement, Roadmap, Term
from .plans import CLOSING_EVENT


@dataclass(frozen=True, slots=True)
class RefreshDue:
    """An object of refresh. ``next``: the next term, None where the rules name no day or the bank is empty."""

    code: str
    title: str
    fresh_on: datetime.date | None
    entries: int
    next: Occurrence | None
    late: bool


def refreshes(view: RegulationView | None, day: datetime.date) -> list[RefreshDue]:
    """Every object that the regulation asks to refresh (3 queries)."""
    if view is None:
        return []
    codes = rules.refresh_objects(view)
    found = []
    for code, state in queries.freshness(codes).items():
        following = rules.next_refresh(view, code, state.fresh_on, day) if state.fresh_on and state.entries else None
        found.append(
            RefreshDue(
                code=code,
                title=view.local_name("refresh_object", code),
                fresh_on=state.fresh_on,
                entries=state.entries,
                next=following.occurrence if following is not None else None,
                late=following is not None and following.late,
            )
        )
    return found


def measurements(day: datetime.date, ahead: int) -> list[Measurement]:
    """Measurements not held that are overdue or due in so many days (one query)."""
    return queries.unheld(day + datetime.timedelta(days=ahead))


def is_monitoring_unplanned(view: RegulationView, day: datetime.date) -> bool:
    """True when the school's own act names days of this school year and nothing is planned in it (one query).

    A school that says nothing lives by the regional days but is not reminded of planning them.
    """
    period = school_year(day)
    own = [key for key in (rules.DEADLINES, rules.FREQUENCY) if view.is_set(key)]
    asked = any(occurrences(view.value(key), *period) for key in own)
    return asked and not Measurement.objects.filter(due_on__range=period).exists()


def without_closing_event(day: datetime.date, ahead: int) -> list[Roadmap]:
    """Roadmaps at work whose period ends in so many days and has no closing event marked (one query)."""
    held = Term.objects.filter(
        event__stage__roadmap=OuterRef("pk"), event__auto_tick=CLOSING_EVENT, done_on__isnull=False
    )
    edge = day + datetime.timedelta(days=ahead)
    rows = Roadmap.objects.filter(state=Roadmap.State.APPROVED, ends_on__range=(day, edge))
    return list(rows.filter(~Exists(held)).order_by("ends_on", "pk"))


def expired(day: datetime.date) -> list[Roadmap]:
    """Roadmaps still at work whose period is over (one query)."""
    return list(Roadmap.objects.filter(state=Roadmap.State.APPROVED, ends_on__lt=day).order_by("ends_on", "pk"))
