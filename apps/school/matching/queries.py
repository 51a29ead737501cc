"""Reads about proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Q, QuerySet

from apps.school.pairs.models import Match
from apps.school.pairs.queries import with_people
from apps.school.people import queries as people
from apps.school.people.models import MenteeCard, MentorCard, Person
from kernel.errors import NotFound

from .models import Choice, FitWeights, MeetingConditions, Proposal, Tie


def proposals() -> QuerySet[Proposal]:
    """All, the newest first, without their facts; ``taken``: pairs made of them."""
    taken = Count("choices", filter=Q(choices__match__isnull=False))
    return Proposal.objects.defer("facts", "unpaired", "others").annotate(taken=taken)


def proposal_by_id(key: int) -> Proposal:
    """One proposal; ``NotFound`` otherwise."""
    row = Proposal.objects.filter(pk=key).first()
    if row is None:
        raise NotFound()
    return row


def choices_of(proposal: Proposal) -> QuerySet[Choice]:
    """Its pairs with their people, by the mentee's name."""
    rows = proposal.choices.select_related("mentor__person", "mentee__person", "match")
    return rows.order_by("mentee__person__sort_key", "pk")


def decided(proposal: Proposal) -> dict[int, str]:
    """Mentee -> everything decided about them in one text: two pages that tell the same saw the same."""
    found: dict[int, list[str]] = {}
    for mentor, mentee, kind in proposal.rulings.order_by("mentor_id").values_list("mentor_id", "mentee_id", "kind"):
        found.setdefault(mentee, []).append(f"{kind} {mentor}")
    return {mentee: ", ".join(parts) for mentee, parts in found.items()}


def solved_anew(proposal: Proposal) -> Proposal | None:
    """The newest proposal that solves this one, or what was made of it, anew."""
    later = Proposal.objects.filter(pk__gt=proposal.pk, previous__isnull=False).order_by("pk")
    followers = dict(later.values_list("previous_id", "pk"))
    newest = proposal.pk
    while newest in followers:
        newest = followers[newest]
    return proposals().filter(pk=newest).first() if newest != proposal.pk else None


def agreed_pairs(proposal: Proposal) -> list[Match]:
    """Pairs made of the proposal that both sides have accepted and no order names yet, with their people."""
    rows = Match.objects.filter(pk__in=proposal.choices.values("match"), state=Match.State.AGREED)
    return list(with_people(rows).order_by("pk"))


def mentors_by_id(keys: Iterable[int]) -> Mapping[int, MentorCard]:
    """Cards with their persons (one query)."""
    return {card.pk: card for card in MentorCard.objects.filter(pk__in=list(keys)).select_related("person")}


def mentees_by_id(keys: Iterable[int]) -> Mapping[int, MenteeCard]:
    """Cards with their persons (one query)."""
    return {card.pk: card for card in MenteeCard.objects.filter(pk__in=list(keys)).select_related("person")}


def ties() -> QuerySet[Tie]:
    """Declared ties with their people."""
    return Tie.objects.select_related("first", "second")


def tie_by_id(key: int) -> Tie:
    """One tie; ``NotFound`` otherwise."""
    row = ties().filter(pk=key).first()
    if row is None:
        raise NotFound()
    return row


def people_of_banks() -> QuerySet[Person]:
    """Everybody in one of the banks, by name."""
    active = Q(mentor_card__state="active") | Q(mentee_card__state="active")
    return people.present().filter(active).order_by("sort_key", "pk")


def conditions_of(person: Person) -> MeetingConditions | None:
    """What somebody said of when and where they can meet."""
    return MeetingConditions.objects.filter(person=person).first()


def weights_history() -> QuerySet[FitWeights]:
    """The newest first."""
    return FitWeights.objects.all()
