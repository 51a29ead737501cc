"""The banks under the regulation: who keeps them, which are kept, tracks, what the history tells."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.people import actions, queries
from apps.school.people.models import BankPeriod, Departure, MenteeCard, MenteeRequest
from apps.school.people.ports import Papers
from kernel.acting import Actor, system_actor
from kernel.clock import today
from kernel.errors import Conflict, RuleViolation
from tenants.organisations.models import School
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.regulation import adopted

ACTING = system_actor("test")


def papers(on: datetime.date | None = None) -> Papers:
    return Papers(on or today(), {"pd_processing": None})


def holder(*roles: str) -> Actor:
    return Actor(account_id=None, name="кто-то", roles=frozenset(roles), place="school")


def enter(**fields: Any) -> MenteeCard:
    values = {"person": make_person(), "category": "young_pedagogue", "papers": papers(), "acting": ACTING, **fields}
    return actions.enter_mentee(**values)


def broken(error: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [violation.parameter for violation in error.value.violations]


def since(years: int) -> datetime.date:
    return today().replace(day=1) - datetime.timedelta(days=366 * years)


def test_bank_is_kept_by_those_whom_the_regulation_names(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as error:
        enter(acting=holder("methodical_association"))
    assert broken(error) == ["data.keepers"]
    mentor = make_mentor()
    with pytest.raises(RuleViolation) as error:
        actions.leave_bank(card=mentor, acting=holder("methodical_association"))
    assert broken(error) == ["data.keepers"]
    with pytest.raises(RuleViolation) as error:
        actions.enter_mentor(
            person=make_person(), category="pedagogue", papers=papers(), acting=holder("methodical_association")
        )
    assert broken(error) == ["data.keepers"]
    assert enter(acting=holder("curator")).pk


def test_association_named_as_a_keeper_enters_people(in_alpha: School) -> None:
    adopted("gymnasium-35")
    assert enter(acting=holder("methodical_association")).pk


def test_nobody_enters_a_bank_that_is_not_provided_for(in_alpha: School) -> None:
    adopted("lenskaya", data__registries=["practice_library"])
    with pytest.raises(RuleViolation) as error:
        enter()
    assert broken(error) == ["data.registries"]
    with pytest.raises(RuleViolation) as error:
        actions.enter_mentor(person=make_person(), category="pedagogue", papers=papers(), acting=ACTING)
    assert broken(error) == ["data.registries"]


def test_entry_with_a_track_that_does_not_fit_is_refused(in_alpha: School) -> None:
    adopted("co-58")
    novice = make_person(teaching_since=since(2))
    with pytest.raises(RuleViolation) as error:
        enter(person=novice, category="experienced_pedagogue", track="teachers_club")
    assert broken(error) == ["scope.mentee_experience", "scope.mentee_experience"]
    card = enter(person=make_person(teaching_since=since(8)), category="experienced_pedagogue", track="teachers_club")
    assert (card.track, card.track_on) == ("teachers_club", today())


def test_mentee_is_sent_to_the_track_of_the_experience(in_alpha: School) -> None:
    adopted("co-58")
    card = enter(person=make_person(teaching_since=since(2)))
    with pytest.raises(RuleViolation) as error:
        actions.route_track(mentee=card, track="teachers_club", acting=ACTING)
    assert broken(error) == ["scope.mentee_experience"]
    actions.edit_person(person=card.person, data={"teaching_since": since(8)}, acting=ACTING)
    assert actions.route_track(mentee=card, track="teachers_club", acting=ACTING).track == "teachers_club"
    assert actions.route_track(mentee=card, track="", acting=ACTING).track_on is None


def test_time_in_the_bank_is_remembered_with_the_reason(in_school: School) -> None:
    before = today() - datetime.timedelta(days=90)
    card = enter(entered_on=before, papers=papers(before))
    actions.leave_bank(card=card, reason="перешёл на другую работу", acting=ACTING)
    again = enter(person=card.person, papers=None)
    rows = queries.periods_of(again.person)
    assert [(row.entered_on, row.left_on) for row in rows] == [
        (today(), None),
        (before, today()),
    ]
    assert rows[1].reason == "перешёл на другую работу"


def test_card_older_than_the_history_gets_its_time_when_it_ends(in_school: School) -> None:
    card = make_mentor(entered_on=datetime.date(2024, 9, 1))
    assert [row.pk for row in queries.periods_of(card.person)] == [None]
    actions.leave_bank(card=card, acting=ACTING)
    row = BankPeriod.objects.get(person=card.person)
    assert (row.entered_on, row.left_on) == (datetime.date(2024, 9, 1), today())


def test_leaving_and_coming_back_are_remembered(in_school: School) -> None:
    mentor, day = make_mentor(), today() - datetime.timedelta(days=3)
    actions.mark_left(person=mentor.person, left_on=day, reason="переезд", acting=ACTING)
    actions.return_person(person=mentor.person, acting=ACTING)
    row = Departure.objects.get(person=mentor.person)
    assert (row.left_on, row.reason, row.returned_on) == (day, "переезд", today())
    mentor.refresh_from_db()
    assert mentor.state == "left"


def test_requests_are_kept_with_their_days(in_school: School) -> None:
    card = make_mentee(request="Дисциплина", entered_on=datetime.date(2025, 9, 1))
    second = actions.state_request(person=card.person, text="Оценивание", acting=ACTING)
    assert [row.text for row in queries.requests_of(card.person)] == ["Оценивание", "Дисциплина"]
    card.refresh_from_db()
    assert card.request == "Оценивание"
    with pytest.raises(Conflict):
        actions.state_request(person=card.person, text=" Оценивание ", acting=ACTING)
    actions.close_request(request=second, met=True, acting=ACTING)
    card.refresh_from_db()
    assert card.request == "Дисциплина"
    with pytest.raises(Conflict):
        actions.close_request(request=second, met=False, acting=ACTING)


def test_request_changed_on_the_card_leaves_the_older_in_the_history(in_school: School) -> None:
    card = make_mentee(request="Дисциплина")
    actions.edit_mentee(mentee=card, category=card.category, request="Проекты", acting=ACTING)
    states = {row.text: row.state for row in MenteeRequest.objects.filter(person=card.person)}
    assert states == {"Дисциплина": MenteeRequest.State.DROPPED, "Проекты": MenteeRequest.State.OPEN}
