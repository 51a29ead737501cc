"""A demo school's people: staff, banks, consents, accounts of the cast."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from apps.school.consents import actions as consents
from apps.school.people import actions as people
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.people.ports import Papers
from apps.school.regulation.queries import current
from config.demo.people import Invented, Inventor
from config.demo.schools import DemoSchool
from kernel.acting import Actor
from tenants.identity import actions as identity
from tenants.identity.models import Account
from tenants.organisations.models import School

PASSWORD = "estafeta-demo"  # nosec B105: the demo's own, printed on its sign-in page
STAFF = 44
NOVICES = 13
MENTORS = 14
LEARNERS = 9
PUPILS = 16
CONSENTS = ("pd_processing", "participation", "extra_duties")


@dataclass
class Staff:
    """Who there is in a demo school."""

    head: Person
    curator: Person
    mentors: list[MentorCard] = field(default_factory=list)
    mentees: list[MenteeCard] = field(default_factory=list)
    pupil_mentors: list[MentorCard] = field(default_factory=list)
    pupil_mentees: list[MenteeCard] = field(default_factory=list)


@functools.cache
def _password() -> str:
    """The demo's password, hashed once for everybody: hashing is slow on purpose."""
    return make_password(PASSWORD)


def account_for(
    email: str, person: Person | None, *, acting: Actor, name: tuple[str, str, str] = ("", "", "")
) -> Account:
    """An account of the cast with the demo's password, linked to its person."""
    last, first, patronymic = (person.last_name, person.first_name, person.patronymic) if person else name
    account = identity.create_account(
        email=email, acting=acting, last_name=last, first_name=first, patronymic=patronymic
    )
    account.password = _password()
    account.save(update_fields=["password"])
    if person is not None:
        person.account_id = account.pk
        person.save(update_fields=["account_id"])
    return account


class StaffMaker:
    """Fills one school; runs inside the school's context."""

    def __init__(
        self, school: School, plan: DemoSchool, inventor: Inventor, acting: Actor, entered: datetime.date
    ) -> None:
        self.school, self.plan, self.inventor, self.acting, self.entered = school, plan, inventor, acting, entered

    def make(self) -> Staff:
        """Everybody, in the order a school would do it."""
        consents.ensure_texts(acting=self.acting)
        staff = Staff(head=self._add(self.inventor.head()), curator=self._add(self.inventor.curator()))
        self._office(staff)
        experienced = [self._employee(novice=False) for _number in range(STAFF - NOVICES)]
        novices = [self._employee(novice=True) for _number in range(NOVICES)]
        staff.mentors = [self._mentor(*item) for item in experienced[:MENTORS]]
        learners = experienced[MENTORS : MENTORS + LEARNERS]
        staff.mentees = [self._mentee(*item, category="young_pedagogue") for item in novices]
        staff.mentees += [self._mentee(*item, category="pedagogue_with_difficulties") for item in learners]
        if self.plan.has_pupils:
            self._pupils(staff)
        self._cast(staff)
        return staff

    def _add(self, invented: Invented) -> Person:
        return people.add_person(kind=invented.kind, data=invented.data, acting=self.acting, allow_namesake=True)

    def _employee(self, *, novice: bool) -> tuple[Person, Invented]:
        invented = self.inventor.employee(clubs=self.plan.has_clubs, novice=novice)
        return self._add(invented), invented

    def _papers(self, guardian: Person | None = None) -> Papers:
        return Papers(given_on=self.entered, scans={"pd_processing": None}, guardian=guardian)

    def _consent(self, person: Person, signer: Person, *types: str) -> None:
        for type_ in types:
            consents.record_paper(person=person, signer=signer, kind=type_, given_on=self.entered, acting=self.acting)

    def _mentor(self, person: Person, invented: Invented) -> MentorCard:
        random = self.inventor.random
        card = people.enter_mentor(
            person=person,
            category="pedagogue",
            acting=self.acting,
            competencies=self.inventor.competencies(),
            subjects=[invented.subject],
            capacity=random.choice((1, 2, 2, 3)),
            trained_on=self.entered if random.random() < 0.7 else None,
            entered_on=self.entered,
            papers=self._papers(),
        )
        if random.random() < 0.93:
            self._consent(person, person, "participation", "extra_duties")
        return card

    def _category(self, wanted: str) -> str:
        codes = current().codes("scope.mentee_categories")
        fallbacks = (wanted, "newly_hired_pedagogue", "willing_pedagogue", *codes)
        return next(code for code in fallbacks if code in codes)

    def _mentee(self, person: Person, invented: Invented, *, category: str) -> MenteeCard:
        deficit, request = self.inventor.deficit()
        card = people.enter_mentee(
            person=person,
            category=self._category(category),
            acting=self.acting,
            request=request,
            deficits=[deficit],
            subjects=[invented.subject],
            entered_on=self.entered,
            papers=self._papers(),
        )
        if self.inventor.random.random() < 0.9:
            self._consent(person, person, "participation", "extra_duties")
        return card

    def _office(self, staff: Staff) -> None:
        for role, person in (("head", staff.head), ("curator", staff.curator)):
            account = account_for(f"{role}@{self.plan.slug}.demo", person, acting=self.acting)
            identity.grant_membership(account=account, role=role, school=self.school, acting=self.acting)

    def _cast(self, staff: Staff) -> None:
        """The demo's mentor and mentee are people of the bank; everybody else in the banks has an account as well."""
        for side, cards in (("mentor", staff.mentors), ("mentee", staff.mentees)):
            for number, card in enumerate(cards):
                email = f"{side}@{self.plan.slug}.demo" if number == 0 else f"{side}{number + 1}@{self.plan.slug}.demo"
                account = account_for(email, card.person, acting=self.acting)
                identity.grant_membership(account=account, role=side, school=self.school, acting=self.acting)

    def _pupils(self, staff: Staff) -> None:
        for number in range(PUPILS):
            older = number < PUPILS // 2
            age = self.inventor.random.uniform(15.2, 16.8) if older else self.inventor.random.uniform(10.8, 13.2)
            invented = self.inventor.pupil(age=age)
            pupil, parent = self._add(invented), self._add(self.inventor.guardian_of(invented))
            people.add_guardian(ward=pupil, guardian=parent, basis="parent", acting=self.acting)
            if older:
                staff.pupil_mentors.append(self._pupil_mentor(pupil, parent))
            else:
                staff.pupil_mentees.append(self._pupil_mentee(pupil, parent))
            if number in {0, PUPILS // 2}:
                self._guardian_account(parent, number)

    def _guardian_account(self, parent: Person, number: int) -> None:
        email = f"guardian{'' if number == 0 else 2}@{self.plan.slug}.demo"
        account = account_for(email, parent, acting=self.acting)
        identity.grant_membership(account=account, role="guardian", school=self.school, acting=self.acting)

    def _minor_papers(self, pupil: Person, parent: Person, *, own: bool) -> None:
        for kind in ("pd_processing", "participation"):
            self._consent(pupil, parent, f"{kind}_guardian")
            if own:
                self._consent(pupil, pupil, kind)
        if own:
            self._consent(pupil, pupil, "extra_duties")

    def _pupil_mentor(self, pupil: Person, parent: Person) -> MentorCard:
        self._minor_papers(pupil, parent, own=True)
        return people.enter_mentor(
            person=pupil,
            category="pupil",
            acting=self.acting,
            competencies=["подготовка к олимпиаде", "школьное самоуправление"],
            subjects=[self.inventor.random.choice(("математика", "русский язык", "физика"))],
            capacity=2,
            entered_on=self.entered,
        )

    def _pupil_mentee(self, pupil: Person, parent: Person) -> MenteeCard:
        self._minor_papers(pupil, parent, own=False)
        return people.enter_mentee(
            person=pupil,
            category="willing_pupil",
            acting=self.acting,
            request="Хочу подтянуть учёбу и найти друзей в школе-интернате.",
            deficits=["адаптация в новом классе"],
            subjects=[self.inventor.random.choice(("математика", "русский язык", "физика"))],
            entered_on=self.entered,
        )
