"""The selection of a demo school: the register, curators and bodies at the opening, candidates all the year round."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.people.models import MentorCard, Person
from apps.school.people.queries import present
from apps.school.regulation.queries import current
from apps.school.selection import actions
from apps.school.selection.actions.commissions import Member
from apps.school.selection.forms import NOT_BODIES
from apps.school.selection.models import Candidacy, Criterion, Evidence, Sitting
from apps.school.selection.queries import commission_at_work
from config.demo.pairs import Teller
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import today

GRADES = ("senior", "teacher", "senior", "lead", "teacher")
GROUNDS = (
    "Победитель муниципального конкурса, ведёт открытые уроки.",
    "Ученики стабильно сдают экзамены выше среднего по району.",
    "Охотно помогает коллегам, руководит творческой группой.",
)
COURSE = "Школа наставников"
ROUTE_BY_APPLICATION = "selection_by_application"


def settle(staff: Staff, acting: Actor) -> None:
    """What a school has by the time it starts: mentors appointed by an act, a curator, bodies, trainings."""
    view, day = current(), today()
    act = str(view.value("pairing.mentor_appointment"))
    graded = view.is_set("scope.mentor_grades")
    for number, card in enumerate([*staff.mentors, *staff.pupil_mentors]):
        actions.register_act(
            person=card.person,
            act_kind=act,
            act_number="" if act == "head_approval" else "18-од",
            act_date=day,
            grade=GRADES[number % len(GRADES)] if graded else "",
            acting=acting,
        )
        _trained(card, acting)
    actions.register_curator(
        person=staff.curator,
        appointed_by="head",
        act_number="17-од",
        act_date=day,
        portfolio="папка «Куратор» в методическом кабинете",
        acting=acting,
    )
    _bodies(staff, acting)


def _trained(card: MentorCard, acting: Actor) -> None:
    if card.trained_on is not None:
        actions.record_training(
            person=card.person, title=COURSE, hours=36, finished_on=card.trained_on, certificate="", acting=acting
        )


def _bodies(staff: Staff, acting: Actor) -> None:
    view = current()
    codes = [code for code in view.codes("bodies") if code not in NOT_BODIES]
    people = [card.person for card in staff.mentors]
    for number, code in enumerate(codes[:3]):
        body = actions.form_body(code=code, name=view.actor_name(code), acting=acting)
        for place, person in enumerate(people[number * 2 : number * 2 + 4]):
            actions.add_member(body=body, person=person, part="member" if place else "chair", acting=acting)


class SelectionStory:
    """New candidates by the ways of the act; a commission and a rating where the act has them."""

    def __init__(self, staff: Staff, teller: Teller) -> None:
        self.staff, self.teller, self.view = staff, teller, current()
        spare = present().filter(kind=Person.Kind.EMPLOYEE, mentor_card=None, mentee_card=None)
        self.people = list(spare.exclude(pk__in=[staff.head.pk, staff.curator.pk])[:6])
        self.has_commission = ROUTE_BY_APPLICATION in self.view.codes("selection.routes")

    def steps(self) -> list[tuple[int, Callable[[], None]]]:
        """(days before today, step) in order."""
        found: list[tuple[int, Callable[[], None]]] = [(40, self.first), (33, self.approve), (8, self.newcomers)]
        if self.has_commission:
            found += [(60, self.form_commission), (59, self.sign), (35, self.sitting), (5, self.next_sitting)]
        if self.view.value("incentives.rating"):
            found += [(20, self.criteria), (18, self.rating)]
        return sorted(found, key=lambda step: -step[0])

    def _nominate(self, person: Person, *, number: int = 0, route: str = "") -> Candidacy:
        routes = self.view.codes("selection.routes")
        return actions.nominate(
            person=person,
            route=route or routes[number % len(routes)],
            nominated_by="Методическое объединение",
            grounds=self.teller.pick(GROUNDS),
            grade="teacher" if self.view.is_set("scope.mentor_grades") else "",
            acting=self.teller.curator,
        )

    def _agree(self, candidacy: Candidacy) -> None:
        actions.answer(candidacy=candidacy, agrees=True, acting=self.teller.curator)

    def _prove(self, candidacy: Candidacy, *kinds: str) -> None:
        for kind in kinds:
            actions.record(
                candidacy=candidacy,
                kind=kind,
                held_on=today(),
                held_by=self.staff.curator.short_name,
                acting=self.teller.curator,
            )

    def first(self) -> None:
        """Two candidates go all the way; with a commission they apply and stand before it."""
        route = ROUTE_BY_APPLICATION if self.has_commission else ""
        kinds = (Evidence.Kind.SURVEY, Evidence.Kind.PORTFOLIO, Evidence.Kind.INTERVIEW)
        for person in self.people[:2]:
            candidacy = self._nominate(person, route=route)
            self._agree(candidacy)
            self._prove(candidacy, *kinds)

    def approve(self) -> None:
        """One order for both; the head signs it, or approves at once."""
        ready = list(Candidacy.objects.filter(person__in=self.people[:2]).exclude(state="rejected"))
        actions.approve(candidacies=ready, acting=self.teller.head)
        self.sign("mentor_appointment")

    def newcomers(self) -> None:
        """One has been nominated, one has agreed and is half-way."""
        waiting, agreed = (self._nominate(person, number=number) for number, person in enumerate(self.people[2:4]))
        if waiting.state == Candidacy.State.NOMINATED:
            self._agree(agreed)
        self._prove(agreed, Evidence.Kind.SURVEY)

    def form_commission(self) -> None:
        """The seats of the act and one more."""
        others = [Member(card.person, "member") for card in self.staff.mentors[:1]]
        seats = [Member(self.staff.head, "chair", "head"), Member(self.staff.curator, "member", "curator")]
        actions.form_commission(members=[*seats, *others], acting=self.teller.curator)

    def sign(self, kind: str = "commission") -> None:
        """The head signs what waits."""
        for order in Order.objects.filter(kind=kind, state=Order.State.WAITING):
            orders.sign_order(order=order, acting=self.teller.head)

    def sitting(self) -> None:
        """Everybody is there and votes for both."""
        commission = commission_at_work()
        if commission is None:
            return
        sitting = self._call(self.people[:2])
        there = [member.pk for member in commission.members.all()]
        votes = {item.pk: actions.Votes(len(there), 0) for item in sitting.agenda.all()}
        actions.hold_sitting(sitting=sitting, present=there, votes=votes, acting=self.teller.curator)

    def next_sitting(self) -> None:
        """The next sitting is called for those who wait."""
        self._call(self.people[2:4])

    def _call(self, people: Sequence[Person]) -> Sitting:
        found = list(Candidacy.objects.filter(person__in=people).select_related("person"))
        return actions.plan_sitting(
            held_on=today(), candidacies=found, place="методический кабинет", acting=self.teller.curator
        )

    def criteria(self) -> None:
        """The school's criteria."""
        for title, source, weight, cap in (
            ("Завершённые программы", "completed_programmes", 10, 30),
            ("Удовлетворённость наставляемых", "satisfaction", 2, 20),
            ("Обучение наставника", "trainings", 5, 10),
            ("Опубликованные результаты", "publications", 5, 15),
            ("Открытые уроки и мастер-классы", "manual", 3, 15),
        ):
            actions.add_criterion(title=title, source=source, weight=weight, cap=cap, acting=self.teller.curator)

    def rating(self) -> None:
        """Points by hand, the rating, its pool before the head."""
        by_hand = Criterion.objects.get(source="manual")
        for number, card in enumerate(self.staff.mentors[:4]):
            actions.give_points(
                criterion=by_hand,
                person=card.person,
                units=4 - number,
                evidence="протокол методического совета",
                acting=self.teller.curator,
            )
        rating = actions.compute(top=5, acting=self.teller.curator)
        actions.approve_pool(rating=rating, acting=self.teller.curator)
