"""A school at work, and its people's programs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.pairs.models import Match
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.programmes import make_meeting, make_running


@dataclass(frozen=True)
class Work:
    """A running programme of the cast's mentor and mentee with one held meeting."""

    school: School
    programme: Programme

    @property
    def pair(self) -> Match:
        """Its pair."""
        return self.programme.match


def at_work(school: School) -> Work:
    """Make it in the school."""
    with enter_school(school):
        programme = make_running()
        people = people_of(programme)
        for role, person in (("mentor", people.mentors[0]), ("mentee", people.mentees[0])):
            person.account_id = account_in(role, school).pk
            person.save(update_fields=["account_id"])
        meeting = make_meeting(programme, days=-7, held=True)
        meeting.mentor_note, meeting.mentee_note = "Заметка наставника", "Заметка наставляемого"
        meeting.save(update_fields=["mentor_note", "mentee_note"])
    return Work(school, programme)


@pytest.fixture
def work(alpha: School) -> Work:
    """Alpha at work."""
    return at_work(alpha)


@pytest.fixture
def foreign(beta: School) -> Work:
    """Beta at work."""
    return at_work(beta)


@pytest.fixture
def asked() -> CaptureQueriesContext:
    """Queries that a test captures."""
    return CaptureQueriesContext(connection)
