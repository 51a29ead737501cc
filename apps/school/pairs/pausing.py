"""Reads about pauses: which pairs stand still on a day, and how many days were lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from apps.school.regulation.rules.pauses import Span

from .models import Match, Pause


def pause_of(match: Match) -> Pause | None:
    """The pause announced or under way."""
    return match.pauses.filter(state=Pause.State.SET).select_related("person").first()


def pauses_on(day: datetime.date) -> QuerySet[Pause]:
    """Pauses under way on a day."""
    return Pause.objects.filter(state=Pause.State.SET, first_day__lte=day, last_day__gte=day)


def spans_of(match_ids: Iterable[int]) -> dict[int, list[Span]]:
    """Pair -> days on which it stood or will stand still, as spans (one query); pairs that never paused are absent."""
    rows = Pause.objects.filter(match_id__in=list(match_ids)).exclude(state=Pause.State.CALLED_OFF)
    found: dict[int, list[Span]] = {}
    for match, first, last in rows.order_by("first_day").values_list("match_id", "first_day", "last_day"):
        found.setdefault(match, []).append((first, last))
    return found


def latest_over(match: Match) -> Pause | None:
    """The latest pause that is over: what the pair may make up for by a longer term."""
    return match.pauses.filter(state=Pause.State.OVER).first()
