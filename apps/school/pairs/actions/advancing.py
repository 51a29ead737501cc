"""What happens with requests by itself: the next choice is asked, a term lapses, a request is not needed any more.

Locks are taken in one order everywhere: cards of mentors, then requests, then cards of mentees. Whoever asks the next
mentor looks at the places without their lock: only the acceptance takes one, and it asks again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today

from .. import announcing_requests as announcing
from .. import queries, request_queries, seats
from ..models import MentorRequest, RequestChoice
from ..trial import on_trial, usual_terms
from .stepping import ITSELF, step

State, Choice = MentorRequest.State, RequestChoice.State
PENDING = (Choice.QUEUED, Choice.ASKED)


def locked_requests(rows: QuerySet[MentorRequest]) -> list[MentorRequest]:
    """Requests as they are now, locked in one order, with the mentee and the choices."""
    ids = list(MentorRequest.objects.select_for_update().filter(pk__in=rows.values("pk")).order_by("pk").values("pk"))
    found = request_queries.with_choices(MentorRequest.objects.filter(pk__in=[row["pk"] for row in ids]))
    return list(found.order_by("pk"))


def choices_of(request: MentorRequest, *states: str) -> list[RequestChoice]:
    """Its choices in these states, in the mentee's order, as they stand in this transaction."""
    rows = RequestChoice.objects.filter(request=request, state__in=states).select_related("card__person")
    return list(rows.order_by("number"))


def ask(choice: RequestChoice, request: MentorRequest) -> None:
    """The mentor's turn has come."""
    day = today()
    term = day + datetime.timedelta(days=request.answer_days)
    step(choice, "ask", ITSELF, asked_on=day, answer_by=term)
    announcing.tell_asked(choice, request)


def advance(request: MentorRequest) -> None:
    """Ask the next mentor while nobody is asked; without a next one the request is exhausted."""
    if choices_of(request, Choice.ASKED):
        return
    view = current_or_none()
    for choice in choices_of(request, Choice.QUEUED):
        hindrance = _hindrance(view, choice.card, request.card)
        if not hindrance:
            ask(choice, request)
            return
        step(choice, "skip", ITSELF, note=hindrance[:500])
    step(request, "exhaust", ITSELF, closed_on=today())
    announcing.tell_exhausted(request)


def _hindrance(view: RegulationView | None, mentor: MentorCard, mentee: MenteeCard) -> str:
    """Why the mentor cannot be asked (any more); empty when nothing is known against it."""
    if view is None:
        return _("No regulation is in force.")
    if mentor.state != MentorCard.State.ACTIVE:
        return _("Not in the bank any more: %(names)s.") % {"names": mentor.person.short_name}
    if queries.joint_pairs([mentor.pk], [mentee.pk]).exists():
        return _("These people already have a pair.")
    loads = {mentor.pk: queries.load_of(mentor)}
    _pair, broken = on_trial(view, [mentor], [mentee], usual_terms(view, mentee, today()), today(), loads)
    return " ".join(each.message for each in broken)


def close_choices(request: MentorRequest, note: str = "") -> None:
    """Nobody of those who have not answered is waited for any more."""
    for choice in choices_of(request, *PENDING):
        if choice.state == Choice.ASKED:
            announcing.tell_not_needed(choice, request)
        step(choice, "cancel", ITSELF, note=note)


def drop(request: MentorRequest) -> None:
    """The request is not needed any more."""
    close_choices(request)
    step(request, "drop", ITSELF, closed_on=today())


def drop_requests(cards: Iterable[MenteeCard]) -> None:
    """These mentees have found a mentor by another way."""
    open_ones = MentorRequest.objects.filter(card__in=list(cards), state=State.OPEN)
    if open_ones.exists():
        for request in locked_requests(open_ones):
            if request.is_open:
                drop(request)


def settle_rivals(view: RegulationView, mentor: MentorCard, rivals: Iterable[MentorRequest]) -> None:
    """When the mentor has no place left, those who asked for it go on to their next choice. The requests are locked."""
    taken = queries.load_of(mentor).counted
    if not (seats.over_limit(view, mentor, taken) or seats.own_wish(mentor, taken)):
        return
    for request in rivals:
        for choice in choices_of(request, Choice.ASKED):
            if choice.card_id == mentor.pk:
                step(choice, "cancel", ITSELF, note=_("Another request has taken the last place."))
                advance(request)


def advance_stalled(*, acting: Actor) -> int:
    """Let pass what has lapsed and ask the next; how many requests went on. Leaves a trace only where there is one."""
    waiting = list(request_queries.stalled(today()).order_by("pk"))
    for request in waiting:
        _advance_one(request=request, acting=acting)
    return len(waiting)


def let_lapse(mentee: MenteeCard, *, acting: Actor) -> None:
    """What has lapsed about a mentee's own request goes on before another one is made."""
    for request in request_queries.stalled(today()).filter(card=mentee):
        _advance_one(request=request, acting=acting)


@action("mentor_request.advance")
def _advance_one(*, request: MentorRequest, acting: Actor) -> MentorRequest:
    """One request, in a transaction of its own."""
    [found] = locked_requests(MentorRequest.objects.filter(pk=request.pk))
    if not found.is_open:
        return found
    if found.card.state != MenteeCard.State.ACTIVE:
        drop(found)
        return found
    for choice in choices_of(found, Choice.ASKED):
        if choice.card.state != MentorCard.State.ACTIVE:
            step(choice, "skip", ITSELF, note=_("Has left the bank."))
        elif choice.answer_by is not None and choice.answer_by < today():
            step(choice, "lapse", ITSELF)
            announcing.tell_lapsed(choice, found)
    advance(found)
    return found
