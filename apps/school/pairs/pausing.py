"""Reads about pauses: which pairs stand still on a day, and how many days were lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from .models import Match, Pause


def pause_of(match: Match) -> Pause | None:
    """The pause announced or under way."""
    return match.pauses.filter(state=Pause.State.SET).select_related("person").first()


def pauses_on(day: datetime.date) -> QuerySet[Pause]:
    """Pauses under way on a day."""
    return Pause.objects.filter(state=Pause.State.SET, first_day__lte=day, last_day__gte=day)


def paused_on(day: datetime.date) -> frozenset[int]:
    """Ids of the pairs that stand still on a day (one query)."""
    return frozenset(pauses_on(day).values_list("match_id", flat=True))


def days_paused(match_ids: Iterable[int], first: datetime.date, last: datetime.date) -> dict[int, int]:
    """Pair -> days between two days (both counted) on which it stood still (one query); others are absent."""
    rows = Pause.objects.filter(match_id__in=list(match_ids), first_day__lte=last, last_day__gte=first)
    found: dict[int, int] = {}
    for pause in rows.exclude(state=Pause.State.CALLED_OFF):
        days = (min(pause.last_day, last) - max(pause.first_day, first)).days + 1
        found[pause.match_id] = found.get(pause.match_id, 0) + days
    return found


def latest_over(match: Match) -> Pause | None:
    """The latest pause that is over: what the pair may make up for by a longer term."""
    return match.pauses.filter(state=Pause.State.OVER).first()
