"""How far the school's journal goes: enough to notice later that an act was written which nobody has told of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from apps.school.journal.models import SchoolAudit

LOOK_BACK = 1000
"""Keys are given before commit: an act begun earlier may appear behind the newest one, but hardly this far behind."""


@dataclass(frozen=True, slots=True)
class Position:
    """So many rows stand after the key ``floor``."""

    floor: int
    rows: int


def rows_after(floor: int) -> int:
    """How many acts stand after a key of the journal."""
    return SchoolAudit.objects.filter(pk__gt=floor).count()


def position() -> Position:
    """The journal's end as it is now (two reads by key)."""
    newest = SchoolAudit.objects.aggregate(newest=Max("pk"))["newest"] or 0
    floor = max(0, newest - LOOK_BACK)
    return Position(floor, rows_after(floor))
