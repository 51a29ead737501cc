"""Requests for mentors: an answer waits, nobody has agreed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.pairs import request_queries
from apps.school.pairs.models import OPEN_STATES, MatchMentee, MentorRequest, RequestChoice
from apps.school.pairs.rules import answers_through_guardian
from apps.school.people.models import Card, Person
from kernel.acting import Actor

from ..own import Own
from .item import WaitingItem, few_or_all, names

SHOWN = 20
TOLD_DAYS = 30  # so long a request that nobody took is told of


def participant(actor: Actor, own: Own, day: datetime.date) -> list[WaitingItem]:
    """What waits for a mentor asked, and for a mentee (or a small child's guardian) whom nobody took: two queries."""
    found = [_answer(choice) for choice in request_queries.asked_of(actor)[:SHOWN]] if actor.has("mentor") else []
    people = [person for person in own.persons if _may_ask(person, own, day)] if actor.has("mentee", "guardian") else []
    if people:
        found += [_ask(request) for request in _untaken(day).filter(card__person__in=people)[:SHOWN]]
    return found


def _may_ask(person: Person, own: Own, day: datetime.date) -> bool:
    small = answers_through_guardian(person.age_on(day))
    return any(ward.pk == person.pk for ward in own.wards) if small else own.me is not None and own.me.pk == person.pk


def _untaken(day: datetime.date) -> QuerySet[MentorRequest]:
    """The last requests that nobody took, of mentees who have neither a pair nor another request since."""
    paired = MatchMentee.objects.filter(card=OuterRef("card"), until__isnull=True, match__state__in=OPEN_STATES)
    later = MentorRequest.objects.filter(card=OuterRef("card"), pk__gt=OuterRef("pk"))
    since = day - datetime.timedelta(days=TOLD_DAYS)
    rows = MentorRequest.objects.filter(
        ~Exists(paired),
        ~Exists(later),
        state=MentorRequest.State.EXHAUSTED,
        closed_on__gte=since,
        card__state=Card.State.ACTIVE,
    )
    return rows.select_related("card__person").order_by("pk")


def _answer(choice: RequestChoice) -> WaitingItem:
    return WaitingItem(
        code="requests.answer",
        title=_("%(name)s asks you to be the mentor") % {"name": choice.request.card.person.full_name},
        detail=choice.request.text,
        deadline=choice.answer_by,
        url=reverse("pairs:request_answer", kwargs={"mentor_request": choice.request_id}),
        action_label=_("Answer"),
        icon="person-plus",
        kind="accent",
    )


def _ask(request: MentorRequest) -> WaitingItem:
    return WaitingItem(
        code="requests.ask",
        title=_("Nobody of those asked has agreed to be the mentor"),
        detail=_("Ask others, or speak with the curator."),
        url=f"{reverse('pairs:request_new')}?mentee={request.card_id}",
        action_label=_("Ask for a mentor"),
        icon="person-plus",
        kind="info",
    )


def office(day: datetime.date) -> list[WaitingItem]:
    """Requests that nobody took, of mentees who have no pair since (one query)."""
    return few_or_all(list(_untaken(day)), _exhausted, _many_exhausted)


def _exhausted(request: MentorRequest) -> WaitingItem:
    return WaitingItem(
        code="requests.exhausted",
        title=_("Nobody has agreed to mentor %(name)s") % {"name": request.card.person.short_name},
        detail=request.text,
        url=request.get_absolute_url(),
        action_label=_("Look for a mentor"),
        icon="person-plus",
        kind="warning",
    )


def _many_exhausted(rows: Sequence[MentorRequest]) -> WaitingItem:
    return WaitingItem(
        code="requests.exhausted",
        title=_("Requests that nobody took: %(count)s") % {"count": len(rows)},
        detail=names([row.card.person.short_name for row in rows]),
        url=f"{reverse('pairs:requests')}?state={MentorRequest.State.EXHAUSTED}",
        action_label=_("Look for a mentor"),
        icon="person-plus",
        kind="warning",
        count=len(rows),
    )
