"""Lines of «Today» about surveys and the monitoring."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.questionnaires import actions
from apps.school.regulation.queries import current
from apps.school.today.waiting import measured, surveys
from kernel.acting import system_actor
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.monitoring import make_run
from tests.support.people import counted, make_person
from tests.support.questionnaires import answer, make_round
from tests.support.regulation import adopted

pytestmark = pytest.mark.usefixtures("in_alpha")


def test_curator_is_reminded_of_empty_indicators() -> None:
    adopted("gymnasium-35", monitoring__indicators=["participants_count", "team_climate"])
    assert measured.indicators(current(), today()) == []
    run = make_run()
    [line] = measured.indicators(current(), today())
    assert (line.code, line.count) == ("monitoring.indicators", 1)
    assert line.url == run.get_absolute_url()
    assert current().rule("monitoring.indicators").is_set


def test_person_is_told_of_a_questionnaire_until_it_is_answered(in_alpha: School) -> None:
    actor = acting_as("mentee", in_alpha)
    person = make_person(account_id=actor.account_id)
    round_ = make_round("satisfaction_mentee", person)
    [line] = surveys.asked(actor, today())
    assert (line.code, line.deadline, line.kind) == ("survey.answer", round_.closes_on, "accent")
    actions.remind(round_=round_, acting=system_actor("tests"))
    assert surveys.asked(actor, today())[0].kind == "warning"
    answer(round_.invitations.get())
    assert surveys.asked(actor, today()) == []


def test_curator_is_told_of_the_silent_when_the_end_is_near() -> None:
    round_ = make_round("satisfaction_mentee", make_person(), make_person())
    assert surveys.silent(today()) == []
    day = round_.closes_on - datetime.timedelta(days=2)
    [line] = surveys.silent(day)
    assert (line.code, line.count, line.overdue) == ("survey.silent", 2, False)
    for invitation in round_.invitations.all():
        answer(invitation)
    assert surveys.silent(day) == []


def test_lines_ask_the_same_number_of_queries() -> None:
    day = make_round("satisfaction_mentee").closes_on
    with CaptureQueriesContext(connection) as few:
        assert len(surveys.silent(day)) == 1
    for _number in range(4):
        make_round("satisfaction_mentee")
    with CaptureQueriesContext(connection) as many:
        assert len(surveys.silent(day)) == 5
    assert counted(many) == counted(few)
