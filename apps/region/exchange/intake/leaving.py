"""What the end of a consent takes out of the exchange: the name goes, the work of the pair ends."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.region.exchange.models import Need, Offer, RemotePair, RemoteRequest
from apps.region.exchange.seats import free_seat_later
from kernel.clock import now
from tenants.journal.marks import mark_school

from .telling import decline

GROUND = "consent_withdrawn"
Side = Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class Held:
    """What the exchange holds of one person of a school: how many rows of each kind name or mean the person."""

    offers: int
    needs: int
    requests: int
    pairs: int

    @property
    def anything(self) -> bool:
        """True when there is something to take out."""
        return bool(self.offers or self.needs or self.requests or self.pairs)


def held_of(*, school_id: int, side: Side, card: int) -> Held:
    """What would be taken out."""
    return Held(
        _offers(school_id, side, card).exclude(mentor_name="").count(),
        _needs(school_id, side, card).filter(state=Need.State.OPEN).count(),
        _requests(school_id, side, card).filter(state=RemoteRequest.State.ASKED).count(),
        _pairs(school_id, side, card).exclude(**{f"{side}_name": ""}).count(),
    )


def take_name_out(*, school_id: int, side: Side, card: int, on: datetime.date) -> None:
    """Names go from offers, requests and pairs; what waits ends, pairs at work end on the day."""
    for row in _requests(school_id, side, card).filter(state=RemoteRequest.State.ASKED):
        decline(row, RemoteRequest.Party(side), _("The consent to the transfer of data is withdrawn."))
    _needs(school_id, side, card).filter(state=Need.State.OPEN).update(state=Need.State.WITHDRAWN, updated_at=now())
    _end_pairs(_pairs(school_id, side, card), on)
    if side == "mentor":
        _offers(school_id, side, card).update(
            state=Offer.State.WITHDRAWN, mentor_name="", mentor_position="", updated_at=now()
        )
    else:
        _requests(school_id, side, card).update(mentee_name="", updated_at=now())
    _pairs(school_id, side, card).update(**{f"{side}_name": ""}, updated_at=now())


def _end_pairs(rows: QuerySet[RemotePair], on: datetime.date) -> None:
    running = rows.filter(state=RemotePair.State.ACTIVE).select_related("mentor_school", "mentee_school")
    for pair in running.select_for_update(of=("self",)):
        pair.state, pair.closing_ground, pair.closed_on = RemotePair.State.ENDED, GROUND, on
        pair.closing_ground_title = _("the consent to the transfer of data is withdrawn")
        pair.save(update_fields=["state", "closing_ground", "closing_ground_title", "closed_on", "updated_at"])
        for school in (pair.mentor_school, pair.mentee_school):
            mark_school(school, "remote_pair.close")
        free_seat_later(pair)


def _offers(school_id: int, side: Side, card: int) -> QuerySet[Offer]:
    rows = Offer.objects.of(school_id)
    return rows.filter(mentor_card=card) if side == "mentor" else rows.none()


def _needs(school_id: int, side: Side, card: int) -> QuerySet[Need]:
    rows = Need.objects.of(school_id)
    return rows.filter(mentee_card=card) if side == "mentee" else rows.none()


def _requests(school_id: int, side: Side, card: int) -> QuerySet[RemoteRequest]:
    own = Q(school=school_id, mentee_card=card)
    if side == "mentor":
        own = Q(mentor_school=school_id, offer__mentor_card=card)
    return RemoteRequest.objects.of(school_id).filter(own).select_related("school", "mentor_school", "offer")


def _pairs(school_id: int, side: Side, card: int) -> QuerySet[RemotePair]:
    own = Q(mentee_school=school_id, request__mentee_card=card)
    if side == "mentor":
        own = Q(mentor_school=school_id, offer__mentor_card=card)
    return RemotePair.objects.of(school_id).filter(own)
