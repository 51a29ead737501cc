"""Requests and the four answers to them. Locks are taken in one order: load, offer, published need, request."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.region.exchange.models import Need, Offer, RemoteAgreement, RemotePair, RemoteRequest
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotFound
from tenants.journal.marks import mark_school
from tenants.organisations.models import SchoolTerms

from .offers import require_free_place
from .telling import decline, tell

ANSWER_DAYS = 14
"""So long everybody who is asked has time; each new answer gives the next one as long."""

ASKED = RemoteRequest.State.ASKED
Party = RemoteRequest.Party


@dataclass(frozen=True, slots=True)
class RequestPosted:
    """A mentee of ``school_id`` asks for an offer.

    ``by_curator``: the own curator asks, and so approves; ``by_mentee``: the mentee asks or has said yes on paper.
    """

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
    by_mentee: bool = False


@dataclass(frozen=True, slots=True)
class PairMade:
    """A remote pair that has come into being."""

    pair: UUID
    request: UUID
    mentor_card: int


def post_request(posted: RequestPosted) -> UUID:
    """Ask for an offer of another school."""
    offer = open_offer(posted.offer, posted.school_id, posted.form)
    earlier = RemoteRequest.objects.of(posted.school_id).filter(offer=offer, mentee_card=posted.mentee_card)
    if earlier.filter(state__in=[ASKED, RemoteRequest.State.APPROVED]).exists():
        raise Conflict(_("This mentee has asked for this mentor already."))
    fields = asdict(posted)
    by_curator, by_mentee = fields.pop("by_curator"), fields.pop("by_mentee")
    row = RemoteRequest.objects.create(
        **{**fields, "offer": offer},
        mentor_school_id=offer.school_id,
        mentee_curator_at=now() if by_curator else None,
        mentee_at=now() if by_mentee else None,
        answer_by=answer_by(),
    )
    tell(row, "asked")
    return row.pk


def answer_by() -> datetime.date:
    """The last day of an answer that is asked for today."""
    return today() + datetime.timedelta(days=ANSWER_DAYS)


def open_offer(key: UUID, asking_school: int, form: str) -> Offer:
    """An open offer of another school with a free place for the form, locked."""
    offer = Offer.objects.of_all_schools().select_for_update().filter(pk=key, state=Offer.State.OPEN).first()
    if offer is None or offer.school_id == asking_school:
        raise NotFound()
    if form not in {each["code"] for each in offer.forms}:
        message = _("The mentor is not offered for this form.")
        raise InputError(message, problems=[{"place": "form", "message": message}])
    require_free_place(offer)
    return offer


def approve_own(*, school_id: int, request: UUID, mentee_name: str, by_mentee: bool = False) -> None:
    """The curator of the mentee's school approves: what the mentee has asked, or a school's answer to a need.

    ``mentee_name``: leaves the school only now; ``by_mentee``: the mentee has said yes on paper.
    """
    row = waiting_row(request, Q(school=school_id))
    if row.mentee_curator_at is not None:
        raise Conflict(_("This request is approved by your school already."))
    row.mentee_curator_at, row.mentee_name, row.answer_by = now(), mentee_name, answer_by()
    if by_mentee:
        row.mentee_at = row.mentee_at or now()
    row.save(update_fields=["mentee_curator_at", "mentee_name", "mentee_at", "answer_by", "updated_at"])
    tell(row, "asked")


def answer_mentee(*, school_id: int, request: UUID, account: UUID, agreed: bool, reason: str = "") -> None:
    """The mentee's own yes or no to the pair that is to be."""
    row = waiting_row(request, Q(school=school_id, mentee_account=account))
    _answer(row, "mentee_at", Party.MENTEE, agreed, reason)


def answer_mentor(*, school_id: int, request: UUID, account: UUID, agreed: bool, reason: str = "") -> None:
    """The mentor's own yes or no to this very request."""
    seen = Q(mentor_school=school_id, offer__mentor_account=account, mentee_curator_at__isnull=False)
    row = waiting_row(request, seen)
    _answer(row, "mentor_at", Party.MENTOR, agreed, reason)


def _answer(row: RemoteRequest, field: str, party: RemoteRequest.Party, agreed: bool, reason: str) -> None:
    if getattr(row, field) is not None and agreed:
        raise Conflict(_("You have agreed already."))
    if not agreed:
        decline(row, party, reason)
        return
    setattr(row, field, now())
    row.answer_by = answer_by()
    row.save(update_fields=[field, "answer_by", "updated_at"])
    tell(row, "agreed")


MISSING: Mapping[str, RemoteRequest.Party] = MappingProxyType(
    {
        "mentee_curator_at": Party.MENTEE_CURATOR,
        "mentee_at": Party.MENTEE,
        "mentor_at": Party.MENTOR,
    }
)


def make_pair(*, school_id: int, request: UUID) -> PairMade:
    """The curator of the mentor's school approves, after the three others: the remote pair comes into being.

    The caller holds the mentor's load (``loads.hold_load``) and takes the place at the mentor in the same transaction.
    Both schools are marked as changed; other requests that have lost by it are declined and told.
    """
    row = waiting_row(request, Q(mentor_school=school_id))
    missing = [str(party.label) for field, party in MISSING.items() if getattr(row, field) is None]
    if missing:
        raise Conflict(
            _("Not everybody has agreed yet: %(missing)s.") % {"missing": ", ".join(missing)},
            next_step=_("Approve when they have answered; you are told of it."),
        )
    offer = row.offer
    if offer.state != Offer.State.OPEN:
        raise Conflict(_("This offer is not open: %(state)s.") % {"state": offer.get_state_display()})
    require_free_place(offer)
    row.state = RemoteRequest.State.APPROVED
    row.mentor_curator_at = now()
    row.save(update_fields=["state", "mentor_curator_at", "updated_at"])
    pair = _pair_of(row, offer)
    if offer.agreement:
        RemoteAgreement.objects.create(pair=pair)
    settle_rivals(row, offer)
    mark_school(row.school, "remote.approved_elsewhere")
    tell(row, "made")
    return PairMade(pair.pk, row.pk, offer.mentor_card)


def _pair_of(row: RemoteRequest, offer: Offer) -> RemotePair:
    terms = {item.school_id: item.values for item in SchoolTerms.objects.among([offer.school_id, row.school_id])}
    active = RemotePair.objects.of_all_schools().filter(state=RemotePair.State.ACTIVE)
    return RemotePair.objects.create(
        request=row,
        offer=offer,
        mentor_school_id=offer.school_id,
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
        place=_lowest_free(active.filter(offer=offer).values_list("place", flat=True)),
        load=_lowest_free(active.filter(mentor_account=offer.mentor_account).values_list("load", flat=True)),
        conditions={"mentor": terms.get(offer.school_id, {}), "mentee": terms.get(row.school_id, {})},
    )


def _lowest_free(taken: object) -> int:
    numbers = set(taken)  # type: ignore[call-overload]  # a queryset of numbers
    return next(number for number in range(1, len(numbers) + 2) if number not in numbers)


def settle_rivals(row: RemoteRequest, offer: Offer) -> None:
    """Whoever asked for a place that is gone, or answered a need that is answered, is told so."""
    rivals = RemoteRequest.objects.of_all_schools().filter(state=ASKED).exclude(pk=row.pk)
    if row.answers_to_id is not None:
        Need.objects.of(row.school_id).filter(pk=row.answers_to_id).update(state=Need.State.ANSWERED, updated_at=now())
        for rival in rivals.filter(answers_to=row.answers_to_id).select_related("school", "mentor_school", "offer"):
            decline(rival, Party.RIVAL, _("Another mentor has been agreed for this need."))
    taken = RemotePair.objects.of(offer.school_id).filter(offer=offer, state=RemotePair.State.ACTIVE).count()
    if taken >= offer.places:
        for rival in rivals.filter(offer=offer).select_related("school", "mentor_school", "offer"):
            decline(rival, Party.RIVAL, _("All places of the mentor are taken."))


def decline_request(*, school_id: int, request: UUID, reason: str) -> None:
    """Either school's curator says no, with a reason that the other side reads."""
    seen = Q(mentor_school=school_id) & (Q(mentee_curator_at__isnull=False) | Q(answers_to__isnull=False))
    row = waiting_row(request, Q(school=school_id) | seen)
    decline(row, Party.MENTEE_CURATOR if row.school_id == school_id else Party.MENTOR_CURATOR, reason)


def withdraw_request(*, school_id: int, request: UUID) -> None:
    """The asking school takes its request back; of an answer to a need the answering school does."""
    row = waiting_row(
        request, Q(school=school_id, answers_to=None) | Q(mentor_school=school_id, answers_to__isnull=False)
    )
    row.state = RemoteRequest.State.WITHDRAWN
    row.save(update_fields=["state", "updated_at"])


def lapse(*, school_id: int, on: datetime.date) -> int:
    """Requests of the school that nobody answered in time come to an end. Repeatable; how many did."""
    late = RemoteRequest.objects.of(school_id).filter(school=school_id, state=ASKED, answer_by__lt=on)
    keys = list(late.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        row = waiting_row(key, Q(school=school_id))
        waited = [str(party.label) for field, party in MISSING.items() if getattr(row, field) is None]
        who = ", ".join(waited) or str(Party.MENTOR_CURATOR.label)
        decline(row, Party.TERM, _("No answer in time: %(who)s.") % {"who": who})
    return len(keys)


def waiting_row(request: UUID, own: Q) -> RemoteRequest:
    """A request that waits, with its offer, all locked. ``own``: what makes it the caller's business."""
    rows = RemoteRequest.objects.of_all_schools().filter(own, pk=request)
    found = rows.values_list("offer", "answers_to").first()
    if found is None:
        raise NotFound()
    offer = Offer.objects.of_all_schools().select_for_update().get(pk=found[0])
    if found[1] is not None:
        Need.objects.of_all_schools().select_for_update().get(pk=found[1])
    row = rows.select_for_update(of=("self",)).select_related("school", "mentor_school").get()
    row.offer = offer
    if row.state != ASKED:
        raise Conflict(_("This request is not waiting any more: %(state)s.") % {"state": row.get_state_display()})
    return row
