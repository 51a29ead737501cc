"""Requests for mentors in a demo school, in every state, and a pair that is paused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from apps.school.pairs import actions as pairs
from apps.school.pairs import queries
from apps.school.pairs.choosing import Terms, candidates
from apps.school.pairs.models import Match, MentorRequest, RequestChoice
from apps.school.pairs.trial import usual_terms
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from config.demo.pairs import Teller
from kernel.clock import at, now, today
from kernel.errors import DomainError

DAY = datetime.timedelta(days=1)
ASKED_AGO = 9
NO_TIME = "В этом полугодии веду два выпускных класса, времени на пару не будет."
TEXT = "Хочу увереннее вести урок в старших классах и научиться разбирать его с коллегой."

Tell = Callable[[Teller, MenteeCard], None]


def tell_requests(teller: Teller) -> None:
    """One request per state while there are mentees without a pair; what the act refuses is left out."""
    # The last one is left alone: somebody in the demo may still ask.
    mentees = sorted(queries.unpaired(), key=lambda card: card.pk)[:-1]
    told: tuple[Tell, ...] = (_waits, _waits, _exhausted, _lapsed, _withdrawn, _accepted)
    for tell, mentee in zip(told, mentees, strict=False):
        _try(teller, partial(tell, teller, mentee))
    _try(teller, partial(_pause, teller))


def _try(teller: Teller, act: Callable[[], None]) -> None:
    try:
        act()
    except DomainError as refusal:
        teller.refusals.append(str(refusal.message))


def _ask(teller: Teller, mentee: MenteeCard, count: int) -> MentorRequest:
    """The mentors who fit best, of those whom the rules let be asked."""
    view = current()
    usual = usual_terms(view, mentee, today())
    terms = Terms(usual.form, usual.type_, usual.starts_on, usual.ends_on)
    free = [each.card for each in candidates(view, [mentee], terms, today()) if each.is_possible]
    return pairs.ask_for_mentor(mentee=mentee, mentors=free[:count], text=TEXT, acting=teller.curator)


def _asked(request: MentorRequest) -> RequestChoice:
    return request.choices.select_related("card__person").get(state=RequestChoice.State.ASKED)


def _waits(teller: Teller, mentee: MenteeCard) -> None:
    with at(now() - 2 * DAY):
        _ask(teller, mentee, 3)


def _exhausted(teller: Teller, mentee: MenteeCard) -> None:
    with at(now() - ASKED_AGO * DAY):
        request = _ask(teller, mentee, 1)
        pairs.decline_request(choice=_asked(request), note=NO_TIME, acting=teller.curator)


def _lapsed(teller: Teller, mentee: MenteeCard) -> None:
    with at(now() - ASKED_AGO * DAY):
        _ask(teller, mentee, 2)
    pairs.advance_stalled(acting=teller.curator)


def _withdrawn(teller: Teller, mentee: MenteeCard) -> None:
    with at(now() - ASKED_AGO * DAY):
        request = _ask(teller, mentee, 1)
        pairs.withdraw_request(request=request, acting=teller.curator)


def _accepted(teller: Teller, mentee: MenteeCard) -> None:
    with at(now() - 3 * DAY):
        request = _ask(teller, mentee, 2)
        pairs.accept_request(choice=_asked(request), acting=teller.curator)


def _pause(teller: Teller) -> None:
    """The last of the pairs at work pauses: the mentor is on leave."""
    working = queries.with_people(Match.objects.filter(state=Match.State.ACTIVE, ends_on__gt=today() + 30 * DAY))
    match = working.order_by("-pk").first()
    if match is not None:
        pairs.pause_pair(
            match=match,
            person=match.current_mentors[0].card.person,
            reason="leave",
            first_day=max(match.starts_on, today() - 3 * DAY),
            last_day=today() + 10 * DAY,
            note="Удлинённый отпуск, встречи возобновятся после него.",
            acting=teller.curator,
        )
