"""Reads of the dashboard. Each is one query, with one school or with a thousand; no school's schema is opened.

The latest snapshot of each school is found by one index probe per school (unique key school, day), which stays fast
however long the history grows.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from psycopg import sql

from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.permissions import Scope
from apps.region.statistics.rules import STALE_AFTER, SUMMED, Totals
from kernel.clock import now, today
from tenants.organisations.models import Municipality, School

LISTED = ("taken_at", "mentors", "mentees", "pairs_active", "novices", "novices_covered")


def schools(scope: Scope) -> QuerySet[School]:
    """Working schools that the actor sees."""
    return School.objects.filter(scope.schools(), state=School.State.READY)


def reach(on: datetime.date) -> datetime.date:
    """The last day to look at. A school east of the region may already write tomorrow's date: "today" means its day."""
    return on + datetime.timedelta(days=1) if on == today() else on


def _snapshots(on: datetime.date) -> QuerySet[IndicatorSnapshot]:
    """Snapshots of the outer school up to a day, the latest first."""
    return IndicatorSnapshot.objects.of_all_schools().filter(school=OuterRef("pk"), day__lte=reach(on)).order_by("-day")


def latest(scope: Scope, on: datetime.date) -> QuerySet[IndicatorSnapshot]:
    """The latest snapshot of each school up to a day."""
    last = schools(scope).values(last=Subquery(_snapshots(on).values("pk")[:1]))
    return IndicatorSnapshot.objects.of_all_schools().filter(pk__in=last)


def totals(scope: Scope, on: datetime.date) -> Totals:
    """All schools of the scope added up."""
    return _sums_on(scope, [on], SUMMED).get(on, Totals())


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """A municipality with the sums of its schools; ``known``: its working schools, reported or not."""

    code: str
    title: str
    known: int
    totals: Totals


def by_municipality(scope: Scope, on: datetime.date) -> list[MunicipalityLine]:
    """Every municipality with working schools, by title (two queries)."""
    sums = latest(scope, on).order_by().values("school__municipality").annotate(schools=Count("pk"), **_sums())
    rows = sums.values_list("school__municipality", "schools", *SUMMED)
    found = {place: Totals(*numbers) for place, *numbers in rows}
    working = Q(schools__state=School.State.READY)
    places = Municipality.objects.annotate(known=Count("schools", filter=working)).filter(known__gt=0)
    if scope.municipalities is not None:
        places = places.filter(pk__in=scope.municipalities)
    named = places.order_by("title").values_list("pk", "code", "title", "known")
    return [MunicipalityLine(code, title, known, found.get(pk, Totals())) for pk, code, title, known in named]


def _sums() -> dict[str, Sum]:
    return {name: Sum(name) for name in SUMMED}


def schools_with_numbers(scope: Scope, on: datetime.date) -> QuerySet[School]:
    """Schools with the numbers of their latest snapshot as attributes, None where a school has not reported yet."""
    probes = {name: Subquery(_snapshots(on).values(name)[:1]) for name in LISTED}
    share = 100.0 * Cast(F("novices_covered"), FloatField()) / Cast(F("novices"), FloatField())
    return (
        schools(scope)
        .select_related("municipality")
        .annotate(**probes)
        .annotate(
            coverage=Case(When(novices__gt=0, then=share), default=None, output_field=FloatField()),
            uncovered=Coalesce(F("novices"), Value(0)) - Coalesce(F("novices_covered"), Value(0)),
        )
        .order_by("short_name", "pk")
    )


def lagging(scope: Scope, on: datetime.date, limit: int = 8) -> list[School]:
    """Schools that need a word: not heard of, novices without a mentor, no pair at work. The worst first."""
    silent = Q(taken_at__isnull=True) | Q(taken_at__lt=now() - STALE_AFTER)
    found = schools_with_numbers(scope, on).filter(silent | Q(uncovered__gt=0) | Q(pairs_active=0))
    return list(found.order_by(F("uncovered").desc(), F("taken_at").asc(), "short_name")[:limit])


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the numbers are. ``known``: working schools; ``silent`` have never reported, ``late`` not for too long.

    ``oldest``: the school whose numbers are the oldest, taken at ``oldest_at``; None when no school has reported.
    """

    known: int
    silent: int
    late: int
    oldest: School | None
    oldest_at: datetime.datetime | None


def freshness(scope: Scope, on: datetime.date) -> Freshness:
    """How old the numbers of the scope are (two queries)."""
    heard = schools(scope).annotate(taken_at=Subquery(_snapshots(on).values("taken_at")[:1]))
    counts = heard.aggregate(
        known=Count("pk"),
        silent=Count("pk", filter=Q(taken_at__isnull=True)),
        late=Count("pk", filter=Q(taken_at__lt=now() - STALE_AFTER)),
    )
    oldest = heard.filter(taken_at__isnull=False).order_by("taken_at", "pk").first()
    return Freshness(**counts, oldest=oldest, oldest_at=oldest.taken_at if oldest is not None else None)


def municipality(scope: Scope, code: str) -> Municipality | None:
    """A municipality within the scope."""
    found = Municipality.objects.filter(code=code).first()
    return found if found is not None and scope.admits(found.pk) else None


def school(scope: Scope, slug: str) -> School | None:
    """A working school within the scope."""
    return schools(scope).select_related("municipality").filter(slug=slug).first()


def snapshot(school_id: int, on: datetime.date) -> IndicatorSnapshot | None:
    """A school's latest snapshot up to a day."""
    return IndicatorSnapshot.objects.of(school_id).filter(day__lte=reach(on)).order_by("-day").first()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The scope's sums on a day."""

    day: datetime.date
    totals: Totals


TRENDED = ("mentors", "mentees", "pairs_active", "pairs_led_elsewhere", "novices", "novices_covered")


SUMS_ON = sql.SQL("""
    SELECT d.day, count(*), {sums}
      FROM unnest(%s::date[], %s::date[]) AS d(day, reach)
      JOIN {schools} o ON o.state = %s
       AND (%s::bigint[] IS NULL OR o.municipality_id = ANY(%s::bigint[]))
       AND (%s::bigint IS NULL OR o.id = %s::bigint)
      JOIN LATERAL (SELECT * FROM {snapshots} i WHERE i.school_id = o.id AND i.day <= d.reach
                     ORDER BY i.day DESC LIMIT 1) s ON TRUE
     GROUP BY d.day""")


def trend(scope: Scope, days: Sequence[datetime.date], school_id: int | None = None) -> list[TrendPoint]:
    """Sums on each of the days: every school counts with its latest snapshot up to that day."""
    found = _sums_on(scope, days, TRENDED, school_id)
    return [TrendPoint(day, found.get(day, Totals())) for day in days]


def _sums_on(
    scope: Scope, days: Sequence[datetime.date], names: Sequence[str], school_id: int | None = None
) -> dict[datetime.date, Totals]:
    query = SUMS_ON.format(
        sums=sql.SQL(", ").join(sql.SQL("sum(s.{})").format(sql.Identifier(name)) for name in names),
        schools=sql.Identifier(School._meta.db_table),
        snapshots=sql.Identifier(IndicatorSnapshot._meta.db_table),
    )
    places = None if scope.municipalities is None else list(scope.municipalities)
    reached = [reach(day) for day in days]
    arguments = [list(days), reached, School.State.READY, places, places, school_id, school_id]
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return {row[0]: Totals(schools=row[1], **dict(zip(names, row[2:], strict=True))) for row in cursor}
