"""Requests as one of their two schools sees them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from apps.region.exchange.models import RemoteRequest
from kernel.errors import NotFound

from .offers import SEARCH_LIMIT

WaitsFor = Literal["own", "mentor_school", "mentee_school", "people", ""]
PARTIES = ("mentee", "mentee_curator", "mentor", "mentor_curator")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of the four has said. ``party``: code; ``state``: "agreed", "asked" or "declined"."""

    party: str
    title: str
    state: Literal["agreed", "asked", "declined"]
    at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as one of its two schools sees it.

    ``mentee_card`` is None and ``mentee_name`` empty for the mentor's school, the name until both curators approve.
    ``waits_for``: whose answer comes next ("people": the mentor's or the mentee's own), "" when nobody's; ``answers``:
    who has said what, in the order in which they are asked. ``answers_need``: the mentor's school answers a need.
    ``own_account``: of this school's person; whether that person is asked now, and whether the person knows of it.
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
    declined_by: str
    waits_for: WaitsFor
    answers: tuple[Answer, ...]
    answer_by: datetime.date | None
    answers_need: bool
    own_account: UUID | None
    own_is_asked: bool
    own_knows: bool
    pair: UUID | None
    created_at: datetime.datetime


def _requests(school_id: int) -> QuerySet[RemoteRequest]:
    rows = RemoteRequest.objects.of(school_id)
    return rows.select_related("offer", "school", "mentor_school").annotate(made=F("pair__id"))


def _waits_for(row: RemoteRequest, own: bool) -> WaitsFor:
    if row.state != RemoteRequest.State.ASKED:
        return ""
    if row.mentee_curator_at is None:
        return "own" if own else "mentee_school"
    if row.mentee_at is None or row.mentor_at is None:
        return "people"
    return "mentor_school" if own else "own"


def _is_asked(row: RemoteRequest, asking: bool) -> bool:
    """A person is asked after the mentee's curator."""
    own = row.mentee_at if asking else row.mentor_at
    return row.state == RemoteRequest.State.ASKED and own is None and row.mentee_curator_at is not None


def _answers(row: RemoteRequest) -> tuple[Answer, ...]:
    found = []
    for party in PARTIES:
        at: datetime.datetime | None = getattr(row, f"{party}_at")
        no = row.state == RemoteRequest.State.DECLINED and row.declined_by == party
        state: Literal["agreed", "asked", "declined"] = "declined" if no else "agreed" if at else "asked"
        found.append(Answer(party, str(RemoteRequest.Party(party).label), state, None if no else at))
    return tuple(found)


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
        declined_by=str(row.get_declined_by_display()) if row.declined_by else "",
        waits_for=_waits_for(row, asking),
        answers=_answers(row),
        answer_by=row.answer_by,
        answers_need=row.answers_to_id is not None,
        own_account=row.mentee_account if asking else row.offer.mentor_account,
        own_is_asked=_is_asked(row, asking),
        own_knows=row.mentee_curator_at is not None or (asking and row.mentee_at is not None),
        pair=getattr(row, "made", None),
        created_at=row.created_at,
    )


_SEEN = Q(mentee_curator_at__isnull=False) | Q(answers_to__isnull=False)
"""What the mentor's school sees: approved by the mentee's curator, or its own answer to a need."""


def to_mentor(school_id: int, account: UUID) -> list[RequestLine]:
    """Requests that wait for this mentor's own answer."""
    rows = _requests(school_id).filter(
        mentor_school=school_id,
        offer__mentor_account=account,
        state=RemoteRequest.State.ASKED,
        mentor_at=None,
        mentee_curator_at__isnull=False,
    )
    return [_request_line(row, school_id) for row in rows.order_by("answer_by", "created_at")]


def answers_to(school_id: int, need: UUID) -> list[RequestLine]:
    """Schools' answers to an own need; those that wait first."""
    rows = _requests(school_id).filter(school=school_id, answers_to=need)
    return [_request_line(row, school_id) for row in _waiting_first(rows)]


def outgoing(school_id: int, *, mentee_account: UUID | None = None) -> list[RequestLine]:
    """Requests of the own mentees (of one of them, by account); those that wait first."""
    rows = _requests(school_id).filter(school=school_id)
    if mentee_account is not None:
        rows = rows.filter(mentee_account=mentee_account)
    return [_request_line(row, school_id) for row in _waiting_first(rows)]


def incoming(school_id: int) -> list[RequestLine]:
    """Requests to the own mentors that the asking school's curator has approved, and own answers to other schools'
    needs; those that wait first."""
    rows = _requests(school_id).filter(_SEEN, mentor_school=school_id)
    return [_request_line(row, school_id) for row in _waiting_first(rows)]


def _waiting_first(rows: QuerySet[RemoteRequest]) -> QuerySet[RemoteRequest]:
    waiting = ExpressionWrapper(Q(state=RemoteRequest.State.ASKED), output_field=BooleanField())
    return rows.annotate(waiting=waiting).order_by("-waiting", "-created_at")[:SEARCH_LIMIT]


def request(school_id: int, request: UUID) -> RequestLine:
    """One request of which the school is a side (the mentor's side after the asking school's curator approved)."""
    seen = Q(school=school_id) | (Q(mentor_school=school_id) & _SEEN)
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
        incoming=Count(
            "pk",
            filter=Q(
                mentor_school=school_id,
                mentee_curator_at__isnull=False,
                mentee_at__isnull=False,
                mentor_at__isnull=False,
            ),
        ),
    )
    return Waiting(counts["own"], counts["incoming"])
