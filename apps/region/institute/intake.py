"""What the institute accepts from a school: the values that its regulation sets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.region.institute.models import RegulationProfile


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """A school's own values by parameter; ``conflicts``: mandatory norms that they do not keep."""

    school_id: int
    number: int
    sent_at: datetime.datetime
    values: Mapping[str, Any]
    conflicts: int


def accept_profile(report: ProfileReport) -> None:
    """Keep the values in the place of those sent before."""
    row = RegulationProfile(
        school_id=report.school_id,
        number=report.number,
        sent_at=report.sent_at,
        values=dict(report.values),
        conflicts=report.conflicts,
    )
    RegulationProfile.objects.of(report.school_id).bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["school"],
        update_fields=["number", "sent_at", "values", "conflicts"],
    )
