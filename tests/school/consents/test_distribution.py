"""Consent to distribution: per category of data, with conditions; of minors with both signatures."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from apps.school.consents import actions, queries, rules, wording
from apps.school.consents.actions import Distribution
from apps.school.consents.categories import LISTED_BY_TEXT
from apps.school.consents.models import Consent
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import InputError
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.people import make_guardian, make_person, make_pupil, staying


@pytest.fixture
def curator(in_alpha: School) -> Actor:
    acting = acting_as("curator", in_alpha)
    actions.ensure_texts(acting=acting)
    return acting


def allow(person: Person, acting: Actor, *codes: str, signer: Person | None = None) -> Consent:
    return actions.record_paper(
        person=person,
        signer=signer or person,
        kind=rules.DISTRIBUTION,
        given_on=today(),
        acting=acting,
        terms_of_use=Distribution(codes, "Только на сайте школы"),
    )


def test_only_what_was_chosen_may_be_distributed(curator: Actor) -> None:
    person = make_person()
    consent = allow(person, curator, "position", "full_name")
    assert queries.distributable([person.pk]) == {person.pk: {"full_name", "position"}}
    body = wording.given(consent, operator="Школа")
    assert "фамилия, имя, отчество; должность" in body
    assert "Только на сайте школы" in body


def test_silence_is_no_consent(curator: Actor) -> None:
    person = make_person()
    with pytest.raises(InputError) as refusal:
        allow(person, curator)
    assert refusal.value.problems[0]["place"] == "categories"
    assert queries.distributable([person.pk]) == {person.pk: frozenset()}


def test_other_choice_replaces_the_former(curator: Actor) -> None:
    person = make_person()
    allow(person, curator, "full_name", "photo")
    allow(person, curator, "full_name")
    assert queries.distributable([person.pk])[person.pk] == {"full_name"}


def test_consent_to_a_text_that_lists_the_data_allows_these(curator: Actor) -> None:
    person = make_person()
    give(person, rules.DISTRIBUTION)
    assert queries.distributable([person.pk])[person.pk] == LISTED_BY_TEXT


def test_from_fourteen_both_sign_and_only_what_both_chose_counts(curator: Actor) -> None:
    pupil = make_pupil(birth_date=today().replace(year=today().year - 15, month=1, day=1))
    guardian = make_guardian(pupil)
    allow(pupil, curator, "full_name", "photo", signer=guardian)
    assert not queries.has(pupil, rules.DISTRIBUTION)
    allow(pupil, curator, "full_name", "results")
    assert queries.distributable([pupil.pk])[pupil.pk] == {"full_name"}


def test_under_fourteen_the_guardian_alone_signs(curator: Actor) -> None:
    pupil = make_pupil()
    allow(pupil, curator, "photo", signer=make_guardian(pupil))
    assert queries.distributable([pupil.pk])[pupil.pk] == {"photo"}


def test_person_chooses_on_the_own_page(in_alpha: School, curator: Actor, client_for: ClientFor) -> None:
    mentor = acting_as("mentor", in_alpha)
    person = make_person(account_id=mentor.account_id)
    client = staying(client_for("mentor", in_alpha), in_alpha)
    text = queries.current_texts()[rules.DISTRIBUTION]
    keys = {"text": text.pk, "person": person.pk}
    page = reverse("consents:give", urlconf=settings.SCHOOL_URLCONF, kwargs=keys)
    assert "achievements" in client.get(page).content.decode()
    assert client.post(page, {"agreed": "on"}).status_code == 422
    assert client.post(page, {"agreed": "on", "categories": ["achievements"]}).status_code == 302
    assert queries.distributable([person.pk])[person.pk] == {"achievements"}
