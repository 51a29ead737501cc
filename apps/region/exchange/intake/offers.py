"""Offers: what a school's liaison writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from kernel.clock import now
from kernel.errors import Conflict, NotFound

from .telling import decline


@dataclass(frozen=True, slots=True)
class FormTitle:
    """A form of mentoring: its code and the school's own word for it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OfferPosted:
    """A mentor offered to other schools. ``mentor_card`` means nothing outside the own school.

    ``times``: as ``weekly.Weekly.as_dict``; ``agreement``: the school wants one between the organisations.
    """

    school_id: int
    mentor_card: int
    mentor_account: UUID
    mentor_name: str
    mentor_position: str
    subjects: tuple[str, ...]
    topics: str
    forms: tuple[FormTitle, ...]
    places: int
    times: dict[str, Any] = field(default_factory=dict)
    agreement: bool = False


def post_offer(posted: OfferPosted) -> UUID:
    """A new offer; it waits for the mentor's consent. One open offer per mentor."""
    own = Offer.objects.of(posted.school_id).filter(mentor_card=posted.mentor_card)
    if own.exclude(state=Offer.State.WITHDRAWN).exists():
        raise Conflict(_("This mentor is offered already."), next_step=_("Withdraw the present offer first."))
    fields = asdict(posted)
    return Offer.objects.create(**fields).pk


def answer_offer(*, school_id: int, offer: UUID, account: UUID, agreed: bool) -> None:
    """The mentor agrees (the offer opens) or not (it is withdrawn). Only the offered mentor's own account may."""
    row = _own_offer(school_id, offer)
    if row.mentor_account != account:
        raise NotFound()
    if row.state != Offer.State.WAITING:
        raise Conflict(_("This offer does not wait for an answer: %(state)s.") % {"state": row.get_state_display()})
    row.state = Offer.State.OPEN if agreed else Offer.State.WITHDRAWN
    row.mentor_agreed_at = now() if agreed else None
    row.save(update_fields=["state", "mentor_agreed_at", "updated_at"])


def withdraw_offer(*, school_id: int, offer: UUID) -> None:
    """Nobody can ask any more; requests that wait are declined; running pairs go on."""
    row = _own_offer(school_id, offer)
    if row.state == Offer.State.WITHDRAWN:
        raise Conflict(_("This offer is withdrawn already."))
    row.state = Offer.State.WITHDRAWN
    row.save(update_fields=["state", "updated_at"])
    waiting = RemoteRequest.objects.of(school_id).filter(offer=row, state=RemoteRequest.State.ASKED)
    for request in waiting.select_related("school", "mentor_school"):
        decline(request, RemoteRequest.Party.MENTOR_CURATOR, _("The school has withdrawn the offer."))


def require_free_place(offer: Offer) -> None:
    """Refuse when running pairs take all offered places. The caller holds the offer's lock."""
    taken = RemotePair.objects.of(offer.school_id).filter(offer=offer, state=RemotePair.State.ACTIVE).count()
    if taken >= offer.places:
        raise Conflict(
            _("All places of this offer are taken: %(taken)s of %(places)s.")
            % {"taken": taken, "places": offer.places},
            next_step=_("Choose another mentor, or wait until a place is free."),
        )


def _own_offer(school_id: int, offer: UUID) -> Offer:
    row = Offer.objects.of(school_id).select_for_update().filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return row
