"""What the region tells a school's liaison about its reports."""

from __future__ import annotations

from django.db.models import DateField, Exists, F, Func, OuterRef, Value
from django.db.models.functions import Cast

from apps.region.statistics.models import IndicatorSnapshot
from kernel.clock import now
from tenants.organisations.models import School


def schools_without_today(limit: int) -> tuple[int, ...]:
    """Ids of working schools that have no snapshot of their own present day (each school's zone has its own midnight).

    In random order: a school whose report fails again and again must not hold up the others.
    """
    local = Func(F("zone"), Value(now()), function="timezone")
    todays = IndicatorSnapshot.objects.of_all_schools().filter(school=OuterRef("pk"), day=OuterRef("local_day"))
    waiting = (
        School.objects.filter(state=School.State.READY)
        .annotate(local_day=Cast(local, DateField()))
        .exclude(Exists(todays))
    )
    return tuple(waiting.order_by("?").values_list("pk", flat=True)[:limit])
