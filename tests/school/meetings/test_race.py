"""One hour of a mentor, agreed to by several pairs at once."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from apps.school.meetings import actions
from apps.school.meetings.errors import TimeTaken
from apps.school.meetings.models import Proposal
from apps.school.programmes.models import Meeting
from apps.school.programmes.queries import people_of
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.meetings import ACTING, TERMS
from tests.support.people import make_mentor
from tests.support.programmes import make_running

PAIRS = 6


def test_an_hour_of_a_mentor_is_given_to_one_pair(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    start = now() + datetime.timedelta(days=2)
    with enter_school(school):
        mentor = make_mentor(capacity=PAIRS, consents=False)
        courses = [make_running(mentor=mentor) for _number in range(PAIRS)]
        proposals = [
            actions.make_proposal(programme=course, starts=[start], terms=TERMS, acting=ACTING) for course in courses
        ]
        for proposal in proposals:
            mine = people_of(proposal.programme).mentors[0]
            options = list(proposal.options.values_list("pk", flat=True))
            actions.answer_proposal(proposal=proposal, person=mine, options=options, acting=ACTING)

    def accept(number: int) -> str:
        try:
            with enter_school(school):
                proposal = Proposal.objects.select_related("programme__match").get(pk=proposals[number].pk)
                options = list(proposal.options.values_list("pk", flat=True))
                person = people_of(proposal.programme).mentees[0]
                actions.answer_proposal(proposal=proposal, person=person, options=options, acting=ACTING)
            return "agreed"
        except TimeTaken:
            return "taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=PAIRS) as pool:
        outcome = sorted(pool.map(accept, range(PAIRS)))
    assert outcome == ["agreed"] + ["taken"] * (PAIRS - 1)
    with enter_school(school):
        assert Meeting.objects.filter(starts_at=start).count() == 1
