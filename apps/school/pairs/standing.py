"""How running pairs stand against a version of the regulation, many of them in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.school.regulation import queries as regulation
from apps.school.regulation import rules
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from . import facts, queries
from .models import Match, MentorSeat

INDIVIDUAL = MentorSeat.Lane.INDIVIDUAL


@dataclass(frozen=True, slots=True)
class Seats:
    """Places counted against the individual limit: of each mentor, and of each (mentor, pair)."""

    of_mentors: Mapping[int, int]
    of_pairs: Mapping[tuple[int, int], int]

    def beside(self, card_id: int, match_id: int) -> int:
        """Places that a mentor has taken beside those of one pair."""
        return self.of_mentors.get(card_id, 0) - self.of_pairs.get((card_id, match_id), 0)


def seats_of(card_ids: Sequence[int]) -> Seats:
    """The places at these mentors (one query)."""
    rows = MentorSeat.objects.filter(card_id__in=card_ids, lane=INDIVIDUAL).values_list("card_id", "mentee__match_id")
    mentors: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for card, match in rows:
        mentors[card] += 1
        if match is not None:
            pairs[card, match] += 1
    return Seats(mentors, pairs)


def views_of(matches: Sequence[Match]) -> dict[int | None, RegulationView]:
    """The versions that the pairs were formed under (one query and those of views not read yet)."""
    ids = {match.regulation_version_id for match in matches if match.regulation_version_id is not None}
    found = RegulationVersion.objects.in_bulk(ids)
    views: dict[int | None, RegulationView] = {pk: regulation.view_of_version(version) for pk, version in found.items()}
    return views


def broken_by(view: RegulationView, match: Match, seats: Seats, on: datetime.date) -> list[Violation]:
    """Rules of a version that a running pair does not keep; those of the product itself are left out."""
    mentors = match.current_mentors
    pair = facts.pair_facts(
        mentors=[(row.card, queries.Load(individual=seats.beside(row.card_id, match.pk))) for row in mentors],
        mentees=[row.card for row in match.current_mentees],
        form=match.form,
        kind=match.type,
        structure=match.structure,
        on=on,
        starts_on=match.starts_on,
        ends_on=match.ends_on,
    )
    return [broken for broken in rules.pair_formation(view, pair) if broken.origin != "product"]
