"""Requests for mentors in a demo school, in every state, and a pair that is paused."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial

from apps.school.pairs import actions as pairs
from apps.school.pairs import queries
from apps.school.pairs.models import Match, MentorRequest, RequestChoice
from apps.school.people import queries as people
from apps.school.people.models import MenteeCard, MentorCard
from config.demo.pairs import Teller
from kernel.clock import at, now, today
from kernel.errors import DomainError

DAY = datetime.timedelta(days=1)
ASKED_AGO = 9
NO_TIME = "В этом полугодии веду два выпускных класса, времени на пару не будет."
TEXT = "Хочу увереннее вести урок в старших классах и научиться разбирать его с коллегой."

Tell = Callable[[Teller, MenteeCard, Sequence[MentorCard]], None]


def tell_requests(teller: Teller) -> None:
    """One request per state while there are mentees without a pair; what the act refuses is left out."""
    mentees, mentors = list(queries.unpaired()), list(people.mentors())
    told: tuple[Tell, ...] = (_waits, _waits, _exhausted, _lapsed, _withdrawn, _accepted)
    for tell, mentee in zip(told, mentees, strict=False):
        _try(teller, partial(tell, teller, mentee, mentors))
    _try(teller, partial(_pause, teller))


def _try(teller: Teller, act: Callable[[], None]) -> None:
    try:
        act()
    except DomainError as refusal:
        teller.refusals.append(str(refusal.message))


def _ask(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard], count: int) -> MentorRequest:
    """The first mentors whom the rules let be asked, in the order of the bank."""
    free: list[MentorCard] = []
    for mentor in mentors:
        if len(free) == count:
            break
        if queries.load_of(mentor).counted < mentor.capacity and mentor.person_id != mentee.person_id:
            free.append(mentor)
    return pairs.ask_for_mentor(mentee=mentee, mentors=free, text=TEXT, acting=teller.curator)


def _asked(request: MentorRequest) -> RequestChoice:
    return request.choices.select_related("card__person").get(state=RequestChoice.State.ASKED)


def _waits(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard]) -> None:
    with at(now() - 2 * DAY):
        _ask(teller, mentee, mentors, 3)


def _exhausted(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard]) -> None:
    with at(now() - ASKED_AGO * DAY):
        request = _ask(teller, mentee, mentors, 1)
        pairs.decline_request(choice=_asked(request), note=NO_TIME, acting=teller.curator)


def _lapsed(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard]) -> None:
    with at(now() - ASKED_AGO * DAY):
        _ask(teller, mentee, mentors, 2)
    pairs.advance_stalled(acting=teller.curator)


def _withdrawn(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard]) -> None:
    with at(now() - ASKED_AGO * DAY):
        request = _ask(teller, mentee, mentors, 1)
        pairs.withdraw_request(request=request, acting=teller.curator)


def _accepted(teller: Teller, mentee: MenteeCard, mentors: Sequence[MentorCard]) -> None:
    with at(now() - 3 * DAY):
        request = _ask(teller, mentee, mentors, 2)
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
