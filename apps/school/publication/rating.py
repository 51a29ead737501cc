"""What publications give to the rating of mentors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import MatchMentor
from apps.school.selection.ports import RatingSource, rate_by


def _published(persons: Collection[int]) -> Mapping[int, float]:
    """Published results of the programmes that a mentor led."""
    rows = MatchMentor.objects.filter(
        card__person__in=persons, until=None, match__programme__published__isnull=False
    ).order_by()
    return dict(rows.values("card__person").annotate(number=Count("match")).values_list("card__person", "number"))


def register() -> None:
    """Offer the source to the criteria of the rating."""
    rate_by(RatingSource("publications", _("results published"), _published))
