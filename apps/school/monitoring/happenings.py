"""What the monitoring has done, for those who ask what happened in the school, and its papers as evidence of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.happenings import Days, sees
from apps.school.roadmap.records import Kind, Record, offer
from kernel.actions import reference

from .models import Measurement, MonitoringRun, Report, Satisfaction


def _days(rows: QuerySet[Any], field: str, first: datetime.date, last: datetime.date) -> set[datetime.date]:
    return set(rows.filter(**{f"{field}__range": (first, last)}).order_by().values_list(field, flat=True).distinct())


@sees("monitoring.closed", "baseline.measured", "final.measured", "report.compiled", "feedback.collected")
def measured(first: datetime.date, last: datetime.date) -> Days:
    """Runs closed, people measured before and after, reports compiled, answers of participants (5 queries)."""
    before, after = (Measurement.objects.filter(stage=stage) for stage in Measurement.Stage)
    answers = Satisfaction.objects.annotate(seen_on=TruncDate("created_at"))
    return {
        "monitoring.closed": _days(_runs(), "closed_on", first, last),
        "baseline.measured": _days(before, "measured_on", first, last),
        "final.measured": _days(after, "measured_on", first, last),
        "report.compiled": _days(Report.objects.all(), "compiled_on", first, last),
        "feedback.collected": _days(answers, "seen_on", first, last),
    }


def _runs() -> QuerySet[MonitoringRun]:
    return MonitoringRun.objects.filter(state=MonitoringRun.State.CLOSED)


def _run(run: Any) -> Record:
    return Record(reference(run), run.title, run.closed_on, run.get_absolute_url(), "monitoring.closed")


def _report(report: Any) -> Record:
    return Record(reference(report), report.title, report.compiled_on, report.get_absolute_url(), "report.compiled")


def register() -> None:
    """Offer runs and those reports that are about a run: the others name a mentee."""
    reports = Report.objects.filter(run__isnull=False)
    offer(Kind("monitoring.monitoringrun", _("Monitoring"), lambda: _runs().annotate(day=F("closed_on")), _run))
    offer(Kind("monitoring.report", _("Reports"), lambda: reports.annotate(day=F("compiled_on")), _report))
