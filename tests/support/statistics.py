"""Snapshots of tests."""

from __future__ import annotations

import datetime
from typing import Any

from django.test.utils import CaptureQueriesContext

from apps.region.statistics.intake import SnapshotReport, accept_snapshot
from kernel.clock import now, today
from tenants.organisations.models import Municipality, School


def report(school: School, *, days_ago: int = 0, **numbers: Any) -> SnapshotReport:
    """A report of so many days ago, accepted by the region."""
    defaults: dict[str, Any] = {"pedagogues": 40, "novices": 4, "novices_covered": 2, "mentors": 5, "mentees": 6}
    back = datetime.timedelta(days=days_ago)
    made = SnapshotReport(
        school_id=school.pk,
        day=today() - back,
        **{"taken_at": now() - back, "pairs_active": 6, **defaults, **numbers},
    )
    accept_snapshot(made)
    return made


def make_school(number: int, municipality: Municipality | None = None) -> School:
    """A working school without a schema: enough for the region's numbers."""
    place = municipality or Municipality.objects.order_by("pk")[0]
    return School.objects.create(
        schema_name=f"s_made_{number}",
        slug=f"made-{number}",
        name=f"МБОУ «Школа № {number}»",
        short_name=f"Школа № {number}",
        municipality=place,
        state=School.State.READY,
    )


def asked(captured: CaptureQueriesContext) -> int:
    """How many queries were asked; the switch of the place before them is not one of them."""
    return sum("set_config(" not in query["sql"] for query in captured.captured_queries)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    school = School.objects.get(slug="alpha")
    report(school)
    return {"school": school.slug, "municipality": school.municipality.code}
