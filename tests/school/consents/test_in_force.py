"""Which consents count, and who lacks which."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.consents import queries, rules
from apps.school.people.models import Person
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.consents import give
from tests.support.people import counted, make_guardian, make_mentee, make_mentor, make_person, make_pupil

pytestmark = pytest.mark.usefixtures("in_alpha")


def born(years: int) -> datetime.date:
    return today().replace(year=today().year - years, month=1, day=1)


def test_in_force_lists_types_of_every_person_asked() -> None:
    first, second = make_person(), make_person()
    give(first, "pd_processing")
    give(first, "photo_video")
    assert queries.in_force([first.pk, second.pk]) == {first.pk: {"pd_processing", "photo_video"}, second.pk: set()}


def test_withdrawn_consent_is_not_in_force() -> None:
    person = make_person()
    give(person, "pd_processing", given_on=born(1), withdrawn_on=today())
    assert not queries.has(person, "pd_processing")


def test_withdrawn_consent_was_in_force_before() -> None:
    person = make_person()
    give(person, "pd_processing", given_on=born(1), withdrawn_on=today())
    assert queries.has(person, "pd_processing", on=today() - datetime.timedelta(days=1))


def test_child_needs_the_guardians_signature_only() -> None:
    pupil = make_pupil()
    make_guardian(pupil)
    assert queries.missing_types(pupil, ["pd_processing"]) == ("pd_processing_guardian",)
    give(pupil, "pd_processing_guardian")
    assert queries.has(pupil, "pd_processing")


def test_minor_of_fourteen_needs_both_signatures() -> None:
    pupil = make_pupil(birth_date=born(15))
    give(pupil, "pd_processing_guardian")
    assert queries.missing_types(pupil, ["pd_processing"]) == ("pd_processing",)


def test_consent_of_childhood_ends_at_eighteen() -> None:
    person = make_pupil(birth_date=born(18))
    for code in ("pd_processing", "pd_processing_guardian"):
        give(person, code, given_on=born(2))
    assert not queries.has(person, "pd_processing")
    assert queries.has(person, "pd_processing", on=born(1))


def test_bank_says_who_lacks_what() -> None:
    full, poor = make_mentor(), make_mentee(consents=False)
    assert queries.lacking_in_bank("mentor") == {full.person_id: ()}
    assert "pd_processing" in queries.lacking_in_bank("mentee")[poor.person_id]


def test_lacking_asks_a_fixed_number_of_queries() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.lacking_in_bank("mentor")
        return counted(captured.captured_queries)

    make_mentor()
    few = asked()
    for _number in range(5):
        make_mentor()
    assert few == asked() <= 3


def test_employed_mentor_needs_consent_to_extra_duties_without_a_regulation() -> None:
    mentor = make_mentor(consents=False)
    assert rules.EXTRA_DUTIES in queries.missing([mentor.person], "mentor")[mentor.person_id]


def test_pupil_has_no_extra_duties() -> None:
    pupil = make_pupil()
    assert rules.EXTRA_DUTIES not in queries.missing([pupil], "mentor")[pupil.pk]
    assert pupil.kind == Person.Kind.PUPIL


def test_standing_of_a_child_is_the_guardians(alpha: School) -> None:
    pupil = make_pupil()
    give(pupil, "participation_guardian")
    standing = queries.standings([pupil])[pupil.pk]
    assert standing.minor
    assert standing.participation
    assert standing.guardian_participation
    assert not standing.personal_data
