"""The same pair is refused in one school and allowed in another, because their regulations differ."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.school.regulation import rules
from apps.school.regulation.catalogue import PRESET_SLUGS
from apps.school.regulation.values.dates import add_months
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation
from tests.school.regulation.acts import AUTUMN, mentee, mentor, pair, school


@pytest.fixture(autouse=True)
def _russian() -> object:
    with translation.override("ru"):
        yield


def only(violations: list[Violation]) -> Violation:
    assert len(violations) == 1, violations
    return violations[0]


def test_pair_of_pedagogues_is_allowed_by_every_valid_preset() -> None:
    for slug in PRESET_SLUGS:
        year = 2025 if slug == "co-58" else 2026
        start, end = datetime.date(year, 9, 1), datetime.date(year + 1, 5, 31)
        kinds = ("willing_pedagogue", "young_pedagogue")
        facts = pair(on=start, start=start, end=end, mentees=(mentee(*kinds),))
        assert rules.pair_formation(school(slug), facts) == [], slug


def test_form_outside_the_list_is_refused_with_the_clause() -> None:
    facts = pair(
        forms=("pupil_pupil",),
        mentors=(mentor("pupil"),),
        mentees=(mentee("willing_pupil", born=datetime.date(2012, 1, 1)),),
    )
    refused = {violation.parameter: violation for violation in rules.pair_formation(school("gymnasium-35"), facts)}
    assert refused["forms.enabled"].clause == "гл. 4, п. 4; п. 6, пп. 8–9"
    assert "ученик – ученик" in refused["forms.enabled"].message
    assert "гл. 4, п. 4" in refused["forms.enabled"].message
    assert refused["forms.enabled"].quote
    assert rules.pair_formation(school("ozono-chepetskaya"), facts) == []


def test_open_list_admits_a_form_of_the_schools_own() -> None:
    facts = pair(forms=("тандем новаторов",))
    assert rules.pair_formation(school("lenskaya"), facts) == []
    violation = only(rules.pair_formation(school("gymnasium-35"), facts))
    assert (violation.parameter, violation.clause) == ("forms.open_list", "гл. 4, п. 4")


def test_form_takes_only_its_participants() -> None:
    facts = pair(mentees=(mentee("willing_pupil", born=datetime.date(2012, 1, 1)),))
    violation = only(rules.pair_formation(school("ozono-chepetskaya"), facts))
    assert violation.code == "regulation.form_mentees"
    assert violation.origin == "product"


def test_type_outside_the_list_is_refused_with_the_clause() -> None:
    facts = pair(types=("project_based",))
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause, violation.origin) == ("types.enabled", "п. 2.4", "school")
    assert rules.pair_formation(school("co-58"), facts) == []


def test_several_types_need_a_regulation_that_combines_them() -> None:
    facts = pair(types=("traditional", "virtual"))
    assert rules.pair_formation(school("lenskaya"), facts) == []
    violation = only(rules.pair_formation(school("lenskaya", types__combine=False), facts))
    assert (violation.parameter, violation.clause) == ("types.combine", "п. 99")


def test_several_forms_need_a_regulation_that_combines_them() -> None:
    facts = pair(forms=("pedagogue_pedagogue", "head_pedagogue"), mentors=(mentor("pedagogue", "head"),))
    assert rules.pair_formation(school("lenskaya"), facts) == []
    assert only(rules.pair_formation(school("lenskaya", forms__combine=False), facts)).parameter == "forms.combine"


def test_structure_outside_the_list_is_refused_with_the_clause() -> None:
    facts = pair(types=("virtual",), structure="many_to_one", mentors=(mentor(), mentor()))
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause) == ("structure.cardinality", "п. 2.4")
    assert rules.pair_formation(school("co-58"), facts) == []


def test_type_is_held_only_in_its_structures() -> None:
    facts = pair(structure="one_to_many", mentors=(mentor(agrees=True),), mentees=(mentee(agrees=True),) * 2)
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert violation.code == "regulation.type_structure"


def test_structure_is_that_of_the_people() -> None:
    facts = pair(types=("virtual",), mentees=(mentee(), mentee("pedagogue_with_difficulties")))
    assert only(rules.pair_formation(school("lenskaya"), facts)).code == "regulation.structure_mismatch"


def test_shortest_term_is_the_schools() -> None:
    facts = pair(end=datetime.date(2025, 11, 30))
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause) == ("term.min_months", "п. 1.2")
    assert (violation.value, violation.actual) == ("3", "2 месяца")
    assert rules.pair_formation(school("lenskaya", term__min_months=2), facts) == []


def test_longest_term_is_the_schools() -> None:
    facts = pair(end=datetime.date(2026, 11, 1), mentees=(mentee("newly_hired_pedagogue"),))
    violation = only(rules.pair_formation(school("ozono-chepetskaya"), facts))
    assert (violation.parameter, violation.clause) == ("term.max_months", "п. 2.7")
    assert violation.quote
    assert rules.pair_formation(school("ozono-chepetskaya", term__max_months=18), facts) == []


def test_term_of_an_unset_parameter_names_the_regional_default() -> None:
    violation = only(rules.programme_term(school("cit"), AUTUMN, datetime.date(2025, 10, 31)))
    assert violation.origin == "region"
    assert "региональное умолчание: Письмо АЗ-1128/08 / 657" in violation.message
    assert violation.quote == ""


@pytest.mark.parametrize(
    ("start", "end", "broken"),
    [
        ("2025-09-01", "2025-11-30", []),  # three full months
        ("2025-09-01", "2025-11-29", ["term.min_months"]),
        ("2025-09-01", "2026-08-31", []),  # twelve full months
        ("2025-09-01", "2026-09-01", []),  # to the date of the same number
        ("2025-09-01", "2026-09-02", ["term.max_months"]),
        ("2025-11-30", "2026-02-27", []),  # February has no 30th
        ("2025-11-30", "2026-02-26", ["term.min_months"]),
        ("2024-02-29", "2025-02-28", []),
        ("2025-09-02", "2025-09-01", ["term.min_months"]),  # the end before the start
    ],
)
def test_term_is_counted_in_calendar_months(start: str, end: str, broken: list[str]) -> None:
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    assert [each.parameter for each in rules.programme_term(school("lenskaya"), first, last)] == broken


@given(start=st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), months=st.integers(3, 12))
def test_term_of_whole_months_within_bounds_is_always_kept(start: datetime.date, months: int) -> None:
    view = school("lenskaya")
    last_day = add_months(start, months) - datetime.timedelta(days=1)
    assert rules.programme_term(view, start, last_day) == []
    assert rules.programme_term(view, start, add_months(start, months)) == []
    first, last = rules.term_bounds(view, start)
    assert first <= last_day <= last


@given(start=st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), days=st.integers(1, 400))
def test_term_bounds_are_the_edges_of_the_rule(start: datetime.date, days: int) -> None:
    view = school("lenskaya")
    first, last = rules.term_bounds(view, start)
    end = start + datetime.timedelta(days=days)
    assert (rules.programme_term(view, start, end) == []) is (first <= end <= last)


def test_second_mentee_is_over_the_limit_of_one_school_only() -> None:
    facts = pair(mentors=(mentor(now=1),), mentees=(mentee("young_pedagogue", "willing_pedagogue"),))
    violation = only(rules.pair_formation(school("co-58"), facts))
    assert (violation.parameter, violation.clause, violation.actual) == ("pairing.max_mentees", "разд. 8", "2")
    assert violation.value == "не более 1 наставляемого; в группе без ограничения"
    assert rules.pair_formation(school("ozono-chepetskaya"), facts) == []


def group(count: int, *, agree: bool, now: int = 0) -> rules.PairFacts:
    return pair(
        types=("group",),
        structure="one_to_many",
        mentors=(mentor(now=now, agrees=agree),),
        mentees=tuple(mentee("young_pedagogue", "willing_pedagogue", agrees=agree) for _number in range(count)),
    )


def test_group_is_not_counted_when_all_agree() -> None:
    view = school("ozono-chepetskaya")
    assert "mentor_agrees" in view.codes("pairing.max_exception")
    assert rules.pair_formation(view, group(5, agree=True, now=2)) == []


def test_group_without_agreement_counts_against_the_individual_limit() -> None:
    violation = only(rules.pair_formation(school("ozono-chepetskaya"), group(3, agree=False)))
    assert (violation.parameter, violation.clause) == ("pairing.max_mentees", "п. 2.6")
    assert "согласие наставника" in violation.message
    view = school("ozono-chepetskaya", pairing__max_mentees={"individual": 5, "group": None})
    assert rules.pair_formation(view, group(3, agree=False)) == []


def test_group_has_its_own_limit() -> None:
    view = school("ozono-chepetskaya", pairing__max_mentees={"individual": 2, "group": 4})
    assert rules.pair_formation(view, group(4, agree=True)) == []
    assert only(rules.pair_formation(view, group(5, agree=True))).parameter == "pairing.max_mentees"


def test_group_minimum_is_the_schools() -> None:
    view = school("lenskaya", types__group_min=4)
    violation = only(rules.pair_formation(view, group(3, agree=True)))
    assert (violation.parameter, violation.clause, violation.actual) == ("types.group_min", "п. 99", "3")
    assert rules.pair_formation(school("lenskaya"), group(3, agree=True)) == []
    single = only(rules.pair_formation(school("lenskaya"), group(1, agree=True)))
    assert (single.parameter, single.clause) == ("types.group_min", "п. 2.4")


def pupils(born: datetime.date | None) -> rules.PairFacts:
    return pair(forms=("pupil_pupil",), mentors=(mentor("pupil"),), mentees=(mentee("willing_pupil", born=born),))


def test_pupil_below_the_minimum_age_is_refused_on_the_day_the_programme_starts() -> None:
    view = school("ozono-chepetskaya")
    violation = only(rules.pair_formation(view, pupils(datetime.date(2015, 10, 2))))
    assert (violation.parameter, violation.clause, violation.actual) == ("scope.mentee_min_age", "п. 2.3", "9")
    assert rules.pair_formation(view, pupils(datetime.date(2015, 10, 1))) == []
    younger = school("ozono-chepetskaya", scope__mentee_min_age=8)
    assert rules.pair_formation(younger, pupils(datetime.date(2015, 10, 2))) == []


def test_pupil_without_a_date_of_birth_is_refused() -> None:
    violation = only(rules.pair_formation(school("ozono-chepetskaya"), pupils(None)))
    assert violation.parameter == "scope.mentee_min_age"
    assert "дата рождения" in violation.message.lower()


def test_pupils_are_refused_by_a_regulation_for_pedagogues() -> None:
    born = datetime.date(2012, 1, 1)
    refused = {each.parameter: each for each in rules.pair_formation(school("lenskaya"), pupils(born))}
    assert refused["scope.addressees"].clause == "п. 1.1"
    assert "scope.addressees" not in {
        each.parameter for each in rules.pair_formation(school("ozono-chepetskaya"), pupils(born))
    }


def test_mentor_category_is_the_schools() -> None:
    facts = pair(mentors=(mentor("official"),), mentees=(mentee("willing_pedagogue", "young_pedagogue"),))
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause) == ("scope.mentor_categories", "п. 1.2")
    assert rules.pair_formation(school("ozono-chepetskaya"), facts) == []


def test_mentee_category_is_the_schools() -> None:
    facts = pair(mentees=(mentee("changed_workplace"),))
    violation = only(rules.pair_formation(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause) == ("scope.mentee_categories", "п. 1.2; п. 2.1")
    assert rules.pair_formation(school("gymnasium-35"), facts) == []


def test_expired_act_forms_no_pairs_until_it_is_prolonged() -> None:
    start = datetime.date(2026, 9, 1)
    facts = pair(on=start, start=start, end=datetime.date(2027, 5, 31))
    violation = only(rules.pair_formation(school("co-58"), facts))
    assert (violation.parameter, violation.clause) == ("act.validity", "разд. 1, паспорт")
    assert violation.value == "с 01.01.2020 по 31.12.2025"
    prolonged = {"from": "2020", "to": "2030", "basis": "calendar_years"}
    assert rules.pair_formation(school("co-58", act__validity=prolonged), facts) == []
    assert rules.act_validity(school("co-58"), datetime.date(2025, 12, 31)) == []
    assert rules.act_validity(school("co-58"), datetime.date(2019, 12, 31)) != []


def test_all_broken_rules_are_reported_together() -> None:
    facts = pair(types=("project_based",), end=datetime.date(2025, 10, 31), mentees=(mentee("changed_workplace"),))
    broken = [violation.parameter for violation in rules.pair_formation(school("lenskaya"), facts)]
    assert broken == ["types.enabled", "term.min_months", "scope.mentee_categories"]


def test_refusal_speaks_english_to_english_readers() -> None:
    with translation.override("en"):
        violation = only(rules.pair_formation(school("lenskaya"), pair(types=("project_based",))))
    assert violation.message.startswith("The type “project-based”") or "is not provided for" in violation.message


def test_view_travels_to_tasks() -> None:
    view: RegulationView = copy.deepcopy(school("co-58"))  # walks the same protocol as a pickle
    assert pickle.dumps(view)
    assert view.rule("types.speed_max_minutes").value == 30
