"""What is told of a day itself: once a day, early, in every school.

    from apps.school.notices.days import every_day

    @every_day
    def tell_of_endings(day: datetime.date) -> None:
        notify("consent.ending", to=..., key=f"{consent.pk}:{consent.ends_on}", ...)

Each function runs in a transaction of its own and may run twice for a day: its keys say what was told already. A
school's next day is an errand of its own (``tenants.journal.errands``); ``begin`` finds schools that have none.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from kernel.clock import now, today
from tenants.isolation.context import enter_school
from tenants.journal import errands

from .paths import on_school_host
from .timing import moments

DAY_TASK = "notices.day"
AT = datetime.time(5)
"""When a school's day begins for this purpose: before the first digest that anybody reads."""
BEGUN_AT_ONCE = 200

Telling = Callable[[datetime.date], None]
T = TypeVar("T", bound=Telling)
_tellings: list[Telling] = []


def every_day(telling: T) -> T:
    """Register a function of a room above; usable as a decorator."""
    if telling not in _tellings:
        _tellings.append(telling)
    return telling


def tell() -> None:
    """Tell of the present day in the current school."""
    day = today()
    with on_school_host():
        for telling in _tellings:
            with transaction.atomic():
                telling(day)


def next_day() -> datetime.datetime:
    """When the current school's next day is told of."""
    zone = timezone.get_current_timezone()
    present = now()
    todays = moments(today(), AT, zone)[0]
    return todays if todays > present else moments(today() + datetime.timedelta(days=1), AT, zone)[0]


def begin() -> int:
    """Give an errand to working schools that wait for no day: new ones, restored ones. How many there were."""
    schools = errands.schools_without(DAY_TASK)[:BEGUN_AT_ONCE]
    for school in schools:
        with enter_school(school), transaction.atomic():
            errands.ask(DAY_TASK, due_at=next_day())
    return len(schools)
