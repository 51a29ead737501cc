"""What the exchange tells a school's liaison: frozen data, never rows. ``school_id`` is the caller's own school.

A school learns of another one's mentor only what was offered with the mentor's consent, and of a mentee of another
school nothing but the need and the category until both curators have approved.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from apps.region.exchange.queries import with_free_places
from kernel.errors import NotFound

SEARCH_LIMIT = 300


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form that the mentor is offered for."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer. ``taken``: places of running pairs. ``mentor_card`` is None for offers of other schools."""

    offer: UUID
    school_id: int
    school: str
    school_slug: str
    municipality: str
    mentor_card: int | None
    mentor_name: str
    mentor_position: str
    subjects: tuple[str, ...]
    topics: str
    forms: tuple[FormLine, ...]
    places: int
    taken: int
    state: Literal["waiting", "open", "withdrawn"]
    state_title: str
    mentor_agreed_at: datetime.datetime | None
    created_at: datetime.datetime

    @property
    def free(self) -> int:
        """Places that are left."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as one of its two schools sees it.

    ``mentee_card`` is None and ``mentee_name`` empty for the mentor's school, the name until both curators approve.
    ``waits_for``: whose approval is missing, "" when nobody's.
    """

    request: UUID
    offer: UUID
    mentor_name: str
    mentor_card: int | None
    mentor_school: str
    mentor_school_id: int
    school: str
    school_id: int
    mentee_card: int | None
    mentee_name: str
    mentee_about: str
    need: str
    form: str
    form_title: str
    starts_on: datetime.date
    ends_on: datetime.date
    state: Literal["asked", "approved", "declined", "withdrawn"]
    state_title: str
    decline_reason: str
    waits_for: Literal["own", "mentor_school", "mentee_school", ""]
    pair: UUID | None
    created_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class RemoteFacts:
    """Running remote pairs of a school, for its indicators: cards of its own people, (form code, pairs).

    ``led_elsewhere``: pairs whose mentor works in the other school.
    """

    mentor_cards: frozenset[int]
    mentee_cards: frozenset[int]
    pairs_by_form: tuple[tuple[str, int], ...]
    led_elsewhere: int


def _offer_line(row: Offer, own: int) -> OfferLine:
    return OfferLine(
        offer=row.pk,
        school_id=row.school_id,
        school=row.school.short_name,
        school_slug=row.school.slug,
        municipality=row.school.municipality.title,
        mentor_card=row.mentor_card if row.school_id == own else None,
        mentor_name=row.mentor_name,
        mentor_position=row.mentor_position,
        subjects=tuple(row.subjects),
        topics=row.topics,
        forms=tuple(FormLine(form["code"], form["title"]) for form in row.forms),
        places=row.places,
        taken=getattr(row, "taken", 0),
        state=row.state,  # type: ignore[arg-type]  # the field's choices are the literal's
        state_title=str(row.get_state_display()),
        mentor_agreed_at=row.mentor_agreed_at,
        created_at=row.created_at,
    )


def _offers(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    return with_free_places(rows.select_related("school__municipality"))


def own_offers(school_id: int) -> list[OfferLine]:
    """The school's own offers, those that wait or are open first."""
    rows = _offers(Offer.objects.of(school_id)).order_by("-state", "-created_at")
    return [_offer_line(row, school_id) for row in rows[:SEARCH_LIMIT]]


def offers_of_mentor(school_id: int, account: UUID) -> list[OfferLine]:
    """Offers of a mentor by the mentor's own account."""
    rows = _offers(Offer.objects.of(school_id).filter(mentor_account=account))
    return [_offer_line(row, school_id) for row in rows.order_by("-created_at")]


def own_offer(school_id: int, offer: UUID) -> OfferLine:
    """One of the school's own offers."""
    row = _offers(Offer.objects.of(school_id)).filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return _offer_line(row, school_id)


def open_offers(school_id: int, *, search: str = "", form: str = "", only_free: bool = True) -> list[OfferLine]:
    """Open offers of other schools, at most ``SEARCH_LIMIT``; ``search``: in names, subjects, topics, schools."""
    rows = _offers(Offer.objects.of_all_schools().filter(state=Offer.State.OPEN).exclude(school=school_id))
    for word in search.split():
        rows = rows.filter(
            Q(mentor_name__icontains=word)
            | Q(topics__icontains=word)
            | Q(subjects__icontains=word)
            | Q(school__short_name__icontains=word)
            | Q(school__municipality__title__icontains=word)
        )
    if form:
        rows = rows.filter(forms__contains=[{"code": form}])
    if only_free:
        has_room = Q(taken__lt=F("places"))
        rows = rows.filter(has_room)
    return [_offer_line(row, school_id) for row in rows.order_by("mentor_name", "created_at")[:SEARCH_LIMIT]]


def open_offer(school_id: int, offer: UUID) -> OfferLine:
    """An open offer of another school."""
    rows = _offers(Offer.objects.of_all_schools().filter(state=Offer.State.OPEN).exclude(school=school_id))
    row = rows.filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return _offer_line(row, school_id)


def _requests(school_id: int) -> QuerySet[RemoteRequest]:
    rows = RemoteRequest.objects.of(school_id)
    return rows.select_related("offer", "school", "mentor_school").annotate(made=F("pair__id"))


def _waits_for(row: RemoteRequest, own: bool) -> Literal["own", "mentor_school", "mentee_school", ""]:
    if row.state != RemoteRequest.State.ASKED:
        return ""
    if row.mentee_curator_at is None:
        return "own" if own else "mentee_school"
    return "mentor_school" if own else "own"


def _request_line(row: RemoteRequest, school_id: int) -> RequestLine:
    asking = row.school_id == school_id
    named = asking or row.state == RemoteRequest.State.APPROVED
    return RequestLine(
        request=row.pk,
        offer=row.offer_id,
        mentor_name=row.offer.mentor_name,
        mentor_card=None if asking else row.offer.mentor_card,
        mentor_school=row.mentor_school.short_name,
        mentor_school_id=row.mentor_school_id,
        school=row.school.short_name,
        school_id=row.school_id,
        mentee_card=row.mentee_card if asking else None,
        mentee_name=row.mentee_name if named else "",
        mentee_about=row.mentee_about,
        need=row.need,
        form=row.form,
        form_title=row.form_title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,  # type: ignore[arg-type]  # the field's choices are the literal's
        state_title=str(row.get_state_display()),
        decline_reason=row.decline_reason,
        waits_for=_waits_for(row, asking),
        pair=getattr(row, "made", None),
        created_at=row.created_at,
    )


def outgoing(school_id: int, *, mentee_account: UUID | None = None) -> list[RequestLine]:
    """Requests of the own mentees (of one of them, by account); those that wait first."""
    rows = _requests(school_id).filter(school=school_id)
    if mentee_account is not None:
        rows = rows.filter(mentee_account=mentee_account)
    return [_request_line(row, school_id) for row in _waiting_first(rows)]


def incoming(school_id: int) -> list[RequestLine]:
    """Requests to the own mentors that the asking school's curator has approved; those that wait first."""
    rows = _requests(school_id).filter(mentor_school=school_id, mentee_curator_at__isnull=False)
    return [_request_line(row, school_id) for row in _waiting_first(rows)]


def _waiting_first(rows: QuerySet[RemoteRequest]) -> QuerySet[RemoteRequest]:
    waiting = ExpressionWrapper(Q(state=RemoteRequest.State.ASKED), output_field=BooleanField())
    return rows.annotate(waiting=waiting).order_by("-waiting", "-created_at")[:SEARCH_LIMIT]


def request(school_id: int, request: UUID) -> RequestLine:
    """One request of which the school is a side (the mentor's side after the asking school's curator approved)."""
    seen = Q(school=school_id) | Q(mentor_school=school_id, mentee_curator_at__isnull=False)
    row = _requests(school_id).filter(seen, pk=request).first()
    if row is None:
        raise NotFound()
    return _request_line(row, school_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the curator: own mentees' requests to approve, other schools' requests to answer."""

    own: int
    incoming: int


def waiting(school_id: int) -> Waiting:
    """Counts for the curator's home (one query)."""
    asked = RemoteRequest.objects.of(school_id).filter(state=RemoteRequest.State.ASKED)
    counts = asked.aggregate(
        own=Count("pk", filter=Q(school=school_id, mentee_curator_at__isnull=True)),
        incoming=Count("pk", filter=Q(mentor_school=school_id, mentee_curator_at__isnull=False)),
    )
    return Waiting(counts["own"], counts["incoming"])


def offers_waiting_for(school_id: int, account: UUID) -> int:
    """How many offers wait for this mentor's consent."""
    return Offer.objects.of(school_id).filter(mentor_account=account, state=Offer.State.WAITING).count()


def remote_facts(school_id: int) -> RemoteFacts:
    """Running remote pairs of the school (one query)."""
    rows = RemotePair.objects.of(school_id).filter(state=RemotePair.State.ACTIVE)
    mentors: set[int] = set()
    mentees: set[int] = set()
    forms: dict[str, int] = {}
    led_elsewhere = 0
    for own, card, mentee, form in rows.values_list(
        "mentor_school", "offer__mentor_card", "request__mentee_card", "form"
    ):
        if own == school_id:
            mentors.add(card)
        else:
            mentees.add(mentee)
            led_elsewhere += 1
        forms[form] = forms.get(form, 0) + 1
    return RemoteFacts(frozenset(mentors), frozenset(mentees), tuple(sorted(forms.items())), led_elsewhere)


def live_requests(school_id: int, requests: Collection[UUID]) -> frozenset[UUID]:
    """Which of the requests still need their place at the own mentor: a running pair came out of them."""
    rows = RemotePair.objects.of(school_id).filter(
        mentor_school=school_id, state=RemotePair.State.ACTIVE, request__in=list(requests)
    )
    return frozenset(rows.values_list("request", flat=True))
