"""Published needs, without names, and which mentors offered anywhere suit them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.region.exchange import recommending
from apps.region.exchange.fitting import Fit, fit
from apps.region.exchange.models import Need, Offer, RemoteRequest
from apps.region.exchange.queries import with_free_places
from apps.region.exchange.weekly import Weekly, weekly_of
from kernel.clock import now
from kernel.errors import NotFound

from .offers import SEARCH_LIMIT, FormLine, OfferLine, offer_line

BEST = 5


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A published need. ``mentee_card`` is None for needs of other schools; nobody's name stands here at all.

    ``answers``: schools' answers that wait. ``times``: on the clock of ``zone``, the mentee's school's.
    """

    need: UUID
    school_id: int
    school: str
    municipality: str
    mentee_card: int | None
    about: str
    text: str
    subjects: tuple[str, ...]
    forms: tuple[FormLine, ...]
    times: Weekly | None
    zone: str
    starts_on: datetime.date
    ends_on: datetime.date
    answers: int
    state: Literal["open", "answered", "withdrawn"]
    state_title: str
    created_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer that suits a need. ``best``: it is the one that the best distribution over the region gives."""

    offer: OfferLine
    fit: Fit
    best: bool


def need_line(row: Need, own: int | None) -> NeedLine:
    """As a school (None: the region) may see it."""
    return NeedLine(
        need=row.pk,
        school_id=row.school_id,
        school=row.school.short_name,
        municipality=row.school.municipality.title,
        mentee_card=row.mentee_card if row.school_id == own else None,
        about=row.about,
        text=row.text,
        subjects=tuple(row.subjects),
        forms=tuple(FormLine(form["code"], form["title"]) for form in row.forms),
        times=weekly_of(row.times),
        zone=row.school.zone,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        answers=getattr(row, "waiting", 0),
        state=row.state,  # type: ignore[arg-type]  # the field's choices are the literal's
        state_title=str(row.get_state_display()),
        created_at=row.created_at,
    )


def _needs(rows: QuerySet[Need]) -> QuerySet[Need]:
    waiting = Count("answers", filter=Q(answers__state=RemoteRequest.State.ASKED))
    return rows.select_related("school__municipality").annotate(waiting=waiting)


def own_needs(school_id: int) -> list[NeedLine]:
    """The school's own needs, open ones first."""
    rows = _needs(Need.objects.of(school_id)).order_by("-state", "-created_at")
    return [need_line(row, school_id) for row in rows[:SEARCH_LIMIT]]


def own_need(school_id: int, need: UUID) -> NeedLine:
    """One of the school's own needs."""
    row = _needs(Need.objects.of(school_id)).filter(pk=need).first()
    if row is None:
        raise NotFound()
    return need_line(row, school_id)


def open_needs(school_id: int, *, search: str = "", form: str = "", place: str = "", day: int = 0) -> list[NeedLine]:
    """Open needs of other schools, at most ``SEARCH_LIMIT``.

    ``search``: words in needs, subjects, schools; ``place``: in municipalities; ``day``: of the week, 0 for any.
    """
    rows = _needs(Need.objects.of_all_schools().filter(state=Need.State.OPEN).exclude(school=school_id))
    for word in search.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(subjects__icontains=word)
            | Q(about__icontains=word)
            | Q(school__short_name__icontains=word)
        )
    if form:
        rows = rows.filter(forms__contains=[{"code": form}])
    if place:
        rows = rows.filter(school__municipality__title__icontains=place)
    if day:
        rows = rows.filter(times__days__contains=[day])
    return [need_line(row, school_id) for row in rows.order_by("created_at")[:SEARCH_LIMIT]]


def open_need(school_id: int, need: UUID) -> NeedLine:
    """An open need of another school."""
    rows = _needs(Need.objects.of_all_schools().filter(state=Need.State.OPEN).exclude(school=school_id))
    row = rows.filter(pk=need).first()
    if row is None:
        raise NotFound()
    return need_line(row, school_id)


def suggestions(school_id: int, need: UUID) -> list[Suggestion]:
    """Offers of other schools that suit an own need, the best first, with reasons (three queries)."""
    asked = Need.objects.of(school_id).select_related("school__municipality").filter(pk=need).first()
    if asked is None:
        raise NotFound()
    given = recommending.best_for(asked)
    rows = with_free_places(
        Offer.objects.of_all_schools()
        .filter(state=Offer.State.OPEN)
        .exclude(school=school_id)
        .select_related("school__municipality")
    )
    at, found = now(), []
    for row in rows:
        how = fit(recommending.offered(row), recommending.needed(asked), at)
        if how is not None and recommending.free_of(row):
            found.append(Suggestion(offer_line(row, school_id), how, row.pk == given))
    found.sort(key=lambda each: (-each.best, -each.fit.points, str(each.offer.offer)))
    return found[:BEST]


def answers_of_own(school_id: int, need: UUID) -> list[Suggestion]:
    """The school's own open offers that suit another school's need, the best first."""
    asked = Need.objects.of_all_schools().select_related("school__municipality").filter(pk=need).first()
    if asked is None or asked.school_id == school_id:
        raise NotFound()
    rows = with_free_places(Offer.objects.of(school_id).filter(state=Offer.State.OPEN))
    at, found = now(), []
    for row in rows.select_related("school__municipality"):
        how = fit(recommending.offered(row), recommending.needed(asked), at)
        if how is not None and recommending.free_of(row):
            found.append(Suggestion(offer_line(row, school_id), how, best=False))
    found.sort(key=lambda each: (-each.fit.points, str(each.offer.offer)))
    return found
