"""Forming a pair: what the regulation of the school says, and what no regulation changes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.journal.models import SchoolAudit
from apps.school.pairs import queries
from apps.school.pairs.models import Match, MentorSeat
from apps.school.people.models import Person
from kernel.acting import system_actor
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.pairs import make_pair, propose
from tests.support.people import make_mentee, make_mentor, make_person, make_pupil
from tests.support.regulation import adopted

TODAY = datetime.date(2026, 9, 15)
YEAR: dict[str, Any] = {"starts_on": TODAY, "ends_on": datetime.date(2027, 6, 15)}
PUPILS = {
    "forms__enabled": ["pupil_pupil", "pedagogue_pedagogue"],
    "scope__addressees": ["pedagogues", "pupils"],
    "scope__mentor_categories": ["pupil", "pedagogue"],
    "scope__mentee_categories": ["willing_pupil", "young_pedagogue"],
}


FROM_TEN, FROM_TWELVE = {"scope__mentee_min_age": 10}, {"scope__mentee_min_age": 12}


def a_child(age: int) -> Person:
    return make_pupil(birth_date=TODAY.replace(year=TODAY.year - age))


def pupils_terms(age: int = 12) -> dict[str, Any]:
    mentor = make_mentor(person=make_pupil(first_name="Олег", sex="m"), category="pupil")
    mentee = make_mentee(person=a_child(age), category="willing_pupil")
    return {"mentor": mentor, "mentee": mentee, "form": "pupil_pupil"}


def busy_mentor() -> dict[str, Any]:
    mentor = make_mentor(capacity=5)
    propose(mentor, **YEAR)
    return {"mentor": mentor}


def an_official() -> dict[str, Any]:
    return {"mentor": make_mentor(category="official")}


def an_eleven_year_old() -> dict[str, Any]:
    return pupils_terms(11)


def a_group(size: int = 2) -> dict[str, Any]:
    mentees = [make_mentee() for _number in range(size)]
    return {"mentees": mentees, "structure": "one_to_many", "type_": "group"}


# the rule, the regulation that refuses, the one that allows, how the terms are made
RULES: list[tuple[str, dict[str, Any], dict[str, Any], Any]] = [
    ("forms.enabled", {"forms__enabled": ["head_pedagogue"]}, {}, dict),
    ("types.enabled", {"types__enabled": ["reverse"]}, {}, lambda: {"type_": "situational"}),
    ("structure.cardinality", {"structure__cardinality": ["one_to_one"]}, {}, a_group),
    ("term.min_months", {}, {"term__min_months": 1}, lambda: {"ends_on": datetime.date(2026, 11, 1)}),
    ("term.max_months", {}, {"term__max_months": 24}, lambda: {"ends_on": datetime.date(2027, 12, 1)}),
    ("scope.mentor_categories", {}, {"scope__mentor_categories": ["official"]}, an_official),
    ("scope.addressees", {**PUPILS, "scope__addressees": ["pedagogues"]}, PUPILS, pupils_terms),
    ("scope.mentee_min_age", {**PUPILS, **FROM_TWELVE}, {**PUPILS, **FROM_TEN}, an_eleven_year_old),
    ("pairing.max_mentees", {"pairing__max_mentees": {"individual": 1, "group": None}}, {}, busy_mentor),
    ("types.group_min", {"types__group_min": 3}, {}, lambda: a_group(2)),
    ("act.validity", {"act__validity": {"from": "2020", "to": "2025", "basis": "calendar_years"}}, {}, dict),
]  # fmt: skip


@pytest.mark.parametrize(("key", "strict", "lenient", "terms"), RULES, ids=[rule[0] for rule in RULES])
def test_pair_is_refused_in_one_school_and_formed_in_another(
    key: str, strict: dict[str, Any], lenient: dict[str, Any], terms: Any, alpha: School, beta: School
) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35", **strict)
        asked = terms()
        with pytest.raises(RuleViolation) as refusal:
            propose(**{**YEAR, **asked})
        broken = {violation.parameter: violation for violation in refusal.value.violations}
        assert key in broken
        assert broken[key].clause
        if key.replace(".", "__") in strict:
            assert broken[key].clause == "п. 99"
    with enter_school(beta):
        adopted("gymnasium-35", **lenient)
        assert propose(**{**YEAR, **terms()}).state == Match.State.PROPOSED


@pytest.mark.parametrize("state", Match.State.values)
def test_pair_reaches_every_state(state: str, in_alpha: School) -> None:
    assert make_pair(state).state == state


def test_forming_takes_the_lowest_free_place(in_alpha: School) -> None:
    mentor = make_mentor(capacity=2)
    first = propose(mentor)
    propose(mentor)
    MentorSeat.objects.filter(mentee__match=first).delete()
    propose(mentor)
    numbers = MentorSeat.objects.filter(card=mentor).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_own_wish_of_the_mentor_is_kept(in_alpha: School) -> None:
    mentor = make_mentor(capacity=1)
    propose(mentor)
    with pytest.raises(RuleViolation) as refusal:
        propose(mentor)
    assert [violation.code for violation in refusal.value.violations] == ["pairs.own_wish"]


def test_group_under_the_exception_takes_no_individual_place(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None})
    mentor = make_mentor(capacity=1)
    propose(mentor)
    propose(mentor, **a_group(3))
    load = queries.load_of(mentor)
    assert (load.individual, load.group, load.counted) == (1, 3, 1)


def test_pair_of_several_mentors_takes_a_place_at_each(in_alpha: School) -> None:
    adopted(
        "gymnasium-35",
        structure__cardinality=["many_to_one"],
        types__enabled=["flash_sequential"],
    )
    mentors = [make_mentor(), make_mentor()]
    match = propose(mentors=mentors, type_="flash_sequential")
    assert match.structure == "many_to_one"
    assert MentorSeat.objects.filter(mentee__match=match).count() == 2


def test_nobody_is_their_own_mentor(in_alpha: School) -> None:
    person = make_person()
    with pytest.raises(InputError):
        propose(make_mentor(person=person), make_mentee(person=person, consents=False))


def test_same_people_have_one_open_pair(in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    propose(mentor, mentee)
    with pytest.raises(Conflict):
        propose(mentor, mentee)


def test_person_who_left_the_bank_is_refused(in_alpha: School) -> None:
    mentor = make_mentor()
    type(mentor).objects.filter(pk=mentor.pk).update(state="left", left_on=today())
    with pytest.raises(Conflict):
        propose(mentor)


def test_pair_keeps_the_version_it_was_formed_under(in_alpha: School) -> None:
    version = adopted("gymnasium-35")
    assert propose().regulation_version_id == version.pk


@pytest.mark.parametrize("role", ["mentor", "mentee", "methodical_association", "guardian"])
def test_only_the_office_forms(role: str, in_alpha: School) -> None:
    adopted("gymnasium-35")
    with pytest.raises(NotAllowed):
        propose(acting=acting_as(role, in_alpha))


def test_forming_leaves_an_audit_row(in_alpha: School) -> None:
    match = propose(acting=system_actor("tests"))
    assert SchoolAudit.objects.filter(code="pair.form", subject=reference(match)).count() == 1


def test_score_is_kept_with_the_pair(in_alpha: School) -> None:
    score = propose().score
    assert score is not None
    assert 0 < score <= 100
