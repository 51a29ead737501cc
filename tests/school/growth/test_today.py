"""Lines of «Today» about growth."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf

from apps.school.growth import actions
from apps.school.growth.models import RouteStep
from apps.school.regulation.queries import current
from apps.school.today.own import read
from apps.school.today.waiting import WaitingItem, growth
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.growth import ACTING, agree, give, make_couple, make_framework, make_route, make_session, mentee_of
from tests.support.people import counted, make_person
from tests.support.regulation import adopted

pytestmark = pytest.mark.usefixtures("in_alpha", "on_the_host")


@pytest.fixture
def on_the_host() -> Iterator[None]:
    """Addresses are those of a school's host, as in a request."""
    set_urlconf(settings.SCHOOL_URLCONF)
    yield
    set_urlconf(None)


def codes(items: list[WaitingItem]) -> list[str]:
    return sorted(item.code for item in items)


def test_curator_is_reminded_of_mentees_without_diagnostics() -> None:
    adopted("co-58", monitoring__instruments=["competence_diagnostics"])
    assert "competence_diagnostics" in current().codes("monitoring.instruments")
    match = make_couple()
    [line] = growth.office(current(), today())
    assert (line.code, line.count) == ("growth.entry", 1)
    make_session(mentee_of(match))
    assert growth.office(current(), today()) == []
    match.ends_on = today() + datetime.timedelta(days=10)
    match.save()
    [line] = growth.office(current(), today())
    assert line.code == "growth.exit"


def test_school_that_measures_otherwise_is_not_reminded() -> None:
    adopted("co-58", monitoring__instruments=["questionnaire"])
    make_couple()
    assert growth.office(current(), today()) == []


def test_assessors_are_asked_and_the_curator_sums_up(in_alpha: School) -> None:
    adopted("co-58", monitoring__instruments=["questionnaire"])
    mentor, mentee = acting_as("mentor", in_alpha), acting_as("mentee", in_alpha)
    session = make_session(mentee_of(make_couple(mentor, mentee)), sides=["self", "mentor"])
    for actor in (mentor, mentee):
        [line] = growth.participant(actor, read(actor, today()), today())
        assert (line.code, line.deadline) == ("growth.assess", session.due_on)
    late = session.due_on + datetime.timedelta(days=1)
    assert codes(growth.office(current(), late)) == ["growth.silent"]
    give(session, [1, 2, 3], "self")
    give(session, [1, 2, 3], "mentor")
    assert growth.participant(mentor, read(mentor, today()), today()) == []
    assert codes(growth.office(current(), late)) == ["growth.sum_up"]


def test_route_and_its_steps_are_told_to_those_who_answer_for_them(in_alpha: School) -> None:
    adopted("co-58", monitoring__instruments=["questionnaire"])
    mentor, mentee = acting_as("mentor", in_alpha), acting_as("mentee", in_alpha)
    route = make_route(mentee_of(make_couple(mentor, mentee)))
    actions.propose_route(route=route, acting=ACTING)
    assert "growth.route_answer" in codes(growth.participant(mentee, read(mentee, today()), today()))
    actions.answer_route(route=route, agrees=False, words="Позже", acting=mentee)
    assert codes(growth.office(current(), today())) == ["growth.route_returned"]
    agree(route)
    RouteStep.objects.filter(stage__route=route).update(due_on=today() - datetime.timedelta(days=1))
    assert "growth.route_late" in codes(growth.office(current(), today()))
    for actor in (mentor, mentee):
        lines = growth.participant(actor, read(actor, today()), today())
        assert set(codes(lines)) == {"growth.step"}
        assert all(line.overdue for line in lines)


def test_lines_ask_the_same_number_of_queries(in_alpha: School) -> None:
    adopted("co-58", monitoring__instruments=["competence_diagnostics"])
    mentor = acting_as("mentor", in_alpha)
    framework = make_framework()
    match = make_couple(mentor)

    def number() -> int:
        own = read(mentor, today())
        with CaptureQueriesContext(connection) as captured:
            growth.participant(mentor, own, today())
            growth.office(current(), today())
        return counted(captured)

    agree(make_route(mentee_of(match), framework))
    make_session(mentee_of(match), framework, kind="exit", sides=["mentor"])
    few = number()
    for _each in range(5):
        make_couple()
        make_session(make_person(), framework)
        agree(make_route(make_person(), framework))
    assert number() == few
