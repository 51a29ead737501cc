"""The survey of preferences before a pair is proposed."""

from __future__ import annotations

import pytest

from apps.school.pairs import actions
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard
from kernel.acting import system_actor
from kernel.errors import RuleViolation
from tenants.organisations.models import School
from tests.support.pairs import a_term
from tests.support.people import make_mentee, make_mentor
from tests.support.questionnaires import answer, make_round
from tests.support.regulation import adopted


def propose(mentor: MentorCard, mentee: MenteeCard) -> Match:
    starts_on, ends_on = a_term()
    return actions.form_pair(
        mentors=[mentor],
        mentees=[mentee],
        form="pedagogue_pedagogue",
        type_="traditional",
        starts_on=starts_on,
        ends_on=ends_on,
        acting=system_actor("tests"),
    )


def test_pair_waits_for_what_its_people_prefer(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, pairing__preference_survey=True)  # pairing.preference_survey
    mentor, mentee = make_mentor(), make_mentee()
    with pytest.raises(RuleViolation) as refusal:
        propose(mentor, mentee)
    assert [item.parameter for item in refusal.value.violations] == ["pairing.preference_survey"]
    round_ = make_round("preference", mentor.person, mentee.person)
    answer(round_.invitations.get(person=mentor.person))
    with pytest.raises(RuleViolation, match=mentee.person.short_name):
        propose(mentor, mentee)
    answer(round_.invitations.get(person=mentee.person))
    plain = make_mentor()
    assert (propose(mentor, mentee).score or 0) > (propose(plain, make_mentee()).score or 0)


def test_who_came_after_the_survey_is_not_held_up(in_alpha: School) -> None:
    adopted("gymnasium-35", forms__role_models=False, pairing__preference_survey=True)
    make_round("preference", make_mentor().person)
    assert propose(make_mentor(), make_mentee()).pk
