"""Reads: the school's indicators, running pairs by month, answers on satisfaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from apps.school.pairs.models import Match
from apps.school.programmes.models import Programme

from .counting import WORKED, count
from .indicators import NONE, Indicators, RemoteShare
from .models import Satisfaction


def running_on(day: datetime.date) -> Q:
    """Pairs at work on a day."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return still & Q(state__in=WORKED, starts_on__lte=day)


def indicators(*, on: datetime.date, remote: RemoteShare = NONE) -> Indicators:
    """The school's indicators on a day (one statement). ``remote`` adds pairs with other schools, no person twice."""
    return count(on, remote)


def running_by_month(on: datetime.date, months: int = 12) -> list[tuple[datetime.date, int]]:
    """Running pairs at the end of each of the last months, the oldest first (one query)."""
    days = list(month_ends(on, months))
    counts = {f"n{number}": Count("pk", filter=running_on(day)) for number, day in enumerate(days)}
    found = Match.objects.order_by().aggregate(**counts)
    return [(day, found[f"n{number}"]) for number, day in enumerate(days)]


def month_ends(on: datetime.date, months: int) -> Iterable[datetime.date]:
    """Last days of the months before ``on``, then ``on`` itself."""
    ends = [on]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - datetime.timedelta(days=1))
    return reversed(ends)


def answers_to(programme: Programme) -> QuerySet[Satisfaction]:
    """What the participants of a programme answered."""
    return Satisfaction.objects.filter(programme=programme)
