"""What the federal forms of the banks ask of programmes (``people.federal``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from apps.school.pairs.models import Match
from apps.school.people import federal
from apps.school.people.federal import Course
from apps.school.people.queries import Bank
from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue

from .models import Programme
from .queries import with_people

FORM = "mentoring_form"
BEGUN = (Match.State.ACTIVE, Match.State.COMPLETED, Match.State.ENDED)


def courses(bank: Bank, cards: Collection[int]) -> Mapping[int, Sequence[Course]]:
    """Card id -> programmes on this side, the earliest first; those who were replaced took part too (four queries)."""
    side = "mentors" if bank == "mentor" else "mentees"
    asked, view = set(cards), regulation.current_or_none()
    rows = Programme.objects.filter(match__state__in=BEGUN, **{f"match__{side}__card__in": asked})
    found: dict[int, list[Course]] = {}
    for programme in with_people(rows.select_related("match").distinct()).order_by("match__starts_on", "pk"):
        match = programme.match
        mine, others = (match.mentors, match.mentees) if bank == "mentor" else (match.mentees, match.mentors)
        course = Course(
            programme=programme.pk,
            others=tuple(row.card.person for row in others.all() if row.until is None or match.closed_on is not None),
            form=view.local_name(FORM, match.form) if view else catalogue().title(FORM, match.form),
            began_on=match.starts_on,
            ended_on=programme.completed_on,
            completed=programme.state == Programme.State.COMPLETED,
            results=programme.results,
        )
        for card in {row.card_id for row in mine.all()} & asked:
            found.setdefault(card, []).append(course)
    return found


def register() -> None:
    """Fill the port."""
    federal.use_courses(courses)
