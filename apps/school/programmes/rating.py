"""What programmes give to the rating of mentors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import MatchMentor
from apps.school.selection.ports import RatingSource, rate_by

from .models import Programme


def _completed(persons: Collection[int]) -> Mapping[int, float]:
    """Programmes led to their end; of a replaced mentor those are not."""
    done = Q(match__programme__state=Programme.State.COMPLETED)
    rows = MatchMentor.objects.filter(done, card__person__in=persons, until=None).order_by()
    return dict(rows.values("card__person").annotate(number=Count("match")).values_list("card__person", "number"))


def _kept(persons: Collection[int]) -> Mapping[int, float]:
    """Mentees of completed programmes who still work or study in the school."""
    done = Q(match__programme__state=Programme.State.COMPLETED)
    stays = Q(match__mentees__until=None, match__mentees__card__person__left_on=None)
    rows = MatchMentor.objects.filter(done, stays, card__person__in=persons, until=None).order_by()
    number = Count("match__mentees__card__person", distinct=True)
    return dict(rows.values("card__person").annotate(number=number).values_list("card__person", "number"))


def register() -> None:
    """Offer the sources to the criteria of the rating."""
    rate_by(RatingSource("completed_programmes", _("programmes completed"), _completed))
    rate_by(RatingSource("mentees_kept", _("mentees who stay in the school"), _kept))
