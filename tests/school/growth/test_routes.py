"""Individual routes: built from deficits, changed, agreed, gone through; courses and certificates."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.consents import actions as consents
from apps.school.growth import actions, queries
from apps.school.growth.actions.steps import StepFacts
from apps.school.growth.models import IndividualRoute, RouteStep
from apps.school.people.models import PortfolioItem
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.consents import give
from tests.support.growth import (
    ACTING,
    TITLES,
    agree,
    make_couple,
    make_course,
    make_framework,
    make_route,
    make_session,
    measure,
    mentee_of,
    mentor_of,
    steps_of,
)
from tests.support.people import make_guardian, make_person, make_pupil
from tests.support.uploads import PDF

pytestmark = pytest.mark.usefixtures("in_alpha")


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("удостоверение.pdf", PDF)


@pytest.fixture
def mentor(in_alpha: School) -> Actor:
    return acting_as("mentor", in_alpha)


@pytest.fixture
def mentee(in_alpha: School) -> Actor:
    return acting_as("mentee", in_alpha)


def test_route_is_built_from_the_deficits_with_stages_tutor_and_courses() -> None:
    match, framework = make_couple(), make_framework()
    wide, _narrow = make_course(framework, (0, 1)), make_course(framework, (2,))
    route = make_route(mentee_of(match), framework)
    stages = queries.table_of(route)
    assert [stage.title for stage in stages] == ["Адаптационный", "Проектировочный", "Контрольно-оценочный"]
    work = [step for step in steps_of(route) if step.competency is not None]
    assert [step.competency.title for step in work if step.competency] == list(TITLES[:2])
    assert {step.course for step in work} == {wide}
    assert {step.target_level for step in work} == {3}
    assert route.tutor == mentor_of(match)
    assert (route.ends_on, route.basis) == (match.ends_on, mentee_of(match).diagnostics.get())
    with pytest.raises(Conflict):
        actions.build_route(person=mentee_of(match), acting=ACTING)


def test_school_has_stages_of_its_own() -> None:
    actions.save_stages(titles=["Вхождение", "Рост"], acting=ACTING)
    assert [stage.title for stage in queries.table_of(make_route(make_person()))] == ["Вхождение", "Рост"]
    with pytest.raises(InputError):
        actions.save_stages(titles=["Рост", "рост"], acting=ACTING)


def test_route_without_diagnostics_or_deficits_is_refused() -> None:
    person, framework = make_person(), make_framework()
    with pytest.raises(Conflict):
        actions.build_route(person=person, acting=ACTING)
    measure(person, [4, 4, 4], framework)
    with pytest.raises(Conflict):
        actions.build_route(person=person, acting=ACTING)
    assert not IndividualRoute.objects.exists()


def test_mentee_agrees_and_a_later_change_asks_anew(mentor: Actor, mentee: Actor) -> None:
    route = make_route(mentee_of(make_couple(mentor, mentee)))
    with pytest.raises(NotFound):
        queries.route_for(mentee, route.pk)  # a draft
    actions.propose_route(route=route, acting=mentor)
    with pytest.raises(NotAllowed):
        actions.answer_route(route=route, agrees=True, acting=mentor)
    with pytest.raises(InputError):
        actions.answer_route(route=route, agrees=False, acting=mentee)
    assert actions.answer_route(route=route, agrees=True, acting=mentee).state == "agreed"
    step = steps_of(route)[1]
    facts = StepFacts(step.stage, "Открытый урок", route.ends_on, competency=step.competency, target_level=4)
    changed = actions.save_step(route=route, step=step, facts=facts, acting=mentor)
    assert (changed.state, changed.revision) == ("proposed", 2)
    returned = actions.answer_route(route=route, agrees=False, words="Перенести на май", acting=mentee)
    assert (returned.state, returned.answer) == ("draft", "Перенести на май")


def test_guardian_answers_for_a_small_child(in_alpha: School) -> None:
    guardian, child = acting_as("guardian", in_alpha), acting_as("mentee", in_alpha)
    ward = make_pupil(account_id=child.account_id)
    make_guardian(ward, account_id=guardian.account_id)
    route = make_route(ward)
    actions.propose_route(route=route, acting=ACTING)
    with pytest.raises(NotAllowed):
        actions.answer_route(route=route, agrees=True, acting=child)
    assert actions.answer_route(route=route, agrees=True, acting=guardian).state == "agreed"


def test_bad_steps_are_refused() -> None:
    route = make_route(make_person())
    stage, other = queries.table_of(route)[0], queries.table_of(make_route(make_person()))[0]
    day = route.starts_on
    wrong = (
        StepFacts(other, "Шаг", day),
        StepFacts(stage, "Шаг", route.ends_on + datetime.timedelta(days=1)),
        StepFacts(stage, "Шаг", day, target_level=2),
        StepFacts(stage, "Шаг", day, responsible=make_person()),
    )
    for facts in wrong:
        with pytest.raises(InputError):
            actions.save_step(route=route, facts=facts, acting=ACTING)
    actions.save_step(route=route, facts=StepFacts(stage, "Шаг", day), acting=ACTING)
    assert RouteStep.objects.filter(stage__route=route, title="Шаг").count() == 1


def test_step_is_done_by_evidence_and_the_route_closed_when_nothing_waits(mentee: Actor) -> None:
    route = make_route(mentee_of(make_couple(mentee=mentee)))
    with pytest.raises(Conflict):
        actions.mark_step(step=steps_of(route)[0], state="done", evidence="урок", acting=mentee)
    agree(route)
    with pytest.raises(InputError):
        actions.mark_step(step=steps_of(route)[0], state="done", acting=mentee)
    with pytest.raises(Conflict):
        actions.close_route(route=route, gone_through=True, outcome="Готов", acting=ACTING)
    for step in steps_of(route):
        actions.mark_step(step=step, state="done", evidence="урок дан", acting=mentee)
    with pytest.raises(NotAllowed):
        actions.close_route(route=route, gone_through=True, outcome="Готов", acting=mentee)
    closed = actions.close_route(route=route, gone_through=True, outcome="Готов", acting=ACTING)
    assert (closed.state, closed.closed_on) == ("done", today())
    with pytest.raises(Conflict):
        actions.mark_step(step=steps_of(route)[0], state="planned", acting=ACTING)


def test_certificate_goes_into_the_portfolio_and_its_step_is_done(mentor: Actor, mentee: Actor) -> None:
    framework = make_framework()
    make_course(framework, (0,))
    route = agree(make_route(mentee_of(make_couple(mentor, mentee)), framework))
    step = next(row for row in steps_of(route) if row.course is not None)
    facts: dict[str, Any] = {"step": step, "title": "Удостоверение", "issued_on": today()}
    with pytest.raises(NotAllowed):
        actions.add_certificate(**facts, file=paper(), acting=mentor)
    actions.add_certificate(**facts, file=paper(), acting=mentee)
    step.refresh_from_db()
    item = PortfolioItem.objects.get()
    assert (step.certificate, step.state, item.kind) == (item, "done", "certificate")
    assert queries.learning_totals(today(), today()).courses == 1


def test_dropped_step_has_its_reason_and_a_draft_step_goes() -> None:
    route = make_route(make_person())
    first, second = steps_of(route)[:2]
    actions.remove_step(step=first, acting=ACTING)
    agree(route)
    with pytest.raises(Conflict):
        actions.remove_step(step=second, acting=ACTING)
    actions.mark_step(step=second, state="dropped", evidence="Курс отменён", acting=ACTING)
    assert [step.state for step in steps_of(route)].count("dropped") == 1


def test_course_stands_in_the_list_once() -> None:
    framework = make_framework()
    course = make_course(framework, (0,), title="Цифровой урок")
    with pytest.raises(InputError):
        make_course(framework, title="цифровой УРОК")
    actions.save_course(course=course, values={"in_use": False}, competencies=[], acting=ACTING)
    assert queries.suggested([framework.competencies.get(title=TITLES[0]).pk]) == []


def test_end_of_the_consent_to_personal_data_stops_diagnostics_and_route() -> None:
    person = make_person()
    consent = give(person, "pd_processing")
    route = make_route(person)
    session = make_session(person)
    consents.withdraw(consent=consent, reason="передумала", acting=ACTING)
    route.refresh_from_db()
    session.refresh_from_db()
    assert (route.state, session.state) == ("dropped", "cancelled")
