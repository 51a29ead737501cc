"""Offers as a school sees them: its own, and those that other schools have opened."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.region.exchange.models import Offer
from apps.region.exchange.queries import with_free_places
from apps.region.exchange.weekly import Weekly, weekly_of
from kernel.errors import NotFound

SEARCH_LIMIT = 300


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form that the mentor is offered for."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer. ``taken``: places of running pairs. ``mentor_card`` is None for offers of other schools.

    ``times``: on the clock of ``zone``, the offering school's.
    """

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
    times: Weekly | None
    zone: str
    agreement: bool
    mentor_agreed_at: datetime.datetime | None
    created_at: datetime.datetime

    @property
    def free(self) -> int:
        """Places that are left."""
        return max(0, self.places - self.taken)


def offer_line(row: Offer, own: int | None) -> OfferLine:
    """As a school (None: the region) may see it."""
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
        times=weekly_of(row.times),
        zone=row.school.zone,
        agreement=row.agreement,
        mentor_agreed_at=row.mentor_agreed_at,
        created_at=row.created_at,
    )


def _offers(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    return with_free_places(rows.select_related("school__municipality"))


def own_offers(school_id: int) -> list[OfferLine]:
    """The school's own offers, those that wait or are open first."""
    rows = _offers(Offer.objects.of(school_id)).order_by("-state", "-created_at")
    return [offer_line(row, school_id) for row in rows[:SEARCH_LIMIT]]


def offers_of_mentor(school_id: int, account: UUID) -> list[OfferLine]:
    """Offers of a mentor by the mentor's own account."""
    rows = _offers(Offer.objects.of(school_id).filter(mentor_account=account))
    return [offer_line(row, school_id) for row in rows.order_by("-created_at")]


def own_offer(school_id: int, offer: UUID) -> OfferLine:
    """One of the school's own offers."""
    row = _offers(Offer.objects.of(school_id)).filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return offer_line(row, school_id)


def open_offers(
    school_id: int, *, search: str = "", form: str = "", place: str = "", day: int = 0, only_free: bool = True
) -> list[OfferLine]:
    """Open offers of other schools, at most ``SEARCH_LIMIT``.

    ``search``: words in names, subjects, topics, schools; ``place``: in municipalities; ``day``: of the week, 0: any.
    """
    rows = found_offers(search=search, form=form, place=place, day=day, only_free=only_free).exclude(school=school_id)
    return [offer_line(row, school_id) for row in rows[:SEARCH_LIMIT]]


def found_offers(*, search: str, form: str, place: str, day: int, only_free: bool) -> QuerySet[Offer]:
    """Open offers of the region that answer the search."""
    rows = _offers(Offer.objects.of_all_schools().filter(state=Offer.State.OPEN))
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
    if place:
        rows = rows.filter(school__municipality__title__icontains=place)
    if day:
        rows = rows.filter(times__days__contains=[day])
    if only_free:
        has_room = Q(taken__lt=F("places"))
        rows = rows.filter(has_room)
    return rows.order_by("mentor_name", "created_at")


def open_offer(school_id: int, offer: UUID) -> OfferLine:
    """An open offer of another school."""
    rows = _offers(Offer.objects.of_all_schools().filter(state=Offer.State.OPEN).exclude(school=school_id))
    row = rows.filter(pk=offer).first()
    if row is None:
        raise NotFound()
    return offer_line(row, school_id)
