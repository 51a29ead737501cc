"""Giving, replacing and withdrawing consents; texts and their versions."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from apps.school.consents import actions, queries, wording
from apps.school.consents.models import Consent, ConsentText
from apps.school.journal.models import SchoolAudit
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import Conflict, DomainError, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.consents import give
from tests.support.people import make_guardian, make_mentor, make_person, make_pupil
from tests.support.uploads import PDF, jpeg, png

DAY = datetime.timedelta(days=1)


@pytest.fixture
def curator(in_alpha: School) -> Actor:
    acting = acting_as("curator", in_alpha)
    actions.ensure_texts(acting=acting)
    return acting


def record(person: Person, kind: str, acting: Actor, **fields: object) -> Consent:
    values = {"signer": person, "given_on": today(), **fields}
    return actions.record_paper(person=person, kind=kind, acting=acting, **values)  # type: ignore[arg-type]  # from a mapping


def test_school_starts_with_a_text_of_every_type(curator: Actor, in_alpha: School) -> None:
    assert set(queries.current_texts()) == set(wording.types())
    assert in_alpha.name in queries.current_texts()["pd_processing"].body
    assert actions.ensure_texts(acting=curator) == 0


@pytest.mark.parametrize("code", wording.types())
def test_first_text_is_kept_with_the_product(code: str) -> None:
    title, body = wording.first_text(code)
    assert title
    assert "[[operator]]" in body


def test_changed_text_is_a_new_version_and_old_consents_stay(curator: Actor) -> None:
    person = make_person()
    old = record(person, "pd_processing", curator)
    text = queries.current_texts()["pd_processing"]
    new = actions.revise_text(text=text, title=text.title, body="Новый текст", valid_from=today(), acting=curator)
    assert (new.version, queries.current_texts()["pd_processing"].pk) == (2, new.pk)
    old.refresh_from_db()
    assert old.text_id == text.pk
    assert queries.has(person, "pd_processing")


def test_unchanged_text_is_no_version(curator: Actor) -> None:
    text = queries.current_texts()["participation"]
    with pytest.raises(InputError):
        actions.revise_text(text=text, title=text.title, body=text.body, valid_from=today(), acting=curator)


def test_consent_to_a_newer_text_replaces_the_older(curator: Actor) -> None:
    person = make_person()
    old = record(person, "pd_processing", curator, given_on=today() - DAY)
    text = queries.current_texts()["pd_processing"]
    actions.revise_text(text=text, title=text.title, body="Новый текст", valid_from=today(), acting=curator)
    new = record(person, "pd_processing", curator)
    old.refresh_from_db()
    assert old.replaced_by == new
    assert queries.has(person, "pd_processing")


def test_same_consent_twice_is_refused(curator: Actor) -> None:
    person = make_person()
    record(person, "pd_processing", curator)
    with pytest.raises(Conflict):
        record(person, "pd_processing", curator)


def test_child_does_not_sign(curator: Actor) -> None:
    pupil = make_pupil()
    with pytest.raises(RuleViolation) as refused:
        record(pupil, "pd_processing", curator)
    assert "152" in refused.value.violations[0].clause


def test_stranger_does_not_sign_for_a_child(curator: Actor) -> None:
    pupil = make_pupil()
    make_guardian(pupil)
    with pytest.raises(RuleViolation):
        record(pupil, "pd_processing_guardian", curator, signer=make_person())


def test_guardian_signs_for_a_child(curator: Actor) -> None:
    pupil = make_pupil()
    record(pupil, "pd_processing_guardian", curator, signer=make_guardian(pupil))
    assert queries.has(pupil, "pd_processing")


@pytest.mark.parametrize(
    ("content", "accepted"),
    [
        (PDF, True),
        (jpeg(), True),
        (png(), True),
        (b"MZ\x90", False),
        (b"<svg>", False),
    ],
)
def test_scan_is_judged_by_its_content(content: bytes, accepted: bool, curator: Actor) -> None:
    scan = SimpleUploadedFile("скан", content)
    if accepted:
        assert record(make_person(), "pd_processing", curator, scan=scan).scan
        return
    with pytest.raises(InputError):
        record(make_person(), "pd_processing", curator, scan=scan)


def test_consent_of_tomorrow_is_refused(curator: Actor) -> None:
    with pytest.raises(InputError):
        record(make_person(), "pd_processing", curator, given_on=today() + DAY)


def test_consent_in_the_system_keeps_account_time_and_text(curator: Actor, in_alpha: School) -> None:
    mentor = acting_as("mentor", in_alpha)
    person = make_person(account_id=mentor.account_id)
    text = queries.current_texts()["pd_processing"]
    consent = actions.give_in_system(person=person, text=text, acting=mentor)
    assert (consent.way, consent.account_id, consent.text) == (Consent.Way.SYSTEM, mentor.account_id, text)
    trace = SchoolAudit.objects.get(code="consent.give")
    assert (trace.account_id, trace.facts["text"]) == (mentor.account_id, f"consents.consenttext:{text.pk}")


def test_outdated_text_cannot_be_confirmed(curator: Actor, in_alpha: School) -> None:
    mentor = acting_as("mentor", in_alpha)
    person = make_person(account_id=mentor.account_id)
    text = queries.current_texts()["pd_processing"]
    actions.revise_text(text=text, title=text.title, body="Новый текст", valid_from=today(), acting=curator)
    with pytest.raises(Conflict):
        actions.give_in_system(person=person, text=text, acting=mentor)


def test_nobody_signs_for_a_colleague(curator: Actor, in_alpha: School) -> None:
    mentor = acting_as("mentor", in_alpha)
    make_person(account_id=mentor.account_id)
    with pytest.raises(RuleViolation):
        actions.give_in_system(person=make_person(), text=queries.current_texts()["pd_processing"], acting=mentor)


def test_withdrawn_consent_does_not_count_and_keeps_its_reason(curator: Actor) -> None:
    person = make_person()
    consent = record(person, "pd_processing", curator)
    actions.withdraw(consent=consent, reason="Переезд", acting=curator)
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawal_reason) == (today(), "Переезд")
    assert not queries.has(person, "pd_processing")
    with pytest.raises(Conflict):
        actions.withdraw(consent=consent, reason="", acting=curator)


def test_others_consent_cannot_be_withdrawn(curator: Actor, in_alpha: School) -> None:
    mentee = acting_as("mentee", in_alpha)
    make_person(account_id=mentee.account_id)
    with pytest.raises(NotAllowed):
        actions.withdraw(consent=give(make_person(), "pd_processing"), reason="", acting=mentee)


def test_papers_of_many_are_recorded_at_once(curator: Actor) -> None:
    cards = [make_mentor(consents=False) for _number in range(3)]
    give(cards[0].person, "pd_processing")
    ids = [card.person_id for card in cards]
    assert actions.record_many(person_ids=ids, kind="pd_processing", given_on=today(), acting=curator) == 2
    assert all("pd_processing" in types for types in queries.in_force(ids).values())


def test_nothing_is_recorded_when_one_of_many_cannot_sign(curator: Actor) -> None:
    adult, child = make_person(), make_pupil()
    with pytest.raises(InputError) as refused:
        actions.record_many(person_ids=[adult.pk, child.pk], kind="pd_processing", given_on=today(), acting=curator)
    assert refused.value.problems[0]["place"] == child.full_name
    assert not Consent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_recordings_at_once_leave_one_consent(alpha: School) -> None:
    with enter_school(alpha):
        acting = acting_as("curator", alpha)
        actions.ensure_texts(acting=acting)
        person = make_person()
    outcomes: list[str] = []

    def go() -> None:
        try:
            with enter_school(alpha):
                record(person, "pd_processing", acting)
            outcomes.append("recorded")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with enter_school(alpha):
        assert sorted(outcomes) == ["conflict", "conflict", "conflict", "recorded"]
        assert Consent.objects.filter(person=person).count() == 1
        Consent.objects.all().delete()
        ConsentText.objects.all().delete()
        Person.objects.all().delete()
