"""Reads about requests for mentors."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from apps.school.people.models import Card, Guardianship, MenteeCard
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from . import permissions
from .models import MentorRequest, RequestChoice, RequestTerms

State, Choice = MentorRequest.State, RequestChoice.State
# What a mentor sees of requests: those in which their turn has come. Of others nobody tells them.
SHOWN_TO_MENTOR = (Choice.ASKED, Choice.ACCEPTED, Choice.DECLINED, Choice.LAPSED)


def request_terms() -> RequestTerms:
    """How the school asks; the usual terms while it has set none."""
    return RequestTerms.objects.first() or RequestTerms()


def owned_by(actor: Actor) -> QuerySet[MentorRequest]:
    """Requests of the actor's own and of wards."""
    if actor.account_id is None:
        return MentorRequest.objects.none()
    wards = Guardianship.objects.filter(ward=OuterRef("card__person"), guardian__account_id=actor.account_id)
    return MentorRequest.objects.filter(Q(card__person__account_id=actor.account_id) | Exists(wards))


def requests_visible_to(actor: Actor) -> QuerySet[MentorRequest]:
    """Staff all of the school, mentees and guardians their own, mentors those in which they are or were asked."""
    if permissions.sees_all(actor):
        return MentorRequest.objects.all()
    if actor.account_id is None:
        return MentorRequest.objects.none()
    asked = RequestChoice.objects.filter(
        request=OuterRef("pk"), card__person__account_id=actor.account_id, state__in=SHOWN_TO_MENTOR
    )
    return MentorRequest.objects.filter(Q(pk__in=owned_by(actor).values("pk")) | Exists(asked))


def with_choices(rows: QuerySet[MentorRequest]) -> QuerySet[MentorRequest]:
    """With the mentee and the mentors of the list, in two more queries whatever their number."""
    choices = RequestChoice.objects.select_related("card__person").order_by("number")
    return rows.select_related("card__person").prefetch_related(Prefetch("choices", choices))


def for_list(rows: QuerySet[MentorRequest]) -> QuerySet[MentorRequest]:
    """With people and with the day until which somebody is to answer (``term``)."""
    asked = RequestChoice.objects.filter(request=OuterRef("pk"), state=Choice.ASKED).order_by("answer_by")
    return with_choices(rows).annotate(term=Subquery(asked.values("answer_by")[:1]))


def get_request(request_id: int, actor: Actor) -> MentorRequest:
    """One request with its choices; ``NotFound`` when there is none that the actor may see."""
    found = with_choices(requests_visible_to(actor)).filter(pk=request_id).first()
    if found is None:
        raise NotFound()
    return found


def shown_choices(request: MentorRequest, actor: Actor) -> list[RequestChoice]:
    """Mentors of the request that the actor may know of: a mentor only learns of the own turn."""
    choices = list(request.choices.all())
    if permissions.sees_all(actor) or owned_by(actor).filter(pk=request.pk).exists():
        return choices
    return own_choices(choices, actor)


def own_choices(choices: Sequence[RequestChoice], actor: Actor) -> list[RequestChoice]:
    """Those in which the actor is the mentor asked."""
    return [
        each
        for each in choices
        if actor.account_id is not None
        and each.card.person.account_id == actor.account_id
        and each.state in SHOWN_TO_MENTOR
    ]


def open_request_of(card: MenteeCard) -> MentorRequest | None:
    """The open request of a mentee."""
    return MentorRequest.objects.filter(card=card, state=State.OPEN).first()


def stalled(day: datetime.date) -> QuerySet[MentorRequest]:
    """Open requests that cannot wait as they are: a term has passed, somebody left the bank, nobody is asked."""
    asked = RequestChoice.objects.filter(request=OuterRef("pk"), state=Choice.ASKED)
    late = asked.filter(Q(answer_by__lt=day) | ~Q(card__state=Card.State.ACTIVE))
    return MentorRequest.objects.filter(state=State.OPEN).filter(
        Exists(late) | ~Exists(asked) | ~Q(card__state=Card.State.ACTIVE)
    )


def asked_of(actor: Actor) -> QuerySet[RequestChoice]:
    """Questions that wait for the actor's own answer as a mentor, the nearest term first."""
    rows = RequestChoice.objects.filter(state=Choice.ASKED, request__state=State.OPEN, answer_by__gte=today())
    if actor.account_id is None:
        return rows.none()
    return (
        rows.filter(card__person__account_id=actor.account_id)
        .select_related("request__card__person", "card__person")
        .order_by("answer_by", "pk")
    )
