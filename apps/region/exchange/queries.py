"""Reads of the region's pages about remote pairs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, When

from apps.region.exchange.models import Need, Offer, RemoteComplaint, RemoteMeeting, RemotePair, RemoteRequest
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
    return rows.select_related("offer", "mentor_school__municipality", "mentee_school__municipality")


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


WAITING = (RemoteComplaint.State.FILED, RemoteComplaint.State.TAKEN)


def visible_complaints(actor: Actor) -> QuerySet[RemoteComplaint]:
    """Complaints one may see: a coordinator those of the own pairs, a curator those of the own school's pairs, each of
    the two people one's own. Those that wait first."""
    rows = RemoteComplaint.objects.select_related("pair__mentor_school", "pair__mentee_school")
    curated = [slug for slug, roles in actor.schools.items() if "curator" in roles]
    mine = Q(side="mentor", pair__mentor_account=actor.account_id, pair__mentor_school__slug__in=list(actor.schools))
    mine |= Q(side="mentee", pair__mentee_account=actor.account_id, pair__mentee_school__slug__in=list(actor.schools))
    seen = mine | Q(pair__mentor_school__slug__in=curated) | Q(pair__mentee_school__slug__in=curated)
    if actor.has(Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR):
        seen |= Q(pair__in=_coordinated(actor).values("pk"))
    waiting = Case(When(state__in=WAITING, then=0), default=1, output_field=IntegerField())
    return rows.filter(seen).order_by(waiting, "-created_at")


def complaint_for(actor: Actor, complaint: UUID) -> RemoteComplaint:
    """A complaint that the actor may see; ``NotFound`` otherwise."""
    found = visible_complaints(actor).filter(pk=complaint).first()
    if found is None:
        raise NotFound()
    return found


def board_offers() -> QuerySet[Offer]:
    """Open offers of the region with ``taken``."""
    rows = Offer.objects.of_all_schools().filter(state=Offer.State.OPEN)
    return with_free_places(rows.select_related("school__municipality")).order_by("mentor_name", "created_at")


def board_needs() -> QuerySet[Need]:
    """Open needs of the region with ``waiting``: answers that wait."""
    waiting = Count("answers", filter=Q(answers__state=RemoteRequest.State.ASKED))
    rows = Need.objects.of_all_schools().filter(state=Need.State.OPEN)
    return rows.select_related("school__municipality").annotate(waiting=waiting).order_by("created_at")


def complaints_to_answer(actor: Actor) -> int:
    """How many complaints wait for this coordinator."""
    return visible_complaints(actor).filter(state__in=WAITING).count()
