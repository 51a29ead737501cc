"""What the selection itself counts for a rating: training, and units given by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from .models import Criterion, ManualPoint, Training
from .ports import MANUAL, RatingSource, rate_by, rating_sources


def _trainings(persons: Collection[int]) -> Mapping[int, float]:
    rows = Training.objects.filter(person__in=persons).order_by().values("person").annotate(number=Count("id"))
    return dict(rows.values_list("person", "number"))


def _by_hand(criterion: Criterion, persons: Collection[int]) -> Mapping[int, float]:
    rows = ManualPoint.objects.filter(criterion=criterion, person__in=persons).order_by().values("person")
    return dict(rows.annotate(number=Sum("units")).values_list("person", "number"))


def values_of(criterion: Criterion, persons: Collection[int]) -> Mapping[int, float]:
    """Person id -> what the criterion counts (a fixed number of queries). A source that is gone counts nothing."""
    if criterion.source == MANUAL:
        return _by_hand(criterion, persons)
    source = rating_sources().get(criterion.source)
    return source.count(persons) if source is not None else {}


def register() -> None:
    """Offer what this room knows to the criteria."""
    rate_by(RatingSource("trainings", _("trainings finished"), _trainings))
