"""What a demo school knows of its people beyond the cards: measurements, portfolios, papers, what others told."""

from __future__ import annotations

import datetime
import random

from apps.school.people import actions as people
from apps.school.people.models import Framework, MenteeCard, MentorCard, Person
from apps.school.people.ports import Papers
from apps.school.people.presets import frameworks
from apps.school.regulation.queries import current
from apps.school.regulation.rules.bank import THIRD_PARTIES, documents_wanted, keeps_registry, tracks_for
from config.demo.people import Inventor
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import today

OUTSIDE = ("alumnus", "parent", "employer", "partner_employee", "university_teacher")
COMPANIES = ("ООО «Северный завод»", "АО «Технопарк»", "ГАУ «Дом науки»")
ACHIEVEMENTS = (
    ("achievement", "Победитель конкурса «Учитель года», муниципальный этап"),
    ("publication", "Статья «Первые сто дней молодого учителя» в сборнике конференции"),
    ("certificate", "Удостоверение: «Наставничество в образовании», 72 часа"),
    ("event", "Мастер-класс по формирующему оцениванию для коллег района"),
)
TOLD = (
    "Увереннее держится в малой группе, на открытых уроках волнуется.",
    "Просит помощи с планированием, на замечания отвечает спокойно.",
)
SECOND_REQUESTS = ("Подготовиться к аттестации на первую категорию.", "Научиться вести проекты с шестиклассниками.")
DAY = datetime.timedelta(days=1)


class BankTeller:
    """Fills the banks of one school; runs inside the school's context, a few days after its people were entered."""

    def __init__(self, inventor: Inventor, staff: Staff, acting: Actor, entered: datetime.date) -> None:
        self.inventor, self.staff, self.acting, self.entered = inventor, staff, acting, entered
        # A luck of its own, so that what the school does later stays as it was.
        self.luck = random.Random(inventor.random.getrandbits(32))  # nosec B311: demo data

    def tell(self) -> None:
        """Everything, in the order a school would do it."""
        framework = people.import_preset(preset=next(iter(frameworks())), acting=self.acting)
        for card in self.staff.mentors[:6]:
            self._measure(card.person, framework, low=3, high=5)
        for mentee in self.staff.mentees[:8]:
            self._measure(mentee.person, framework, low=1, high=4)
        for card in self.staff.mentors[:5]:
            self._portfolio(card.person)
        self._tracks()
        self._told()
        self._outsiders()
        self._double()

    def _measure(self, person: Person, framework: Framework, *, low: int, high: int) -> None:
        levels = {row.pk: self.luck.randint(low, high) for row in framework.competencies.all()}
        people.record_diagnostics(
            person=person, framework=framework, way="curator", levels=levels, made_on=self.entered, acting=self.acting
        )

    def _portfolio(self, person: Person) -> None:
        for kind, title in self.luck.sample(ACHIEVEMENTS, 2):
            dated = self.entered - self.luck.randint(30, 700) * DAY
            people.add_portfolio_item(
                person=person, kind=kind, title=title, dated=dated, visibility="everybody", acting=self.acting
            )

    def _tracks(self) -> None:
        view = current()
        for card in self.staff.mentees[::2]:
            found = tracks_for(view, card.person.experience_on(today()))
            if found:
                people.route_track(mentee=card, track=found[0], acting=self.acting)

    def _told(self) -> None:
        sources = current().codes(THIRD_PARTIES)
        mentees: list[MenteeCard] = [*self.staff.pupil_mentees[:2], *self.staff.mentees[:1]]
        for card, text in zip(mentees, TOLD, strict=False):
            if sources:
                people.record_third_party(
                    person=card.person,
                    source=sources[0],
                    told_by=f"{self.staff.curator.short_name}, со слов источника",
                    text=text,
                    basis=f"согласие на обработку от {self.entered:%d.%m.%Y}",
                    received_on=today(),
                    acting=self.acting,
                )
        for card, request in zip(self.staff.mentees, SECOND_REQUESTS, strict=False):
            people.state_request(person=card.person, text=request, acting=self.acting)

    def _outsiders(self) -> None:
        """Mentors from outside: the first with all papers, one of which soon expires, the second with none."""
        view = current()
        category = next((code for code in OUTSIDE if code in view.codes("scope.mentor_categories")), "")
        if not category or not keeps_registry(view, "mentor_registry"):
            return
        for number, company in enumerate(COMPANIES[:2]):
            card = self._outsider(category, company)
            for kind in documents_wanted(view) if number == 0 else ():
                expires = None if kind == "no_criminal_record" else self.entered + 180 * DAY
                people.add_document(
                    person=card.person,
                    kind=kind,
                    number=str(self.luck.randint(1000, 9999)),
                    issued_on=self.entered - 20 * DAY,
                    expires_on=expires,
                    acting=self.acting,
                )

    def _outsider(self, category: str, company: str) -> MentorCard:
        data = {**self.inventor.name(), "organisation": company, "position": "инженер", "phone": self.inventor.phone()}
        person = people.add_person(kind="external", data=data, acting=self.acting, allow_namesake=True)
        return people.enter_mentor(
            person=person,
            category=category,
            competencies=["профориентация", "проектная работа"],
            interests=["робототехника"],
            mentee_ages="14–17 лет",
            hours="2 часа в неделю",
            papers=Papers(given_on=self.entered, scans={"pd_processing": None}),
            entered_on=self.entered,
            acting=self.acting,
        )

    def _double(self) -> None:
        """Somebody was written down twice: with a letter mistyped and without a staff number."""
        twin = self.staff.mentees[-1].person
        data = {
            "last_name": twin.last_name,
            "first_name": twin.first_name,
            "birth_date": twin.birth_date,
            "phone": self.inventor.phone(),
            "position": "учитель",
        }
        people.add_person(kind="employee", data=data, acting=self.acting, allow_namesake=True)
