"""What the region tells a school's liaison about its reports: which schools are late, what a report saw."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Mod

from apps.region.statistics.models import IndicatorSnapshot, ReportState
from kernel.clock import now
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School

MARK_PATIENCE = datetime.timedelta(seconds=10)
"""A mark asks for its report by itself within two seconds."""

ANSWER_PATIENCE = datetime.timedelta(minutes=5)
"""So long a school that was sent to report is not sent again."""

COMPARED_EVERY = datetime.timedelta(hours=1)

NIGHT_SECONDS = 3600
"""Each school has its own moment in the hour after its midnight at which its day's first report is due."""

SPREAD = 2227
"""The golden section of an hour: multiplied by it, however many ids in a row fill a clock evenly."""


@dataclass(frozen=True, slots=True)
class JournalSeen:
    """What a school's last report saw of its journal: so many rows after the key ``floor``."""

    floor: int
    rows: int


def journal_seen(school_id: int) -> JournalSeen:
    """Nothing at all for a school that has never reported."""
    row = ReportState.objects.of(school_id).first()
    return JournalSeen(row.journal_floor, row.journal_rows) if row is not None else JournalSeen(0, 0)


def _working(moment: str) -> QuerySet[School]:
    """Working schools with one moment of their state as ``last``, None first: no school can hold up the others."""
    states = ReportState.objects.of_all_schools().filter(school=OuterRef("pk"))
    schools = School.objects.filter(state=School.State.READY).annotate(last=Subquery(states.values(moment)))
    return schools.order_by(F("last").asc(nulls_first=True), "pk")


def late_schools(limit: int) -> Sequence[School]:
    """Schools to be sent to report: those with changes nobody has told of, and those whose day has no report yet.

    A school's day begins for this at its own moment in the hour after its own midnight, so that a region of one zone
    does not wake all at once. At most ``limit``, those that have waited longest since they were last sent.
    """
    here = Func(F("zone"), Value(now()), function="timezone", output_field=DateTimeField())
    moment = Func(
        Mod(F("pk") * SPREAD, Value(NIGHT_SECONDS)),
        template="make_interval(secs => %(expressions)s)",
        output_field=DurationField(),
    )
    reported = IndicatorSnapshot.objects.of_all_schools().filter(school=OuterRef("pk"), day__gte=OuterRef("day"))
    untold = SchoolChange.objects.of_all_schools().filter(school=OuterRef("pk"), at__lt=now() - MARK_PATIENCE)
    waiting = _working("asked_at").annotate(day=Cast(here - moment, DateField()))
    due = waiting.filter(Q(Exists(untold)) | ~Q(Exists(reported)))
    return list(due.filter(Q(last=None) | Q(last__lt=now() - ANSWER_PATIENCE))[:limit])


def schools_to_compare(limit: int) -> Sequence[School]:
    """Schools whose journal has not been compared with their report for an hour, the longest first."""
    return list(_working("compared_at").filter(Q(last=None) | Q(last__lt=now() - COMPARED_EVERY))[:limit])


def moment_of(school_id: int, seconds: int) -> int:
    """A school's own second among so many: always the same, far from its neighbours'."""
    return school_id * SPREAD % seconds
