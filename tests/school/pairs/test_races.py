"""A thousand acts that race each other on real connections: nothing is doubled, no mentor has more than the limit."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import connection

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.pairs import actions
from apps.school.pairs.models import Match, MatchMentee, MentorRequest, MentorSeat, RequestChoice
from apps.school.people.models import MenteeCard, MentorCard, Person
from kernel.acting import Actor, system_actor
from kernel.clock import now, today
from kernel.errors import AlreadyDone, DomainError
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.pairs import make_pair
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

WORKERS = 20
SYSTEM = system_actor("tests")
State, Choice = MentorRequest.State, RequestChoice.State

LAST_PLACE, ACCEPTING, RIVALS, SENDING, CLICKS, SIGNING, HEADS = 200, 60, 5, 50, 5, 25, 10
TOTAL = LAST_PLACE + ACCEPTING * RIVALS + SENDING * CLICKS + SIGNING * HEADS


def race(school: School, acts: Iterable[Callable[[], object]]) -> Counter[str]:
    """What came of each act, in threads with a connection each: «done», or the code of the refusal."""

    def one(act: Callable[[], object]) -> str:
        try:
            with enter_school(school):
                act()
        except DomainError as refusal:
            return refusal.code
        return "done"

    def close(_number: int) -> None:
        connection.close()

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        found = Counter(pool.map(one, acts))
        list(pool.map(close, range(WORKERS * 4)))
    return found


def mentees(count: int) -> list[MenteeCard]:
    """Mentees of the bank, in two statements."""
    people = Person.objects.bulk_create(
        Person(
            kind=Person.Kind.EMPLOYEE,
            last_name=f"Осинина{number}",
            first_name="Ольга",
            birth_date=datetime.date(2000, 5, 5),
            position="учитель",
            sort_key=f"осинина{number}",
        )
        for number in range(count)
    )
    return MenteeCard.objects.bulk_create(
        MenteeCard(person=person, category="young_pedagogue", request="Помощь", entered_on=today()) for person in people
    )


def mentors(count: int) -> list[MentorCard]:
    return [make_mentor(capacity=1) for _number in range(count)]


def asked(cards: Sequence[MenteeCard], of: Callable[[int], Sequence[MentorCard]]) -> list[RequestChoice]:
    """An open request of every mentee, in which all the mentors given are asked at once."""
    rows = MentorRequest.objects.bulk_create(
        MentorRequest(card=card, mode=MentorRequest.Mode.ANY, answer_days=7) for card in cards
    )
    return RequestChoice.objects.bulk_create(
        RequestChoice(request=row, number=place, card=card, state=Choice.ASKED, asked_on=today(), answer_by=today())
        for number, row in enumerate(rows)
        for place, card in enumerate(of(number), start=1)
    )


def accepting(choice: RequestChoice) -> Callable[[], object]:
    def act() -> object:
        fresh = RequestChoice.objects.select_related("card__person").get(pk=choice.pk)
        return actions.accept_request(choice=fresh, acting=SYSTEM)

    return act


def test_thousand_races_leave_no_duplicate_and_nobody_over_capacity(transactional_db: None) -> None:
    assert TOTAL == 1000
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    _last_place(school)
    _accepting(school)
    _double_submit(school)
    _approving(school)
    with enter_school(school):
        limit = 1
        seats = Counter(MentorSeat.objects.values_list("card", flat=True))
        assert max(seats.values()) == limit, "over capacity"
        pairs = Counter(MatchMentee.objects.values_list("card", flat=True))
        assert max(pairs.values()) == 1, "a mentee is in two pairs"
        assert MentorSeat.objects.count() == Match.objects.count() == sum(pairs.values())


def _last_place(school: School) -> None:
    """Two hundred requests for one place: one pair, everybody else goes on to nobody."""
    with enter_school(school):
        [wanted] = mentors(1)
        choices = asked(mentees(LAST_PLACE), lambda _number: [wanted])
    found = race(school, map(accepting, choices))
    with enter_school(school):
        assert found["done"] == MentorSeat.objects.filter(card=wanted).count() == 1
        assert sum(found.values()) == LAST_PLACE
        states = Counter(MentorRequest.objects.values_list("state", flat=True))
        assert states == {State.MATCHED: 1, State.EXHAUSTED: LAST_PLACE - 1}


def _accepting(school: School) -> None:
    """Five mentors accept the same request at once, sixty times: each request has one mentor."""
    with enter_school(school):
        pool = mentors(ACCEPTING)
        cards = mentees(ACCEPTING)
        choices = asked(cards, lambda number: [pool[(number + step) % ACCEPTING] for step in range(RIVALS)])
    turns = sorted(choices, key=lambda choice: (choice.number, choice.pk))
    found = race(school, map(accepting, turns))
    with enter_school(school):
        accepted = RequestChoice.objects.filter(request__card__in=cards, state=Choice.ACCEPTED)
        matched = MentorRequest.objects.filter(card__in=cards, state=State.MATCHED)
        assert found["done"] == accepted.count() == matched.count() == matched.values("match").distinct().count()
        assert sum(found.values()) == ACCEPTING * RIVALS


def _double_submit(school: School) -> None:
    """A request is sent by five clicks on one button, fifty times: asked once."""
    with enter_school(school):
        [mentor] = mentors(1)
        cards = mentees(SENDING)

    def sending(card: MenteeCard, key: str) -> Callable[[], object]:
        clicker = Actor(account_id=None, name="tests", roles=frozenset({"system"}), place="system", request_key=key)
        return lambda: actions.ask_for_mentor(mentee=card, mentors=[mentor], acting=clicker)

    keys = [str(uuid4()) for _card in cards]
    clicks = [sending(card, key) for card, key in zip(cards, keys, strict=True) for _click in range(CLICKS)]
    found = race(school, clicks)
    with enter_school(school):
        assert found == {"done": SENDING, AlreadyDone.code: SENDING * (CLICKS - 1)}
        assert MentorRequest.objects.filter(card__in=cards).count() == SENDING


def _approving(school: School) -> None:
    """Ten signatures under one order at once, twenty-five times: signed once, numbers are not doubled."""
    with enter_school(school):
        papers = [_waiting_order() for _number in range(SIGNING)]

    def signing(order: int) -> Callable[[], object]:
        return lambda: orders.sign_order(order=Order.objects.get(pk=order), acting=SYSTEM)

    found = race(school, [signing(order) for order in papers for _head in range(HEADS)])
    with enter_school(school):
        signed = Order.objects.filter(pk__in=papers, state=Order.State.SIGNED)
        assert found["done"] == signed.count() == SIGNING
        assert len(set(signed.values_list("number", flat=True))) == SIGNING
        assert Match.objects.filter(state=Match.State.ACTIVE).count() == SIGNING


def _waiting_order() -> int:
    match = make_pair(Match.State.ORDERED, mentor=make_mentor(capacity=1), mentee=make_mentee())
    assert match.created_at <= now()
    return Order.objects.latest("pk").pk
