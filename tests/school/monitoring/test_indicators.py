"""The school's indicators: R2-R7 and R10, with remote pairs, in a constant number of queries."""

from __future__ import annotations

import datetime
import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.monitoring.actions import answer_satisfaction
from apps.school.monitoring.indicators import RemoteShare
from apps.school.monitoring.models import Satisfaction
from apps.school.monitoring.queries import indicators, month_ends, running_by_month
from apps.school.pairs.models import Match
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.people import make_mentee, make_mentor, make_person, make_pupil
from tests.support.programmes import ACTING, close, make_active_pair, make_draft, make_running
from tests.support.regulation import adopted
from tests.support.statistics import asked

NOVICE_SINCE = datetime.timedelta(days=400)


def answer(programme: Programme, side: str, score: int) -> None:
    people = people_of(programme)
    person = (people.mentors if side == "mentor" else people.mentees)[0]
    answer_satisfaction(programme=programme, person=person, side=side, score=score, acting=ACTING)


def test_empty_school_has_zeros(in_alpha: School) -> None:
    found = indicators(on=today())
    assert (found.mentor_count, found.mentee_count, found.pair_count) == (0, 0, 0)
    assert found.coverage is None
    assert found.satisfaction("mentor") is None


def test_employees_and_novices_are_counted(in_alpha: School) -> None:
    make_person(teaching_since=today() - datetime.timedelta(days=6000))
    make_person(teaching_since=today() - NOVICE_SINCE)
    make_person(teaching_since=None)
    make_person(teaching_since=today() - NOVICE_SINCE, left_on=today())
    make_pupil()
    found = indicators(on=today())
    assert (found.pedagogues, found.novices, found.experience_unknown) == (3, 1, 1)


def test_novice_of_exactly_three_years_counts(in_alpha: School) -> None:
    day = datetime.date(2026, 9, 1)
    make_person(teaching_since=datetime.date(2023, 9, 1))
    make_person(teaching_since=datetime.date(2023, 8, 31))
    assert indicators(on=day).novices == 1


def test_people_of_running_pairs_are_counted_once(in_alpha: School) -> None:
    adopted()
    mentor = make_mentor(consents=False)
    make_active_pair(mentor=mentor)
    make_active_pair(mentor=mentor, mentees=[make_mentee(consents=False), make_mentee(consents=False)])
    found = indicators(on=today())
    assert (found.mentor_count, found.mentee_count, found.pair_count) == (1, 3, 2)


def test_proposed_pairs_do_not_count(in_alpha: School) -> None:
    adopted()
    make_active_pair(state=Match.State.PROPOSED)
    assert indicators(on=today()).mentor_count == 0


def test_coverage_is_the_share_of_novices_with_a_mentor(in_alpha: School) -> None:
    adopted()
    make_active_pair()
    make_person(teaching_since=today() - NOVICE_SINCE)
    make_person(teaching_since=today() - NOVICE_SINCE)
    found = indicators(on=today())
    assert (found.novices_covered, found.novices, found.coverage) == (1, 3, 33.3)


def test_remote_pairs_add_people_once(in_alpha: School) -> None:
    adopted()
    busy, remote_only = make_mentor(consents=False), make_mentor(consents=False)
    novice = make_mentee(consents=False)
    make_active_pair(mentor=busy)
    remote = RemoteShare(
        mentor_cards=frozenset({busy.pk, remote_only.pk}),
        mentee_cards=frozenset({novice.pk}),
        pairs_by_form={"pedagogue_pedagogue": 2},
    )
    found = indicators(on=today(), remote=remote)
    assert (found.mentor_count, found.mentee_count) == (2, 2)
    assert (found.novices_covered, found.novices) == (2, 2)
    assert found.pairs == {("pedagogue_pedagogue", "traditional"): 1, ("pedagogue_pedagogue", "virtual"): 2}


def test_programmes_stand_by_state_and_ground(in_alpha: School) -> None:
    adopted()
    make_draft()
    make_running()
    close(make_running())
    close(make_running(), "mentee_initiative", results="")
    found = indicators(on=today())
    assert found.programmes == {"draft": 1, "running": 1, "completed": 1, "ended": 1}
    assert (found.approved, found.ended_by_ground) == (3, {"mentee_initiative": 1})


def test_closed_pairs_are_still_running_the_day_before(in_alpha: School) -> None:
    adopted()
    close(make_running())
    assert indicators(on=today()).pair_count == 0
    before = indicators(on=today() - datetime.timedelta(days=1))
    assert before.pair_count == 1
    assert before.programmes["completed"] == 0


def test_satisfaction_is_the_share_of_eight_and_more(in_alpha: School) -> None:
    adopted()
    for score in (7, 8, 10):
        answer(make_running(), "mentee", score)
    found = indicators(on=today())
    assert (found.satisfied, found.answers) == ({"mentee": 2}, {"mentee": 3})
    assert found.satisfaction("mentee") == 66.7


def test_answers_count_until_the_end_of_the_day_where_the_school_is(beta: School) -> None:
    with enter_school(beta):
        adopted()
        answer(make_running(), "mentee", 9)
        evening = datetime.datetime(2026, 3, 1, 19, 30, tzinfo=datetime.UTC)
        Satisfaction.objects.update(created_at=evening)  # half past midnight of 2 March in Yekaterinburg
        assert indicators(on=datetime.date(2026, 3, 1)).answers == {}
        assert indicators(on=datetime.date(2026, 3, 2)).answers == {"mentee": 1}


def test_indicators_are_plain_json(in_alpha: School) -> None:
    adopted()
    make_active_pair()
    values = json.loads(json.dumps(indicators(on=today()).as_dict()))
    assert values["R7"]["by_form"] == {"pedagogue_pedagogue": {"traditional": 1}}


def test_indicators_ask_as_often_for_many_as_for_none(in_alpha: School) -> None:
    adopted()
    with CaptureQueriesContext(connection) as none:
        indicators(on=today())
    for _number in range(12):
        answer(make_running(), "mentor", 9)
    with CaptureQueriesContext(connection) as many:
        indicators(on=today())
    assert asked(none) == asked(many) == 1


def test_month_ends_lead_to_the_day() -> None:
    days = list(month_ends(datetime.date(2026, 3, 15), 3))
    assert days == [datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), datetime.date(2026, 3, 15)]


def test_running_pairs_are_counted_by_month(in_alpha: School) -> None:
    adopted()
    make_active_pair()
    points = running_by_month(today())
    assert (len(points), points[0][1], points[-1][1]) == (12, 0, 1)
