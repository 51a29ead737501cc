"""Requests for mentors: an answer waits, nobody has agreed, somebody has no mentor yet."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

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
    """What waits for a mentor asked, and for a mentee (or a small child's guardian) without one: four queries."""
    found = [_answer(choice) for choice in request_queries.asked_of(actor)[:SHOWN]] if actor.has("mentor") else []
    people = [person for person in own.persons if _may_ask(person, own, day) and _is_mentee(person)]
    if not people:
        return found
    paired = set(
        MatchMentee.objects.filter(
            card__person__in=people, until__isnull=True, match__state__in=OPEN_STATES
        ).values_list("card__person_id", flat=True)
    )
    latest = {row.card.person_id: row for row in _requests(people)}
    for person in people:
        request = latest.get(person.pk)
        if person.pk in paired or (request is not None and request.is_open):
            continue
        exhausted = request is not None and request.state == MentorRequest.State.EXHAUSTED
        found.append(_ask(person, own, request if exhausted else None))
    return found


def _is_mentee(person: Person) -> bool:
    card = getattr(person, "mentee_card", None)
    return card is not None and card.state == Card.State.ACTIVE


def _may_ask(person: Person, own: Own, day: datetime.date) -> bool:
    small = answers_through_guardian(person.age_on(day))
    return any(ward.pk == person.pk for ward in own.wards) if small else own.me is not None and own.me.pk == person.pk


def _requests(people: list[Person]) -> list[MentorRequest]:
    """The requests of these people, the newest last."""
    return list(MentorRequest.objects.filter(card__person__in=people).select_related("card").order_by("pk"))


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


def _ask(person: Person, own: Own, exhausted: MentorRequest | None) -> WaitingItem:
    mine = own.me is not None and person.pk == own.me.pk
    if exhausted is not None:
        title, detail = (
            _("Nobody of those asked has agreed to be the mentor"),
            _("Ask others, or speak with the curator."),
        )
    elif mine:
        title, detail = _("You have no mentor yet"), _("Choose whom to ask, or ask whoever fits.")
    else:
        title = _("%(name)s has no mentor yet") % {"name": person.short_name}
        detail = _("Choose whom to ask, or ask whoever fits.")
    return WaitingItem(
        code="requests.ask",
        title=title,
        detail=detail,
        url=f"{reverse('pairs:request_new')}?mentee={person.mentee_card.pk}",
        action_label=_("Ask for a mentor"),
        icon="person-plus",
        kind="info",
    )


def office(day: datetime.date) -> list[WaitingItem]:
    """Requests that nobody took, of mentees who have no pair since (one query)."""
    paired = MatchMentee.objects.filter(until__isnull=True, match__state__in=OPEN_STATES).values("card")
    rows = MentorRequest.objects.filter(
        state=MentorRequest.State.EXHAUSTED,
        closed_on__gte=day - datetime.timedelta(days=TOLD_DAYS),
        card__state=Card.State.ACTIVE,
    ).exclude(card__in=paired)
    return few_or_all(list(rows.select_related("card__person").order_by("pk")), _exhausted, _many_exhausted)


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
