"""Reads of the liaison: own people as they may be named outside, other schools' terms, what is stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.region.exchange import outlook
from apps.school.pairs import queries as pairs
from apps.school.pairs.models import MentorSeat
from apps.school.pairs.seats import individual_limit
from apps.school.people import queries as people
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.errors import NotFound
from tenants.identity.queries import accounts_elsewhere
from tenants.isolation.context import require_school
from tenants.organisations.models import SchoolTerms


def own_id() -> int:
    """The id of the school we are in."""
    return require_school().pk


def terms_of(school_id: int) -> Mapping[str, Mapping[str, Any]]:
    """What another school declares of its regulation; empty when it has not reported yet."""
    found = SchoolTerms.objects.of(school_id).values_list("values", flat=True).first()
    return found or {}


def offerable_mentors() -> QuerySet[MentorCard]:
    """Mentors of the bank who can confirm an offer: they have an account."""
    return people.mentors().filter(person__account_id__isnull=False)


def mentor_card(card_id: int) -> MentorCard:
    """A mentor of the bank."""
    found = people.mentors().filter(pk=card_id).first()
    if found is None:
        raise NotFound()
    return found


def mentee_card(card_id: int) -> MenteeCard:
    """A mentee of the bank."""
    found = people.mentees().filter(pk=card_id).first()
    if found is None:
        raise NotFound()
    return found


def own_mentee_card(actor: Actor) -> MenteeCard:
    """The actor's own card in the mentees' bank."""
    found = people.mentees().filter(person__account_id=actor.account_id).first() if actor.account_id else None
    if found is None:
        raise NotFound()
    return found


def own_person(actor: Actor) -> Person:
    """The actor's own record."""
    found = people.person_of(actor.account_id)
    if found is None:
        raise NotFound()
    return found


def loads_at_home() -> dict[UUID, int]:
    """Account -> mentees at home, of mentors who mentor in other schools too (three queries)."""
    rows = people.mentors().values_list("person__account_id", "pk")
    cards = {account: card for account, card in rows if account is not None}
    shared = accounts_elsewhere(require_school(), "mentor", list(cards))
    loads = pairs.loads_of(cards[account] for account in shared)
    found = {account: loads[cards[account]].individual for account in shared if cards[account] in loads}
    return {account: count for account, count in found.items() if count}


def own_request(actor: Actor, request: UUID) -> outlook.RequestLine:
    """A request that this school sees."""
    return outlook.request(own_id(), request)


@dataclass(frozen=True, slots=True)
class Room:
    """A mentor's places: taken, and the least of the regulation's limit and the own wish."""

    taken: int
    limit: int

    @property
    def left(self) -> int:
        """Places that may be offered."""
        return max(0, self.limit - self.taken)


def room_of(card: MentorCard) -> Room:
    """How many places a mentor has under the regulation in force."""
    return Room(pairs.load_of(card).counted, individual_limit(current(), card))


def seated_requests() -> list[UUID]:
    """Requests of other schools that take places at the mentors of this one."""
    rows = MentorSeat.objects.filter(remote_request__isnull=False).values_list("remote_request", flat=True)
    return [request for request in rows if request is not None]


def stale_seats() -> list[UUID]:
    """Places taken for pairs whose work is over (closed in the other school, or a message was lost)."""
    seated = seated_requests()
    if not seated:
        return []
    live = outlook.live_requests(own_id(), seated)
    return [request for request in seated if request not in live]
