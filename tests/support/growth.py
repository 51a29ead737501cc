"""Diagnostics, routes and courses of tests, by the real verbs, inside the current school."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.growth import actions
from apps.school.growth.actions.diagnostics import Given
from apps.school.growth.actions.importing import proposed_levels
from apps.school.growth.models import Assessment, Course, DiagnosticSession, IndividualRoute, LevelImport, RouteStep
from apps.school.pairs.models import Match
from apps.school.people.models import Framework, Person
from kernel.acting import Actor, system_actor
from kernel.clock import today
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.programmes import make_active_pair
from ui.files import write_xlsx

ACTING = system_actor("tests")
TITLES = ("цифровые компетенции", "методические компетенции", "коммуникативные компетенции")
LEVELS = ("не владеет", "начальный", "базовый", "уверенный")
_numbers = itertools.count(1)


def make_framework(titles: Sequence[str] = TITLES) -> Framework:
    """Four levels: a deficit below the third, a strength from the fourth."""
    framework = Framework.objects.create(
        title=f"Модель {next(_numbers)}", levels=list(LEVELS), weak_below=3, strong_from=4
    )
    for position, title in enumerate(titles):
        framework.competencies.create(title=title, position=position)
    return framework


def make_couple(mentor: Actor | None = None, mentee: Actor | None = None) -> Match:
    """A running pair; the actors become its people."""
    mentor_card = make_mentor(person=make_person(account_id=mentor.account_id if mentor else None), consents=False)
    young = {"birth_date": datetime.date(2000, 5, 5), "account_id": mentee.account_id if mentee else None}
    mentee_card = make_mentee(person=make_person(**young), consents=False)
    return make_active_pair(mentor=mentor_card, mentees=[mentee_card])


def mentee_of(match: Match) -> Person:
    """The mentee of a pair."""
    return match.current_mentees[0].card.person


def mentor_of(match: Match) -> Person:
    """The mentor of a pair."""
    return match.current_mentors[0].card.person


def make_session(person: Person, framework: Framework | None = None, **fields: Any) -> DiagnosticSession:
    """An open session: the person and the office are asked for a week."""
    values: dict[str, Any] = {
        "kind": "entry",
        "due_on": today() + datetime.timedelta(days=7),
        "sides": ["self", "curator"],
        "framework": framework or make_framework(),
    }
    return actions.begin_session(person=person, **{**values, **fields}, acting=ACTING)


def give(session: DiagnosticSession, levels: Sequence[int], side: str = "curator", **fields: Any) -> Assessment:
    """The answer of one side: levels in the order of the framework."""
    sheet = session.assessments.get(side=side)
    keys = session.framework.competencies.order_by("position").values_list("pk", flat=True)
    said = {key: Given(level, "урок 12.10") for key, level in zip(keys, levels, strict=False)}
    actions.give_assessment(assessment=sheet, levels=said, acting=ACTING, **fields)
    sheet.refresh_from_db()
    return sheet


def measure(
    person: Person, levels: Sequence[int], framework: Framework, kind: str = "entry", day: datetime.date | None = None
) -> DiagnosticSession:
    """A session begun, answered by the office and summed up."""
    session = make_session(person, framework, kind=kind, sides=["curator"], opened_on=day)
    give(session, levels, given_on=day)
    return actions.sum_up(session=session, levels=proposed_levels(session), acting=ACTING)


def make_course(framework: Framework, numbers: Sequence[int] = (0,), **fields: Any) -> Course:
    """A course that covers the competencies with these numbers."""
    values: dict[str, Any] = {"title": f"Курс {next(_numbers)}", "provider": "ЦНППМ", "hours": 36}
    rows = list(framework.competencies.order_by("position"))
    covered = [rows[number] for number in numbers]
    return actions.save_course(course=None, values={**values, **fields}, competencies=covered, acting=ACTING)


def make_route(
    person: Person, framework: Framework | None = None, levels: Sequence[int] = (1, 2, 4)
) -> IndividualRoute:
    """A draft built from the deficits of a diagnostics."""
    measure(person, levels, framework or make_framework())
    return actions.build_route(person=person, acting=ACTING)


def agree(route: IndividualRoute) -> IndividualRoute:
    """Put before the person and agreed, whoever may answer."""
    actions.propose_route(route=route, acting=ACTING)
    IndividualRoute.objects.filter(pk=route.pk).update(state=IndividualRoute.State.AGREED, answered_on=today())
    route.refresh_from_db()
    return route


def steps_of(route: IndividualRoute) -> list[RouteStep]:
    """All steps by their days."""
    return list(RouteStep.objects.filter(stage__route=route).order_by("due_on", "pk"))


def list_of(headers: Sequence[str], *rows: Sequence[Any]) -> SimpleUploadedFile:
    """An XLSX file of levels."""
    return SimpleUploadedFile("уровни.xlsx", write_xlsx(list(headers), rows, title="Уровни"))


def levels_of(person: Person) -> Mapping[str, int]:
    """The newest result: competency -> level."""
    newest = person.diagnostics.order_by("-made_on", "-pk").first()
    return {row.competency.title: row.level for row in newest.levels.all()} if newest else {}


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    actions.save_stages(titles=["Вхождение", "Развитие", "Итог"], acting=ACTING)
    match, framework = make_couple(), make_framework()
    course = make_course(framework)
    route = make_route(mentee_of(match), framework)
    session = make_session(make_person(), framework)
    return {
        "diagnostic_session": session.pk,
        "assessment": give(session, [2, 3, 4]).pk,
        "individual_route": route.pk,
        "route_step": steps_of(route)[1].pk,
        "course": course.pk,
        "level_import": LevelImport.objects.create(
            framework=framework, kind="entry", side="curator", made_on=today(), total=0
        ).pk,
    }
