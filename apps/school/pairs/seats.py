"""Places at mentors. The caller holds the lock of the mentors' cards, the unique key stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people.models import MentorCard
from apps.school.regulation import rules
from apps.school.regulation.view import RegulationView
from kernel.errors import RuleViolation, Violation

from .models import Match, MatchMentee, MentorSeat

LIMIT_KEY = "pairing.max_mentees"


def lock_mentors(cards: Sequence[MentorCard]) -> list[MentorCard]:
    """The cards as they are now, locked in one order everywhere, so that two acts never wait for each other."""
    ids = [card.pk for card in cards]
    rows = MentorCard.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person")
    return list(rows.order_by("pk"))


def individual_limit(view: RegulationView, card: MentorCard) -> int:
    """The least of the regulation's individual limit and the mentor's own wish."""
    limit = view.value(LIMIT_KEY)["individual"]
    return card.capacity if limit is None else min(int(limit), card.capacity)


def own_wish(card: MentorCard, taken: int, more: int = 1) -> list[Violation]:
    """The mentor does not want so many mentees, whatever the regulation permits."""
    if taken + more <= card.capacity:
        return []
    wish = ngettext("%(count)s mentee", "%(count)s mentees", card.capacity) % {"count": card.capacity}
    message = _("%(name)s takes no more than %(wish)s, as the mentor's card says.")
    return [
        Violation(
            parameter=LIMIT_KEY,
            code="pairs.own_wish",
            message=message % {"name": card.person.short_name, "wish": wish},
            clause=_("the mentor's own wish"),
            origin="product",
            value=str(card.capacity),
            actual=str(taken + more),
        )
    ]


def take(card: MentorCard, mentees: Sequence[MatchMentee], lane: str) -> None:
    """Give each mentee the lowest free place of the lane."""
    numbers = _free_numbers(card, lane, len(mentees))
    MentorSeat.objects.bulk_create(
        MentorSeat(card=card, lane=lane, number=number, mentee=mentee)
        for number, mentee in zip(numbers, mentees, strict=True)
    )


def take_remote(view: RegulationView, card: MentorCard, remote_request: UUID) -> MentorSeat:
    """Give a place to a request from another school; refuses with the clause when all are taken."""
    taken = MentorSeat.objects.filter(card=card, lane=MentorSeat.Lane.INDIVIDUAL).count()
    refusal = over_limit(view, card, taken) or own_wish(card, taken)
    if refusal:
        raise RuleViolation(refusal, next_step=_("Offer another mentor, or wait until a place is free."))
    [number] = _free_numbers(card, MentorSeat.Lane.INDIVIDUAL, 1)
    return MentorSeat.objects.create(
        card=card, lane=MentorSeat.Lane.INDIVIDUAL, number=number, remote_request=remote_request
    )


def over_limit(view: RegulationView, card: MentorCard, taken: int) -> list[Violation]:
    """One more mentee would exceed the regulation's individual limit."""
    limit = view.value(LIMIT_KEY)["individual"]
    if limit is None or taken < limit:
        return []
    sentence = _("%(name)s would have {actual} mentees, the limit is: {value}. Basis: {clause}.")
    return [rules.breach(view, LIMIT_KEY, actual=str(taken + 1), sentence=sentence % {"name": card.person.short_name})]


def free(match: Match) -> None:
    """Give back every place that the pair takes."""
    MentorSeat.objects.filter(mentee__match=match).delete()


def _free_numbers(card: MentorCard, lane: str, count: int) -> list[int]:
    taken = set(MentorSeat.objects.filter(card=card, lane=lane).values_list("number", flat=True))
    return [number for number in range(1, len(taken) + count + 1) if number not in taken][:count]
