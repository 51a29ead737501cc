"""What measurements give to the rating of mentors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Avg
from django.utils.translation import gettext_lazy as _

from apps.school.selection.ports import RatingSource, rate_by

from .models import Satisfaction


def _satisfaction(persons: Collection[int]) -> Mapping[int, float]:
    """The mean of what the mentees of a mentor answered, 1-10."""
    rows = Satisfaction.objects.filter(
        side=Satisfaction.Side.MENTEE,
        programme__match__mentors__card__person__in=persons,
        programme__match__mentors__until=None,
    ).order_by()
    found = rows.values("programme__match__mentors__card__person").annotate(mean=Avg("score"))
    return {
        row["programme__match__mentors__card__person"]: round(row["mean"], 2)
        for row in found
        if row["mean"] is not None
    }


def register() -> None:
    """Offer the source to the criteria of the rating."""
    rate_by(RatingSource("satisfaction", _("satisfaction of the mentees, mean of 1–10"), _satisfaction))
