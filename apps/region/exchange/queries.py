"""Reads of the region's pages about remote pairs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from apps.region.exchange.models import Offer, RemoteMeeting, RemotePair
from apps.region.exchange.permissions import OFFICE
from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import NotFound
from tenants.identity.models import Membership, Role


def _coordinated(actor: Actor) -> QuerySet[RemotePair]:
    """Pairs that a coordinator reads: all, or those that touch the own municipality."""
    pairs = RemotePair.objects.of_all_schools()
    if actor.has(Role.REGIONAL_COORDINATOR):
        return pairs
    own = Membership.objects.filter(account=actor.account_id, role=Role.MUNICIPAL_COORDINATOR, is_active=True)
    places = own.values("municipality")
    return pairs.filter(Q(mentor_school__municipality__in=places) | Q(mentee_school__municipality__in=places))


def visible_pairs(actor: Actor) -> QuerySet[RemotePair]:
    """Pairs that the actor may see: one's own in any of one's schools, those of schools where one is in the office."""
    if actor.has(Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR):
        rows = _coordinated(actor) | _taken_part(actor)
    else:
        rows = _taken_part(actor)
    return rows.select_related("mentor_school__municipality", "mentee_school__municipality")


def _taken_part(actor: Actor) -> QuerySet[RemotePair]:
    office = [slug for slug, roles in actor.schools.items() if not OFFICE.isdisjoint(roles)]
    mentor = Q(mentor_account=actor.account_id, mentor_school__slug__in=list(actor.schools))
    mentee = Q(mentee_account=actor.account_id, mentee_school__slug__in=list(actor.schools))
    run = Q(mentor_school__slug__in=office) | Q(mentee_school__slug__in=office)
    return RemotePair.objects.of_all_schools().filter(mentor | mentee | run)


def pairs_for_list(actor: Actor) -> QuerySet[RemotePair]:
    """Visible pairs with ``held`` and ``planned`` counts and the ``next_at`` of the next meeting (one query)."""
    coming = Q(meetings__state=RemoteMeeting.State.PLANNED, meetings__starts_at__gte=now())
    return (
        visible_pairs(actor)
        .annotate(
            held=Count("meetings", filter=Q(meetings__state=RemoteMeeting.State.HELD), distinct=True),
            items=Count("plan", distinct=True),
            done=Count("plan", filter=Q(plan__done_on__isnull=False), distinct=True),
            next_at=Min("meetings__starts_at", filter=coming),
        )
        .order_by("state", F("next_at").asc(nulls_last=True), "-created_at")
    )


def pair_for(actor: Actor, pair: UUID) -> RemotePair:
    """A pair that the actor may see; ``NotFound`` otherwise."""
    found = visible_pairs(actor).filter(pk=pair).first()
    if found is None:
        raise NotFound()
    return found


def locked_pair(pair: UUID) -> RemotePair:
    """The pair as it is now, locked for this transaction."""
    rows = RemotePair.objects.of_all_schools().select_related("mentor_school", "mentee_school")
    return rows.select_for_update(of=("self",)).get(pk=pair)


def with_free_places(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers with ``taken``: places that running pairs take."""
    return offers.annotate(taken=Count("pairs", filter=Q(pairs__state=RemotePair.State.ACTIVE)))
