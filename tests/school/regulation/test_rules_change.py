"""A pair that is formed and one that changes: own terms, role models, extension, reduction, petitions, notice."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from apps.school.regulation.rules import change as rules
from apps.school.regulation.rules import petition as petitions
from apps.school.regulation.rules.change import TermFacts
from apps.school.regulation.rules.labour import earliest_end, is_working_day
from apps.school.regulation.rules.petition import RouteFacts
from kernel.errors import Violation
from tests.school.regulation.acts import school

D = datetime.date
START, END = D(2026, 9, 1), D(2027, 5, 31)


@pytest.fixture(autouse=True)
def _russian() -> object:
    with translation.override("ru"):
        yield


def only(violations: list[Violation]) -> Violation:
    assert len(violations) == 1, violations
    return violations[0]


def named(violations: list[Violation]) -> set[str]:
    return {violation.parameter for violation in violations}


def facts(new_end: datetime.date, ground: str = "", makers: tuple[str, ...] = ("curator",)) -> TermFacts:
    return TermFacts(START, END, new_end, frozenset(makers), ground)


def test_pair_keeps_to_the_common_term_where_terms_are_not_individual() -> None:
    view = school("lenskaya", term__individual=False)
    assert rules.common_term(view, D(2026, 11, 1), END, (START, END)) == []
    violation = only(rules.common_term(view, START, D(2027, 4, 1), (START, END)))
    assert (violation.parameter, violation.clause) == ("term.individual", "п. 99")
    assert only(rules.common_term(view, D(2026, 8, 1), END, (START, END))).parameter == "term.individual"
    assert rules.common_term(school("ozono-chepetskaya"), START, D(2027, 4, 1), (START, END)) == []


def test_common_term_must_be_set_before_pairs_are_compared_with_it() -> None:
    view = school("lenskaya", term__individual=False)
    assert "ещё не" in only(rules.common_term(view, START, END, None)).message


def test_role_model_is_chosen_where_the_act_wants_one() -> None:
    violation = only(rules.role_model(school("gymnasium-35"), "pedagogue_pedagogue", ""))
    assert (violation.parameter, violation.clause) == ("forms.role_models", "гл. 3, п. 13")
    assert rules.role_model(school("gymnasium-35", forms__role_models=False), "pedagogue_pedagogue", "") == []
    assert rules.role_model(school("gymnasium-35"), "head_pedagogue", "") == []


def test_role_model_belongs_to_its_form() -> None:
    violation = only(rules.role_model(school("lenskaya"), "pedagogue_pedagogue", "equal_to_equal"))
    assert violation.origin == "product"
    assert rules.role_model(school("lenskaya"), "pedagogue_pedagogue", "experienced_novice") == []


def test_extension_grounds_are_a_closed_list() -> None:
    later = D(2027, 8, 31)
    violation = only(rules.extension(school("ozono-chepetskaya"), facts(later, "mutual_consent")))
    assert (violation.parameter, violation.clause) == ("term.extension_grounds", "п. 2.7")
    assert rules.extension(school("ozono-chepetskaya"), facts(later, "business_trip")) == []
    assert rules.extension(school("lenskaya"), facts(later, "mutual_consent")) == []


def test_extension_needs_the_consent_of_those_named() -> None:
    view = school("gymnasium-35", term__extension_consent=["mentor", "head"])
    violation = only(rules.extension_agreed(view, "business_trip", {"mentor"}))
    assert (violation.parameter, violation.clause) == ("term.extension_consent", "п. 99")
    assert rules.extension_agreed(view, "business_trip", {"mentor", "head"}) == []
    assert rules.extension_roles(view, "mutual_consent") == ("mentor", "head", "mentee")


def test_extension_beyond_the_longest_term_is_flagged_and_not_refused() -> None:
    view, beyond = school("lenskaya"), D(2028, 1, 31)
    assert rules.extension(view, facts(beyond, "business_trip")) == []
    assert only(rules.over_longest(view, START, beyond)).parameter == "term.max_months"
    assert rules.over_longest(view, START, END) == []


def test_reduction_is_refused_where_the_act_has_none() -> None:
    view = school("gymnasium-35", term__reduction=False)
    violation = only(rules.reduction(view, facts(D(2027, 3, 31))))
    assert (violation.parameter, violation.clause) == ("term.reduction", "п. 99")
    assert rules.reduction(school("gymnasium-35"), facts(D(2027, 3, 31))) == []
    assert named(rules.reduction(school("gymnasium-35"), facts(D(2026, 10, 1)))) == {"term.min_months"}


def test_reduction_wants_the_wish_of_both() -> None:
    view = school("gymnasium-35")
    assert only(rules.reduction_agreed(view, {"mentor"})).parameter == "term.reduction"
    assert rules.reduction_agreed(view, {"mentor", "mentee"}) == []


def test_change_rule_names_subjects_and_makers() -> None:
    ozono = school("ozono-chepetskaya")
    assert only(rules.change(ozono, "content", ["mentor"])).clause == "п. 5.1 (1)"
    assert only(rules.change(ozono, "plan", ["mentee"])).parameter == "programme.change_rule"
    assert rules.change(ozono, "plan", ["mentor"]) == []
    assert rules.change(school("lenskaya"), "form", ["mentee"]) == []


def test_change_rule_names_whose_consent_is_needed() -> None:
    assert only(rules.change_agreed(school("lenskaya"), {"mentor"})).parameter == "programme.change_rule"
    assert rules.change_agreed(school("lenskaya"), {"mentor", "mentee"}) == []
    assert rules.change_agreed(school("ozono-chepetskaya"), set()) == []


def test_term_follows_the_rule_of_changes_unless_the_act_speaks_of_it_elsewhere() -> None:
    only_plan = {"subjects": ["plan"], "made_by": ["mentor"], "agreed_by": []}
    spoken = school("gymnasium-35", programme__change_rule=only_plan)
    assert rules.reduction(spoken, facts(D(2027, 3, 31))) == []
    assert named(rules.reduction(school("ozono-chepetskaya"), facts(D(2027, 3, 31)))) == {"programme.change_rule"}


def test_early_completion_wants_every_condition_the_act_names() -> None:
    view = school("ozono-chepetskaya")
    violation = only(rules.early_completion(view, ["fast_success", "mentor_agrees"]))
    assert (violation.parameter, violation.clause) == ("term.early_completion", "п. 2.7")
    assert "куратор" in violation.actual
    assert rules.early_completion(view, ["fast_success", "mentor_agrees", "curator_agrees"]) == []
    assert rules.early_completion(school("lenskaya"), []) == []


def test_replacement_is_asked_by_a_route_of_the_act() -> None:
    asked = RouteFacts("mentee", "curator", "petition")
    assert petitions.replacement_request(school("lenskaya"), asked) == []
    violation = only(petitions.replacement_request(school("ozono-chepetskaya"), asked))
    assert (violation.parameter, violation.clause) == ("replacement.request_right", "п. 6.2 (3); п. 2.8 (5)")
    met = replace(asked, condition="no_personal_contact")
    assert petitions.replacement_request(school("ozono-chepetskaya"), met) == []
    mentor = RouteFacts("mentor", "head", "reasoned_request")
    assert petitions.replacement_request(school("ozono-chepetskaya"), mentor) == []
    assert named(petitions.replacement_request(school("lenskaya"), mentor)) == {"replacement.request_right"}


def resign(slug: str, leaves_on: datetime.date, *, employed: bool = True, **changes: Any) -> list[Violation]:
    route = replace(RouteFacts("mentor", "head", "reasoned_application", ground="personal_reasons"), **changes)
    return petitions.resignation(school(slug), route, filed_on=D(2026, 4, 30), leaves_on=leaves_on, employed=employed)


def test_resignation_goes_by_the_route_of_the_act() -> None:
    late = D(2026, 6, 1)
    assert resign("ozono-chepetskaya", late) == []
    violation = only(resign("ozono-chepetskaya", late, ground="no_reason_required", employed=False))
    assert (violation.parameter, violation.clause) == ("resignation.route", "п. 5.2 (8)")
    assert resign("lenskaya", late, document="application", ground="") == []
    assert resign("ozono-chepetskaya", late, ground="no_reason_required") == []


def test_resignation_of_an_employee_wants_three_working_days() -> None:
    """30 April 2026 is a Thursday before the May holidays: the third working day after it is Wednesday, 6 May."""
    violation = only(resign("ozono-chepetskaya", D(2026, 5, 5)))
    assert (violation.origin, violation.parameter) == ("law", "resignation.route")
    assert resign("ozono-chepetskaya", D(2026, 5, 6)) == []
    assert resign("ozono-chepetskaya", D(2026, 5, 1), employed=False) == []


def test_notice_runs_by_the_production_calendar() -> None:
    assert is_working_day(D(2024, 4, 27))  # a Saturday worked for a Monday
    assert not is_working_day(D(2024, 4, 29))
    assert earliest_end(D(2024, 4, 26)) == D(2024, 5, 3)
    assert earliest_end(D(2026, 9, 7)) == D(2026, 9, 10)
    assert earliest_end(D(2025, 12, 29)) == D(2026, 1, 13)
