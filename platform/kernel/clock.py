"""Time. Pages and rules ask here, never ``datetime.now``: the zone is the school's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment: ContextVar[datetime.datetime | None] = ContextVar("moment", default=None)


def now() -> datetime.datetime:
    """The present moment, aware (UTC inside; shown in the current zone)."""
    return _moment.get() or timezone.now()


def today() -> datetime.date:
    """Today's date in the current zone (the school's inside a school)."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Everything inside happens as at ``moment`` (aware): for demo data and for tests of terms, never in a request."""
    if timezone.is_naive(moment):
        raise ValueError("the moment needs a zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
