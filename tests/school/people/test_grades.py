"""The grade of a mentor is one of the regulation's."""

from __future__ import annotations

import pytest

from apps.school.people import actions
from apps.school.people.models import MentorCard
from apps.school.people.ports import Papers
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import RuleViolation
from tenants.organisations.models import School
from tests.support.people import make_person

ACTING = system_actor("test")


def test_mentor_has_a_grade_of_the_regulation(in_school: School) -> None:
    person, papers = make_person(), Papers(today(), {"pd_processing": None})
    with pytest.raises(RuleViolation) as error:
        actions.enter_mentor(person=person, category="pedagogue", grade="lead", papers=papers, acting=ACTING)
    assert [violation.parameter for violation in error.value.violations] == ["scope.mentor_grades"]
    assert not MentorCard.objects.filter(person=person).exists()
