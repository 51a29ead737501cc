"""A mentor from outside and the order of the pair."""

from __future__ import annotations

import datetime

import pytest

from apps.school.pairs import actions
from apps.school.pairs.models import Match
from apps.school.people import actions as people
from apps.school.people.errors import StillNeeded
from apps.school.people.models import Person
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import RuleViolation
from tenants.organisations.models import School
from tests.support.pairs import agree, make_pair, propose
from tests.support.people import make_mentee, make_mentor, make_person, make_pupil
from tests.support.regulation import adopted

ACTING = system_actor("tests")


def test_external_mentor_without_documents_gets_no_order(in_alpha: School) -> None:
    adopted("ozono-chepetskaya", scope__mentor_categories=["employer"], programme__annual=False)
    outsider = make_person(kind=Person.Kind.EXTERNAL, staff_number="", organisation="Завод")
    mentor = make_mentor(person=outsider, category="employer")
    mentee = make_mentee(person=make_pupil(), category="willing_pupil")
    match = agree(propose(mentor, mentee, form="employer_pupil", type_="traditional"))
    with pytest.raises(RuleViolation) as error:
        actions.prepare_order(match=match, acting=ACTING)
    assert [violation.parameter for violation in error.value.violations] == ["scope.external_mentor_docs"]
    issued = today() - datetime.timedelta(days=10)
    for kind in ("no_criminal_record", "medical_certificate", "other_document"):
        people.add_document(person=outsider, kind=kind, issued_on=issued, acting=ACTING)
    assert actions.prepare_order(match=match, acting=ACTING).pk


def test_mentor_with_an_open_pair_does_not_leave_the_bank(in_alpha: School) -> None:
    match = make_pair(Match.State.ACTIVE)
    card = match.current_mentors[0].card
    with pytest.raises(StillNeeded, match="не завершена"):
        people.leave_bank(card=card, acting=ACTING)
    with pytest.raises(StillNeeded):
        people.mark_left(person=card.person, left_on=today(), acting=ACTING)
    card.refresh_from_db()
    assert card.state == card.State.ACTIVE
