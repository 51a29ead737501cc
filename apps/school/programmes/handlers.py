"""Where other rooms hook in: the pair's life calls here, and those above tell how satisfied the sides are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.orders.models import Order
from apps.school.pairs.models import Match
from kernel.acting import Actor

from . import actions, yearly
from .models import AnnualProgramme, Programme
from .queries import OPEN


def pair_ordered(*, match: Match, acting: Actor) -> None:
    """No order before the annual programme where the regulation has one."""
    yearly.check_begun(match)


def pair_activated(*, match: Match, acting: Actor) -> None:
    """An active pair has a programme to write; where there is an annual programme, it is approved by now."""
    yearly.check_begun(match)
    actions.draft_programme(match=match, acting=acting)


def pair_closed(*, match: Match, acting: Actor) -> None:
    """The programme of a pair that was ended elsewhere ends with it."""
    if Programme.objects.filter(match=match, state__in=OPEN).exists():
        actions.close_with_pair(match=match, acting=acting)


def rests_on_pair(match: Match) -> list[str]:
    """What has been done since the pair began: the order of the pair is not cancelled then."""
    programme = Programme.objects.filter(match=match).first()
    if programme is None:
        return []
    found = []
    if programme.state != Programme.State.DRAFT:
        found.append(_("Its programme is agreed: end the pair."))
    if programme.meetings.exists() or programme.visits.exists():
        found.append(_("Its meetings are planned or held: end the pair."))
    return found


def pair_annulled(*, match: Match, acting: Actor) -> None:
    """The draft that the beginning of the work opened goes with it; a new beginning opens a new one."""
    if Programme.objects.filter(match=match).exists():
        actions.drop_draft(match=match, acting=acting)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one participant answered the question on satisfaction. ``score`` 1-10, None while not answered.

    ``url``: where this actor can give or correct the answer, empty where he or she cannot.
    """

    name: str
    side: str
    score: int | None
    url: str


AnswersOf = Callable[[Programme, Actor], Sequence[Answer]]
_sources: list[AnswersOf] = []


def tell_answers(source: AnswersOf) -> AnswersOf:
    """Register who knows the answers (monitoring stands above this room and is not imported here)."""
    if source not in _sources:
        _sources.append(source)
    return source


def answers_of(programme: Programme, acting: Actor) -> list[Answer]:
    """What the participants have answered so far."""
    return [answer for source in _sources for answer in source(programme, acting)]


def _annual_of(order: Order) -> AnnualProgramme:
    return AnnualProgramme.objects.get(pk=int(order.subject.rpartition(":")[2]))


def annual_signed(*, order: Order, acting: Actor) -> None:
    """The annual programme is approved by its order."""
    yearly.approve_annual(annual=_annual_of(order), order=order, acting=acting)


def annual_returned(*, order: Order, acting: Actor) -> None:
    """The annual programme is a draft again."""
    yearly.take_annual_back(annual=_annual_of(order), order=order, acting=acting)


def annual_prepared_at(order: Order) -> str:
    """An annual programme that came back is put before the head anew from its own page."""
    return _annual_of(order).get_absolute_url()
