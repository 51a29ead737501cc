"""What this room tells the room of pairs: weights, conditions, declared ties."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.school.pairs.weighing import Barred, Conditions, Weights
from apps.school.people.models import Guardianship
from kernel.errors import Violation

from .models import FitWeights, MeetingConditions, Tie

TIE_CODES = {Tie.Kind.RELATIVES: "matching.relatives", Tie.Kind.SUPERIOR: "matching.superior"}


class Desk:
    """The place that ``pairs.weighing`` keeps free. Every answer takes one query, ties two."""

    def weights(self) -> Weights:
        """The newest."""
        row = FitWeights.objects.first()
        return Weights({key: int(value) for key, value in row.values.items()}) if row is not None else Weights()

    def conditions(self, person_ids: Collection[int]) -> Mapping[int, Conditions]:
        """Of those who said something."""
        rows = MeetingConditions.objects.filter(person__in=list(person_ids))
        return {row.person_id: Conditions(frozenset(row.modes), frozenset(row.times), row.place) for row in rows}

    def barred(self, mentor_ids: Collection[int], mentee_ids: Collection[int]) -> Barred:
        """Relatives either way (a guardian is one), and the superior of a mentee."""
        mentors, mentees = set(mentor_ids), set(mentee_ids)
        found: dict[tuple[int, int], Violation] = {}
        wards = Guardianship.objects.filter(guardian__in=mentors, ward__in=mentees)
        for guardian, ward in wards.values_list("guardian_id", "ward_id"):
            found[guardian, ward] = _barrier(Tie.Kind.RELATIVES)
        between = Q(first__in=mentors, second__in=mentees) | Q(first__in=mentees, second__in=mentors)
        for first, second, kind in Tie.objects.filter(between).values_list("first_id", "second_id", "kind"):
            found[first, second] = _barrier(kind)
            if kind == Tie.Kind.RELATIVES:
                found[second, first] = _barrier(kind)
        return found


def _barrier(kind: str) -> Violation:
    messages = {
        Tie.Kind.RELATIVES: _("The two are declared relatives."),
        Tie.Kind.SUPERIOR: _("The mentor is the mentee's superior."),
    }
    return Violation(
        parameter="",
        code=TIE_CODES[Tie.Kind(kind)],
        message=messages[Tie.Kind(kind)],
        clause=_("declared ties"),
        origin="product",
    )
