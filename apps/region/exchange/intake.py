"""What the exchange accepts from a school's liaison: offers, requests, answers. Frozen data in, keys out.

Every function runs inside the transaction of the liaison's action, in the school that calls: ``school_id`` is always
the caller's own school, and rows of other schools are not found. Locks are taken in one order: offer, then request.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotFound
from tenants.journal.marks import mark_school
from tenants.organisations.models import SchoolTerms


@dataclass(frozen=True, slots=True)
class FormTitle:
    """A form of mentoring: its code and the school's own word for it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OfferPosted:
    """A mentor offered to other schools. ``mentor_card`` means nothing outside the own school."""

    school_id: int
    mentor_card: int
    mentor_account: UUID
    mentor_name: str
    mentor_position: str
    subjects: tuple[str, ...]
    topics: str
    forms: tuple[FormTitle, ...]
    places: int


@dataclass(frozen=True, slots=True)
class RequestPosted:
    """A mentee of ``school_id`` asks for an offer. ``by_curator``: the own curator asks, and so approves."""

    school_id: int
    offer: UUID
    mentee_card: int
    mentee_account: UUID | None
    mentee_name: str
    mentee_about: str
    need: str
    form: str
    form_title: str
    starts_on: datetime.date
    ends_on: datetime.date
    by_curator: bool


@dataclass(frozen=True, slots=True)
class PairMade:
    """A remote pair that has come into being."""

    pair: UUID
    request: UUID
    mentor_card: int


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
    waiting.update(
        state=RemoteRequest.State.DECLINED,
        decline_reason=_("The school has withdrawn the offer."),
        updated_at=now(),
    )


def post_request(posted: RequestPosted) -> UUID:
    """Ask for an offer of another school."""
    offer = Offer.objects.of_all_schools().select_for_update().filter(pk=posted.offer, state=Offer.State.OPEN).first()
    if offer is None or offer.school_id == posted.school_id:
        raise NotFound()
    if posted.form not in {form["code"] for form in offer.forms}:
        raise InputError(
            _("The mentor is not offered for this form."),
            problems=[{"place": "form", "message": _("The mentor is not offered for this form.")}],
        )
    require_free_place(offer)
    earlier = RemoteRequest.objects.of(posted.school_id).filter(offer=offer, mentee_card=posted.mentee_card)
    if earlier.filter(state__in=[RemoteRequest.State.ASKED, RemoteRequest.State.APPROVED]).exists():
        raise Conflict(_("This mentee has asked for this mentor already."))
    fields = asdict(posted)
    by_curator = fields.pop("by_curator")
    row = RemoteRequest.objects.create(
        **{**fields, "offer": offer},
        mentor_school_id=offer.school_id,
        mentee_curator_at=now() if by_curator else None,
    )
    return row.pk


def require_free_place(offer: Offer) -> None:
    """Refuse when running pairs take all offered places. The caller holds the offer's lock."""
    taken = RemotePair.objects.of(offer.school_id).filter(offer=offer, state=RemotePair.State.ACTIVE).count()
    if taken >= offer.places:
        raise Conflict(
            _("All places of this offer are taken: %(taken)s of %(places)s.")
            % {"taken": taken, "places": offer.places},
            next_step=_("Choose another mentor, or wait until a place is free."),
        )


def approve_own(*, school_id: int, request: UUID) -> None:
    """The curator of the mentee's school approves what the mentee has asked."""
    row = _waiting(request, Q(school=school_id))
    if row.mentee_curator_at is not None:
        raise Conflict(_("This request is approved by your school already."))
    row.mentee_curator_at = now()
    row.save(update_fields=["mentee_curator_at", "updated_at"])


def make_pair(*, school_id: int, request: UUID) -> PairMade:
    """The curator of the mentor's school approves: the remote pair comes into being.

    The caller takes the place at the mentor in the same transaction. Both schools are marked as changed.
    """
    row = _waiting(request, Q(mentor_school=school_id))
    if row.mentee_curator_at is None:
        raise Conflict(_("The curator of the mentee's school has not approved yet."))
    offer = row.offer
    if offer.state != Offer.State.OPEN:
        raise Conflict(_("This offer is not open: %(state)s.") % {"state": offer.get_state_display()})
    require_free_place(offer)
    row.state = RemoteRequest.State.APPROVED
    row.mentor_curator_at = now()
    row.save(update_fields=["state", "mentor_curator_at", "updated_at"])
    terms = {item.school_id: item.values for item in SchoolTerms.objects.among([school_id, row.school_id])}
    pair = RemotePair.objects.create(
        request=row,
        offer=offer,
        mentor_school_id=school_id,
        mentee_school_id=row.school_id,
        mentor_account=offer.mentor_account,
        mentee_account=row.mentee_account,
        mentor_name=offer.mentor_name,
        mentee_name=row.mentee_name,
        form=row.form,
        form_title=row.form_title,
        goal=row.need,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        conditions={"mentor": terms.get(school_id, {}), "mentee": terms.get(row.school_id, {})},
    )
    mark_school(row.school, "remote.approved_elsewhere")
    return PairMade(pair.pk, row.pk, offer.mentor_card)


def decline_request(*, school_id: int, request: UUID, reason: str) -> None:
    """Either school's curator says no, with a reason that the other side reads."""
    row = _waiting(request, Q(school=school_id) | Q(mentor_school=school_id, mentee_curator_at__isnull=False))
    row.state = RemoteRequest.State.DECLINED
    row.decline_reason = reason
    row.save(update_fields=["state", "decline_reason", "updated_at"])


def withdraw_request(*, school_id: int, request: UUID) -> None:
    """The asking school takes its request back."""
    row = _waiting(request, Q(school=school_id))
    row.state = RemoteRequest.State.WITHDRAWN
    row.save(update_fields=["state", "updated_at"])


def _own_offer(school_id: int, offer: UUID) -> Offer:
    row = Offer.objects.of(school_id).select_for_update().filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return row


def _waiting(request: UUID, own: Q) -> RemoteRequest:
    """A request that waits, with its offer, both locked. ``own``: what makes it the caller's business."""
    rows = RemoteRequest.objects.of_all_schools().filter(own, pk=request)
    offer_id = rows.values_list("offer", flat=True).first()
    if offer_id is None:
        raise NotFound()
    offer = Offer.objects.of_all_schools().select_for_update().get(pk=offer_id)
    row = rows.select_for_update(of=("self",)).select_related("school").get()
    row.offer = offer
    if row.state != RemoteRequest.State.ASKED:
        raise Conflict(_("This request is not waiting any more: %(state)s.") % {"state": row.get_state_display()})
    return row
