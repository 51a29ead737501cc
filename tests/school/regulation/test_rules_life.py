"""Consents, orders, replacement, completion, events and publication: one act, two schools, two answers."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from apps.school.regulation import rules
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation
from tests.school.regulation.acts import AUTUMN, SPRING, order, participant, school


@pytest.fixture(autouse=True)
def _russian() -> object:
    with translation.override("ru"):
        yield


def only(violations: list[Violation]) -> Violation:
    assert len(violations) == 1, violations
    return violations[0]


def silent(slug: str, key: str) -> RegulationView:
    """The regulation of a preset without one of its parameters."""
    view = school(slug)
    return replace(view, settings={name: value for name, value in view.settings.items() if name != key})


def test_order_needs_written_consent_of_the_roles_named() -> None:
    facts = order(participant("mentor"), participant("mentee", extra_duties=False))
    violation = only(rules.order_signing(school("gymnasium-35"), facts))
    assert (violation.parameter, violation.clause) == ("pairing.written_consent", "гл. 3, п. 14, пп. 5")
    assert rules.order_signing(school("gymnasium-35", pairing__written_consent=["mentor"]), facts) == []


def test_written_consent_of_an_employed_mentor_is_required_by_law() -> None:
    view = school("gymnasium-35", pairing__written_consent=["mentee"])
    violation = only(rules.order_signing(view, order(participant(extra_duties=False), participant("mentee"))))
    assert violation.origin == "law"
    assert "351.8" in violation.clause
    outsider = participant(extra_duties=False, employee=False)
    assert rules.order_signing(view, order(outsider, participant("mentee"))) == []


def test_pupils_have_no_extra_duties_to_consent_to() -> None:
    pupil = participant("mentee", extra_duties=False, employee=False, pupil=True)
    assert rules.order_signing(school("ozono-chepetskaya"), order(participant(), pupil)) == []


def test_guardian_consents_for_a_minor() -> None:
    minor = participant("mentee", employee=False, pupil=True, minor=True)
    violation = only(rules.order_signing(school("ozono-chepetskaya"), order(participant(), minor)))
    assert (violation.parameter, violation.clause) == ("data.participation_consent", "п. 2.11")
    view = school("ozono-chepetskaya", data__participation_consent=["mentor"])
    assert only(rules.order_signing(view, order(participant(), minor))).origin == "law"
    consented = replace(minor, guardian_participation=True)
    assert rules.order_signing(school("ozono-chepetskaya"), order(participant(), consented)) == []


def test_participation_consent_is_required_of_the_roles_named() -> None:
    facts = order(participant(), participant("mentee", participation=False))
    violation = only(rules.order_signing(school("ozono-chepetskaya"), facts))
    assert (violation.parameter, violation.clause) == ("data.participation_consent", "п. 2.11")
    view = school("ozono-chepetskaya", data__participation_consent=["mentor", "guardian"])
    assert rules.order_signing(view, facts) == []


def test_pair_is_fixed_by_the_act_the_regulation_names() -> None:
    facts = order(kind="directive")
    violation = only(rules.order_signing(school("lenskaya"), facts))
    assert (violation.parameter, violation.clause) == ("pairing.act", "п. 6.2; п. 3.3")
    assert violation.value == "приказ"
    assert rules.order_signing(school("lenskaya", pairing__act="directive"), facts) == []


def test_order_is_not_signed_under_an_expired_act() -> None:
    late = order(signed_on=datetime.date(2026, 2, 1))
    assert only(rules.order_signing(school("co-58"), late)).parameter == "act.validity"
    assert rules.order_signing(school("lenskaya"), late) == []


def test_order_is_not_dated_before_the_act() -> None:
    early = order(signed_on=datetime.date(2023, 1, 16))
    violation = only(rules.order_signing(school("ozono-chepetskaya"), early))
    assert (violation.parameter, violation.clause) == ("act.approved", "гриф утверждения")
    assert rules.order_signing(school("gymnasium-35"), early) == []


def entry(**changes: Any) -> rules.BankEntryFacts:
    facts = rules.BankEntryFacts("mentee", "Имя", frozenset({"young_pedagogue"}), AUTUMN, pd_consent=True)
    return replace(facts, **changes)


def test_nobody_enters_a_bank_without_consent_to_data_processing() -> None:
    violation = only(rules.bank_entry(school("lenskaya"), entry(pd_consent=False)))
    assert (violation.parameter, violation.clause, violation.origin) == (
        "data.pd_consent",
        "ДК, этапы «1.», «2.»",
        "school",
    )
    assert rules.bank_entry(school("lenskaya"), entry()) == []


@pytest.mark.parametrize("view", [school("gymnasium-35"), school("gymnasium-35", data__pd_consent=False)])
def test_consent_to_data_processing_is_required_by_law_where_the_act_is_silent(view: RegulationView) -> None:
    violation = only(rules.bank_entry(view, entry(pd_consent=False)))
    assert violation.origin == "law"
    assert "152-ФЗ" in violation.clause
    assert "152-ФЗ" in violation.message


def test_minor_enters_a_bank_with_the_guardians_consent() -> None:
    view = school("ozono-chepetskaya")
    pupil = entry(categories=frozenset({"willing_pupil"}), birth_date=datetime.date(2012, 1, 1), minor=True)
    assert only(rules.bank_entry(view, pupil)).parameter == "data.pd_consent"
    assert rules.bank_entry(view, replace(pupil, guardian_pd_consent=True)) == []


def test_bank_takes_the_categories_of_the_regulation() -> None:
    newcomer = entry(categories=frozenset({"newly_hired_pedagogue"}))
    violation = only(rules.bank_entry(school("lenskaya"), newcomer))
    assert (violation.parameter, violation.clause) == ("scope.mentee_categories", "п. 1.2; п. 2.1")
    assert rules.bank_entry(school("ozono-chepetskaya"), newcomer) == []
    head = entry(bank="mentor", categories=frozenset({"official"}))
    assert only(rules.bank_entry(school("lenskaya"), head)).parameter == "scope.mentor_categories"
    assert rules.bank_entry(school("ozono-chepetskaya"), head) == []


def test_replacement_keeps_the_period_where_the_regulation_says_so() -> None:
    facts = rules.ReplacementFacts("incompatibility", SPRING, SPRING + datetime.timedelta(days=30))
    violation = only(rules.replacement(school("ozono-chepetskaya"), facts))
    assert (violation.parameter, violation.clause) == ("replacement.keeps_period", "п. 2.8")
    assert rules.replacement(school("ozono-chepetskaya", replacement__keeps_period=False), facts) == []


def test_replacement_grounds_are_a_closed_list() -> None:
    facts = rules.ReplacementFacts("no_personal_contact", SPRING, SPRING)
    violation = only(rules.replacement(school("ozono-chepetskaya"), facts))
    assert (violation.parameter, violation.clause) == ("replacement.grounds", "п. 2.8")
    assert rules.replacement(school("ozono-chepetskaya", replacement__grounds=["no_personal_contact"]), facts) == []


def test_replacement_is_made_by_the_act_the_regulation_names() -> None:
    facts = rules.ReplacementFacts("incompatibility", SPRING, SPRING, act_kind="directive")
    assert only(rules.replacement(school("ozono-chepetskaya"), facts)).parameter == "replacement.act"
    assert rules.replacement(school("ozono-chepetskaya", replacement__act="directive"), facts) == []


def test_completion_grounds_are_a_closed_list() -> None:
    facts = rules.CompletionFacts("force_majeure")
    violation = only(rules.completion(school("gymnasium-35"), facts))
    assert (violation.parameter, violation.clause) == ("termination.grounds", "гл. 4, п. 11")
    assert rules.completion(school("lenskaya"), facts) == []


@pytest.mark.parametrize("ground", ["mentor_refusal", "employer_cancellation"])
def test_grounds_of_labour_law_work_whatever_the_list_says(ground: str) -> None:
    assert ground not in school("lenskaya").codes("termination.grounds")
    assert rules.completion(school("lenskaya"), rules.CompletionFacts(ground)) == []


def test_refusal_of_the_mentor_opens_a_replacement_everywhere() -> None:
    view = school("ozono-chepetskaya")
    assert "mentor_refusal" not in view.codes("replacement.grounds")
    assert rules.replacement(view, rules.ReplacementFacts("mentor_refusal", SPRING, SPRING)) == []


def test_speed_meeting_has_the_schools_limit() -> None:
    violation = only(rules.speed_event(school("co-58"), 40))
    assert (violation.parameter, violation.clause) == ("types.speed_max_minutes", "разд. 9, флэш")
    assert violation.message.startswith("Встреча записана на 40 мин, предел скоростной встречи – 30 мин.")
    assert rules.speed_event(school("lenskaya", types__speed_max_minutes=45), 40) == []
    assert rules.speed_event(school("co-58"), 30) == []


def test_speed_limit_of_a_silent_school_is_the_regional_default() -> None:
    assert only(rules.speed_event(school("lenskaya"), 40)).origin == "region"


def test_results_are_published_after_completion_where_the_regulation_says_so() -> None:
    running = rules.ResultsFacts(completed=False, state="идёт")
    violation = only(rules.publication_of_results(school("lenskaya"), running))
    assert (violation.parameter, violation.clause) == ("publication.results_after", "п. 8.2")
    assert "идёт" in violation.message
    assert rules.publication_of_results(school("lenskaya", publication__results_after=False), running) == []
    assert rules.publication_of_results(school("lenskaya"), replace(running, completed=True)) == []


def test_regional_default_is_named_where_the_school_is_silent() -> None:
    violation = only(
        rules.replacement(
            silent("ozono-chepetskaya", "replacement.keeps_period"),
            rules.ReplacementFacts("incompatibility", SPRING, SPRING + datetime.timedelta(days=1)),
        )
    )
    assert violation.origin == "region"
    assert "региональное умолчание" in violation.message
