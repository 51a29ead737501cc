"""Professional growth in the demo: courses, diagnostics at the entry and at the exit, routes at different stages."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.growth import actions, queries
from apps.school.growth.actions.diagnostics import Given
from apps.school.growth.actions.importing import proposed_levels
from apps.school.growth.models import Assessment, DiagnosticSession, IndividualRoute, RouteStep
from apps.school.orders.documents.report import render_pdf
from apps.school.people.models import Framework, Person
from apps.school.people.queries import frameworks_in_use
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import DomainError

DAY = datetime.timedelta(days=1)
ENTRY_AGO, EXIT_AGO = 120, 12
COMPARED, BEGUN, ASKED = 8, 4, 3  # mentees measured twice, once, and just being asked about

# Title, provider, kind, form, hours, numbers of the competencies covered.
COURSES: tuple[tuple[str, str, str, str, int, tuple[int, ...]], ...] = (
    ("Цифровые инструменты урока", "ЦНППМ", "course", "distance", 36, (0,)),
    ("Формирующее оценивание на каждом уроке", "Институт развития образования", "course", "mixed", 24, (1,)),
    ("Трудный разговор: с классом и с родителями", "Институт развития образования", "course", "in_person", 18, (2,)),
    ("Психологический климат класса", "Центр психолого-педагогической помощи", "event", "in_person", 8, (3, 2)),
    ("Стажировка у учителя-методиста", "Опорная школа района", "internship", "in_person", 40, (1, 4)),
    ("Трудные темы предмета: от ошибки к пониманию", "ЦНППМ", "course", "mixed", 36, (4,)),
)
EVIDENCE = ("открытый урок", "анализ трёх уроков", "работы учеников", "план урока", "беседа после занятия")
COMMENTS = ("", "", "Нужна поддержка при планировании.", "Виден рост за четверть.")
OUTCOME = "Дефициты восполнены, уроки проводит самостоятельно."
WISH = "Прошу перенести курс на каникулы."


class GrowthTeller:
    """One school's growth; runs inside the school when its pairs have been told."""

    def __init__(self, staff: Staff, *, curator: Actor, luck: random.Random) -> None:
        self.staff, self.curator = staff, curator
        self.luck = luck
        self.refusals: list[str] = []

    def tell(self) -> None:
        """Courses, then people: those measured twice, those measured once, those who are just asked about."""
        framework = next(row for row in frameworks_in_use() if row.preset)
        self._courses(framework)
        people = [card.person for card in self.staff.mentees]
        for person in people[:COMPARED]:
            self._try(partial(self._measure, person, framework, "entry", ENTRY_AGO))
        for number, person in enumerate(people[:COMPARED]):
            self._try(partial(self._route, person, number))
        for person in people[:COMPARED]:
            self._try(partial(self._measure, person, framework, "exit", EXIT_AGO))
        for person in people[COMPARED : COMPARED + BEGUN]:
            self._try(partial(self._measure, person, framework, "entry", EXIT_AGO))
            self._try(partial(actions.build_route, person=person, acting=self.curator))
        for number, person in enumerate(people[COMPARED + BEGUN : COMPARED + BEGUN + ASKED]):
            self._try(partial(self._ask, person, framework, "entry", number))
        self._try(partial(self._ask, people[0], framework, "interim", 1))

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except DomainError as refusal:
            self.refusals.append(str(refusal.message))

    def _courses(self, framework: Framework) -> None:
        competencies = list(framework.competencies.order_by("position"))
        for number, (title, provider, kind, form, hours, covered) in enumerate(COURSES):
            values = {"title": title, "provider": provider, "kind": kind, "form": form, "hours": hours}
            if number % 2:
                starts_on = today() + (20 + 10 * number) * DAY
                values |= {"starts_on": starts_on, "ends_on": starts_on + 14 * DAY}
            rows = [competencies[at_] for at_ in covered if at_ < len(competencies)]
            actions.save_course(course=None, values=values, competencies=rows, acting=self.curator)

    # ---- diagnostics

    def _sides(self, person: Person) -> list[str]:
        return ["self", "curator", *(["mentor"] if queries.mentors_of(person).exists() else [])]

    def _measure(self, person: Person, framework: Framework, kind: str, ago: int) -> None:
        """A session with every side, summed up; the exit stands higher than what was known before."""
        known = self._known(person, framework)
        with at(now() - ago * DAY):
            session = actions.begin_session(
                person=person,
                framework=framework,
                kind=kind,
                due_on=today() + 7 * DAY,
                sides=self._sides(person),
                acting=self.curator,
            )
            for sheet in session.assessments.all():
                self._answer(sheet, known, rises=kind == "exit")
            actions.sum_up(session=session, levels=proposed_levels(session), acting=self.curator)

    def _known(self, person: Person, framework: Framework) -> dict[int, int]:
        history = next((row for row in queries.history_of(person) if row.framework == framework), None)
        return {key: span.last for key, span in history.spans.items()} if history else {}

    def _answer(self, sheet: Assessment, known: Mapping[int, int], *, rises: bool) -> None:
        framework = sheet.session.framework
        top = len(framework.levels)
        said = {}
        for row in framework.competencies.filter(in_use=True):
            base = known.get(row.pk, self.luck.randint(1, 3))
            level = base + (self.luck.choice((0, 1, 1, 2)) if rises else self.luck.choice((0, 0, 0, 1)))
            level += 1 if sheet.side == "self" and self.luck.random() < 0.4 else 0
            evidence, comment = self.luck.choice(EVIDENCE), self.luck.choice(COMMENTS)
            said[row.pk] = Given(min(max(level, 1), top), evidence, comment)
        actions.give_assessment(assessment=sheet, levels=said, acting=self.curator)

    def _ask(self, person: Person, framework: Framework, kind: str, number: int) -> None:
        """Under way: of the first everybody has answered, of the others somebody is silent."""
        session: DiagnosticSession = actions.begin_session(
            person=person,
            framework=framework,
            kind=kind,
            due_on=today() + (5 - 2 * number) * DAY,
            sides=self._sides(person),
            opened_on=today() - 6 * DAY,
            acting=self.curator,
        )
        sheets = list(session.assessments.all())
        for sheet in sheets if number == 0 else [row for row in sheets if row.side == "curator"]:
            self._answer(sheet, self._known(person, framework), rises=False)

    # ---- routes

    def _route(self, person: Person, number: int) -> None:
        """Four of them by turns: agreed and half done, gone through, sent back, waiting for a word."""
        with at(now() - (ENTRY_AGO - 10) * DAY):
            route = actions.build_route(person=person, acting=self.curator)
            actions.propose_route(route=route, acting=self.curator)
            if number % 4 < 2:
                actions.answer_route(route=route, agrees=True, acting=self._as(person))
        if number % 4 == 2:
            actions.answer_route(route=route, agrees=False, words=WISH, acting=self._as(person))
        if number % 4 < 2:
            self._walk(route, whole=number % 4 == 1)

    def _walk(self, route: IndividualRoute, *, whole: bool) -> None:
        rows = RouteStep.objects.filter(stage__route=route).order_by("due_on", "pk")
        due = [step for step in rows if whole or step.due_on < today() - 20 * DAY]
        for step in due:
            day = min(step.due_on, today())
            if step.course is not None:
                self._certificate(step, day)
            else:
                evidence = self.luck.choice(EVIDENCE).capitalize()
                actions.mark_step(step=step, state="done", evidence=evidence, done_on=day, acting=self.curator)
        if whole:
            actions.close_route(route=route, gone_through=True, outcome=OUTCOME, acting=self.curator)

    def _certificate(self, step: RouteStep, day: datetime.date) -> None:
        title = step.course.title if step.course is not None else step.title
        content = {
            "institution": step.course.provider if step.course is not None else "",
            "title": "Удостоверение",
            "subtitle": title,
            "lead": "Образец для показа программы.",
            "sections": [],
            "words": {"compiled": "Выдано"},
            "compiled": f"{day:%d.%m.%Y}",
        }
        file = SimpleUploadedFile("certificate.pdf", render_pdf(content, ()))
        actions.add_certificate(
            step=step, title=f"Удостоверение: {title}", issued_on=day, file=file, acting=self.curator
        )

    def _as(self, person: Person) -> Actor:
        return Actor(person.account_id, person.short_name, frozenset({"mentee"}), place="school")
