"""Papers of mentors from outside and information from third parties."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.people import actions, queries
from apps.school.people.models import Person, PersonDocument, ThirdPartyInfo
from apps.school.regulation.queries import current
from kernel.acting import Actor, system_actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.consents import give_needed
from tests.support.people import make_mentee, make_mentor, make_person, make_pupil
from tests.support.regulation import adopted

ACTING = system_actor("test")
DAY = datetime.timedelta(days=1)


def outsider(**fields: Any) -> Person:
    return make_person(kind=Person.Kind.EXTERNAL, staff_number="", organisation="Завод", **fields)


def paper(person: Person, kind: str = "no_criminal_record", **fields: Any) -> PersonDocument:
    values = {"issued_on": today() - 30 * DAY, "acting": ACTING, **fields}
    return actions.add_document(person=person, kind=kind, **values)


def states(person: Person) -> dict[str, str]:
    return {row.kind: row.state for row in queries.papers_of(current(), [person.pk], today())[person.pk]}


def test_papers_are_valid_expiring_expired_or_missing(in_alpha: School) -> None:
    """scope.external_mentor_docs of ozono-chepetskaya names three."""
    adopted("ozono-chepetskaya")
    person = outsider()
    paper(person)
    paper(person, "medical_certificate", expires_on=today() - DAY)
    assert states(person) == {
        "no_criminal_record": "valid",
        "medical_certificate": "expired",
        "other_document": "missing",
    }
    paper(person, "medical_certificate", expires_on=today() + 30 * DAY)
    assert states(person)["medical_certificate"] == "expiring"
    paper(person, "medical_certificate", expires_on=today() + 31 * DAY)
    assert states(person)["medical_certificate"] == "valid"


def test_document_with_impossible_dates_or_a_false_scan_is_refused(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    person = outsider()
    with pytest.raises(InputError):
        paper(person, issued_on=today() + DAY)
    with pytest.raises(InputError):
        paper(person, expires_on=today() - 60 * DAY)
    with pytest.raises(InputError):
        paper(person, scan=SimpleUploadedFile("справка.pdf", b"MZ program"))
    with pytest.raises(Conflict):
        paper(make_person())
    assert not PersonDocument.objects.exists()


def test_document_is_removed_with_its_scan(in_alpha: School, django_capture_on_commit_callbacks: Any) -> None:
    adopted("ozono-chepetskaya")
    document = paper(outsider(), scan=SimpleUploadedFile("справка.pdf", b"%PDF-1.7 paper %%EOF"))
    storage, name = document.scan.storage, str(document.scan.name)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_document(document=document, acting=ACTING)
    assert not storage.exists(name)


def test_only_people_from_outside_are_asked_for_papers(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    person = outsider()
    asked = [person, make_person(), make_pupil()]
    view = current()
    refusals = queries.external_mentor_violations(view, asked, today())
    assert [violation.parameter for violation in refusals] == ["scope.external_mentor_docs"]
    for kind in ("no_criminal_record", "medical_certificate", "other_document"):
        paper(person, kind)
    assert queries.external_mentor_violations(view, asked, today()) == []
    assert queries.external_mentor_violations(view, asked, today() - 60 * DAY)


def test_register_asks_two_queries_for_any_number(in_alpha: School, django_assert_num_queries: Any) -> None:
    adopted("ozono-chepetskaya")
    view = current()
    for _number in range(3):
        make_mentor(person=outsider(), category="parent", consents=False)
    make_mentor(consents=False)
    with django_assert_num_queries(2):
        assert len(queries.papers_in_bank(view, today())) == 3


def tell(person: Person, **fields: Any) -> ThirdPartyInfo:
    values = {
        "source": "psychologist",
        "told_by": "Орлова А. П.",
        "text": "Трудно даются выступления.",
        "basis": "согласие от 01.09.2025",
        "received_on": today(),
        "acting": ACTING,
        **fields,
    }
    return actions.record_third_party(person=person, **values)


def test_third_party_is_a_source_of_the_regulation(in_alpha: School) -> None:
    adopted("lenskaya")
    person = make_mentee().person
    assert tell(person).pk
    with pytest.raises(RuleViolation) as error:
        tell(person, source="class_teacher")
    assert [violation.parameter for violation in error.value.violations] == ["data.third_party_info"]
    with pytest.raises(RuleViolation):
        tell(person, acting=Actor(None, "кто-то", frozenset({"methodical_association"}), "school"))


def test_third_party_needs_a_basis_and_the_consent_of_the_day(in_alpha: School) -> None:
    adopted("lenskaya")
    person = make_person()
    with pytest.raises(InputError) as error:
        tell(person)
    assert error.value.problems[0]["place"] == "received_on"
    give_needed(person, "mentee")
    with pytest.raises(InputError) as error:
        tell(person, basis=" ")
    assert error.value.problems[0]["place"] == "basis"
    with pytest.raises(InputError):
        tell(person, received_on=today() + DAY)
    assert not ThirdPartyInfo.objects.exists()


def test_information_about_those_who_left_the_bank_is_outlived_and_deleted(in_alpha: School) -> None:
    adopted("lenskaya")
    card = make_mentee()
    info = tell(card.person)
    assert not queries.outlived_info().exists()
    actions.leave_bank(card=card, acting=ACTING)
    assert list(queries.outlived_info()) == [info]
    actions.delete_third_party(info=info, acting=ACTING)
    assert not ThirdPartyInfo.objects.exists()
    with pytest.raises(Conflict):
        actions.delete_third_party(info=info, acting=ACTING)
