"""The last place at a mentor, asked for by twenty at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import connection

from apps.school.pairs import actions
from apps.school.pairs.models import Match, MentorSeat
from apps.school.people.models import MenteeCard, MentorCard
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.pairs import a_term
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

ASKERS = 20


def results(school: School, act: Callable[[int], None]) -> list[str]:
    """Outcome of ``act`` in twenty threads, each with its own connection."""

    def one(number: int) -> str:
        try:
            with enter_school(school):
                act(number)
            return "done"
        except RuleViolation as refusal:
            return refusal.violations[0].parameter
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=ASKERS) as pool:
        return list(pool.map(one, range(ASKERS)))


def test_last_place_is_taken_once(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
        mentor = make_mentor(capacity=5)
        mentees = [make_mentee() for _number in range(ASKERS)]
        starts_on, ends_on = a_term()

    def form(number: int) -> None:
        actions.form_pair(
            mentors=[MentorCard.objects.get(pk=mentor.pk)],
            mentees=[MenteeCard.objects.get(pk=mentees[number].pk)],
            form="pedagogue_pedagogue",
            type_="goal_setting_short",
            role_model="experienced_novice",
            starts_on=starts_on,
            ends_on=ends_on,
            acting=system_actor("tests"),
        )

    outcome = results(school, form)
    assert sorted(outcome) == ["done"] + ["pairing.max_mentees"] * (ASKERS - 1)
    with enter_school(school):
        assert Match.objects.filter(mentors__card=mentor).count() == 1
        assert MentorSeat.objects.filter(card=mentor).count() == 1


def test_last_place_is_given_to_one_request_of_other_schools(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        adopted("gymnasium-35", since=today() - datetime.timedelta(days=9))
        mentor = make_mentor(capacity=1)

    def take(_number: int) -> None:
        card = MentorCard.objects.get(pk=mentor.pk)
        actions.take_remote_seat(mentor_card=card, remote_request=uuid4(), acting=system_actor("tests"))

    assert results(school, take).count("done") == 1
