"""Time. Pages and rules ask here, never ``datetime.now``: the zone is the school's."""

from __future__ import annotations

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware (UTC inside; shown in the current zone)."""
    return timezone.now()


def today() -> datetime.date:
    """Today's date in the current zone (the school's inside a school)."""
    return timezone.localdate()
