"""What the region accepts from a school: numbers and the terms of its regulation, never a person.

Called by the school's liaison alone, inside the school's transaction. Both are repeatable: the same report twice
leaves one row.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from apps.region.statistics.models import IndicatorSnapshot, ReportState
from tenants.organisations.models import SchoolTerms

KEYS = frozenset({"school_id", "day"})


@dataclass(frozen=True, slots=True)
class SnapshotReport:
    """A school's indicators on a day of its own zone (R2-R7, R10 of domain.md B.5).

    ``values``: pivots and breakdowns by indicator code, JSON-ready; see ``apps.school.liaison.reporting``.
    """

    school_id: int
    day: datetime.date
    taken_at: datetime.datetime
    pedagogues: int = 0
    novices: int = 0
    novices_covered: int = 0
    mentors: int = 0
    mentees: int = 0
    pairs_active: int = 0
    pairs_led_elsewhere: int = 0
    programmes_running: int = 0
    programmes_completed: int = 0
    programmes_ended: int = 0
    satisfied_answers: int = 0
    satisfaction_answers: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermsReport:
    """What a school's regulation says on acts between schools, in the shape of ``SchoolTerms.values`` with "text"."""

    school_id: int
    regulation_number: int
    sent_at: datetime.datetime
    values: Mapping[str, Mapping[str, Any]]


def accept_snapshot(report: SnapshotReport) -> None:
    """Keep the latest numbers of the school's day (one upsert)."""
    fields = asdict(report)
    changing = [name for name in fields if name not in KEYS]
    IndicatorSnapshot.objects.of(report.school_id).bulk_create(
        [IndicatorSnapshot(**fields)],
        update_conflicts=True,
        unique_fields=["school", "day"],
        update_fields=changing,
    )


def note_journal(school_id: int, *, floor: int, rows: int) -> None:
    """The school's report has seen so many rows of its journal after the key ``floor``; nobody waits for it now."""
    state = ReportState(school_id=school_id, journal_floor=floor, journal_rows=rows)
    _keep([school_id], [state], "asked_at", "journal_floor", "journal_rows")


def note_asked(school_ids: Collection[int], at: datetime.datetime) -> None:
    """The round sends these schools to report: they are left in peace for a while."""
    _keep(school_ids, [ReportState(school_id=school_id, asked_at=at) for school_id in school_ids], "asked_at")


def note_compared(school_ids: Collection[int], at: datetime.datetime) -> None:
    """The round sends these schools to compare their journals."""
    _keep(school_ids, [ReportState(school_id=school_id, compared_at=at) for school_id in school_ids], "compared_at")


def _keep(school_ids: Collection[int], states: list[ReportState], *changing: str) -> None:
    """One upsert. In the order of keys: two rounds at once wait for each other, in any other they could deadlock."""
    ordered = sorted(states, key=lambda state: state.school_id)
    ReportState.objects.among(school_ids).bulk_create(
        ordered, update_conflicts=True, unique_fields=["school"], update_fields=changing
    )


def accept_terms(report: TermsReport) -> None:
    """Keep what the school declares of its regulation (one upsert)."""
    terms = SchoolTerms(
        school_id=report.school_id,
        values={key: dict(value) for key, value in report.values.items()},
        regulation_number=report.regulation_number,
        sent_at=report.sent_at,
    )
    SchoolTerms.objects.of(report.school_id).bulk_create(
        [terms],
        update_conflicts=True,
        unique_fields=["school"],
        update_fields=["values", "regulation_number", "sent_at"],
    )
