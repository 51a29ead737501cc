"""Rules on the banks: keepers, registries, tracks, papers of mentors from outside, third parties."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from apps.school.regulation.rules import bank
from apps.school.regulation.rules.bank import ExternalMentor
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation
from tests.school.regulation.acts import school


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


@pytest.mark.parametrize(
    ("slug", "role", "allowed"),
    [
        ("gymnasium-35", "methodical_association", True),
        ("ozono-chepetskaya", "methodical_association", False),
        ("cit", "curator", True),  # the methodist's work is done by the curator's membership
        ("lenskaya", "curator", True),
        ("lenskaya", "head", True),
        ("lenskaya", "mentor", False),
        ("co-58", "curator", True),  # not set: the regional default
    ],
)
def test_keepers_are_those_of_the_regulation(slug: str, role: str, allowed: bool) -> None:
    broken = bank.keeping(school(slug), {role})
    assert (broken == []) == allowed
    assert [violation.parameter for violation in broken] == ([] if allowed else ["data.keepers"])


def test_curator_is_refused_where_another_body_keeps_the_bank() -> None:
    view = school("lenskaya", data__keepers=["methodical_association"])
    refusal = only(bank.keeping(view, {"curator"}))
    assert (refusal.parameter, refusal.clause) == ("data.keepers", "п. 99")
    assert "куратор" in refusal.message
    assert bank.keeping(view, {"curator", "head"}) == []


def test_bank_that_is_not_provided_for_is_refused() -> None:
    view = school("lenskaya", data__registries=["mentor_registry", "practice_library"])
    refusal = only(bank.registry_kept(view, "mentee"))
    assert (refusal.parameter, refusal.clause) == ("data.registries", "п. 99")
    assert "Банк" in refusal.message
    assert bank.registry_kept(view, "mentor") == []
    assert bank.registry_kept(silent("lenskaya", "data.registries"), "mentee") == []


@pytest.mark.parametrize(("years", "found"), [(5, ()), (6, ("teachers_club",)), (None, ())])
def test_track_follows_the_experience(years: int | None, found: tuple[str, ...]) -> None:
    assert bank.tracks_for(school("co-58"), years) == found


def test_track_that_the_experience_does_not_fit_is_refused() -> None:
    view = school("co-58")
    refusal = only(bank.track_fit(view, "teachers_club", 4))
    assert refusal.parameter == "scope.mentee_experience"
    assert refusal.clause == view.rule("scope.mentee_experience").clause
    assert "4 года" in refusal.message
    assert bank.track_fit(view, "teachers_club", 6) == bank.track_fit(view, "", 4) == []
    assert only(bank.track_fit(view, "teachers_club", None))


def test_experienced_pedagogue_is_above_the_schools_threshold_only() -> None:
    key, categories = "scope.mentee_experience", {"experienced_pedagogue"}
    assert only(bank.experienced(school("co-58"), categories, 5)).parameter == key
    assert bank.experienced(school("co-58"), categories, 6) == []
    assert bank.experienced(school("co-58"), {"young_pedagogue"}, 1) == []
    assert bank.experienced(silent("co-58", key), categories, 1) == []


def test_mentor_from_outside_needs_the_schools_documents() -> None:
    view, key = school("ozono-chepetskaya"), "scope.external_mentor_docs"
    partly = ExternalMentor("Внешний В. В.", frozenset({"no_criminal_record"}))
    refusal = only(bank.external_documents(view, [partly]))
    assert (refusal.parameter, refusal.clause, refusal.origin) == (key, "п. 5.1 (8)", "school")
    assert "Внешний В. В." in refusal.message
    whole = ExternalMentor("Внешний В. В.", frozenset(bank.documents_wanted(view)))
    assert bank.external_documents(view, [whole]) == []


def test_law_asks_for_no_criminal_record_where_the_act_is_silent_or_asks_less() -> None:
    key = "scope.external_mentor_docs"
    nothing = ExternalMentor("Внешний В. В.", frozenset())
    refusal = only(bank.external_documents(school("lenskaya"), [nothing]))
    assert (refusal.parameter, refusal.origin, "351.1" in refusal.clause) == (key, "law", True)
    assert bank.documents_required(school("lenskaya")) == ("no_criminal_record",)
    assert "medical_certificate" in bank.documents_wanted(school("lenskaya"))
    less = school("ozono-chepetskaya", scope__external_mentor_docs=["medical_certificate"])
    assert [violation.origin for violation in bank.external_documents(less, [nothing])] == ["school", "law"]


def test_information_is_taken_from_the_sources_named_only() -> None:
    key = "data.third_party_info"
    assert bank.third_party(school("ozono-chepetskaya"), "class_teacher") == []
    refusal = only(bank.third_party(school("lenskaya"), "class_teacher"))
    assert (refusal.parameter, refusal.clause) == (key, school("lenskaya").rule(key).clause)
    assert "психолог" in refusal.message
    assert only(bank.third_party(school("cit"), "psychologist")).origin == "region"
