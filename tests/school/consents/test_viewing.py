"""Who looked at whose data: noted for others, shown to the person and to the head, bounded, one INSERT."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.consents import viewing
from apps.school.consents.models import Viewing
from kernel.clock import at, now
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.consents import give
from tests.support.people import make_guardian, make_mentor, make_person, make_pupil, staying
from tests.support.uploads import PDF


def address(name: str, **kwargs: object) -> str:
    return reverse(name, urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


@pytest.fixture
def curator(in_school: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_school), in_school)


def test_opened_card_is_noted_with_who_when_what_and_one_insert(curator: Client, in_school: School) -> None:
    person = make_person()
    curator.get(address("people:person", person=person.pk))
    Viewing.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        curator.get(address("people:person", person=person.pk))
    written = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SELECT", "SET"))]
    assert [sql for sql in written if "consents_viewing" in sql and sql.startswith("INSERT")] == [
        sql for sql in written if sql.startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    row = Viewing.objects.get()
    account = account_in("curator", in_school)
    assert (row.person_id, row.account_id, row.roles, row.what) == (person.pk, account.pk, ["curator"], "card")
    assert abs(row.at - now()) < datetime.timedelta(minutes=1)


def test_consent_scan_blank_and_exports_are_noted(curator: Client, in_school: School) -> None:
    person = make_mentor(person=make_person()).person
    consent = give(person, "photo_video")
    consent.scan.save("scan.pdf", ContentFile(PDF))
    for path in (
        address("consents:consent", consent=consent.pk),
        address("consents:scan", consent=consent.pk),
        address("consents:blank", person=person.pk, text=consent.text_id),
        address("consents:blank_file", person=person.pk, text=consent.text_id, format="docx"),
        address("people:persons") + "?export=xlsx",
        address("people:mentors") + "?export=xlsx",
        address("consents:index") + "?export=xlsx",
        address("consents:matrix") + "?export=xlsx",
    ):
        assert curator.get(path).status_code == 200
    seen = list(Viewing.objects.filter(person=person).order_by("pk").values_list("what", flat=True))
    assert seen == ["consent", "scan", "blank", "blank", *["export"] * 4]


def test_own_data_and_those_of_wards_are_not_noted(in_school: School) -> None:
    curator = acting_as("curator", in_school)
    me = make_person(account_id=curator.account_id)
    ward = make_pupil()
    make_guardian(ward)
    ward.guardians.update(guardian=me)
    for person in (me, ward):
        viewing.note(person, curator, "card")
    assert not Viewing.objects.exists()


def test_person_sees_who_looked_at_own_data_only(in_school: School, curator: Client, client_for: ClientFor) -> None:
    mentor = acting_as("mentor", in_school)
    me, other = make_person(account_id=mentor.account_id), make_person(last_name="Посторонняя")
    for person in (me, other):
        curator.get(address("people:person", person=person.pk))
    page = staying(client_for("mentor", in_school), in_school).get(address("consents:viewings_mine"))
    text = page.content.decode()
    assert acting_as("curator", in_school).name in text
    assert "Посторонняя" not in text


def test_head_sees_the_log_and_nobody_else(in_school: School, curator: Client, client_for: ClientFor) -> None:
    person = make_person(last_name="Просмотренная")
    curator.get(address("people:person", person=person.pk))
    head = staying(client_for("head", in_school), in_school)
    page = address("consents:viewings")
    assert "Просмотренная" in head.get(f"{page}?person={person.pk}").content.decode()
    assert head.get(f"{page}?export=xlsx").status_code == 200
    assert curator.get(page).status_code == 403


def test_log_is_bounded(in_school: School) -> None:
    curator = acting_as("curator", in_school)
    person = make_person()
    with at(now() - viewing.KEPT - datetime.timedelta(days=1)):
        viewing.note(person, curator, "card")
    viewing.note(person, curator, "card")
    assert viewing.all_rows().count() == 1
    assert viewing.sweep() == 1
    assert Viewing.objects.count() == 1


def test_noting_waits_for_nobody_who_changes_the_person(in_school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'consents_viewing'::regclass AND contype = 'f'"
        )
        assert cursor.fetchone()[0] == 0


def test_list_of_viewings_asks_a_fixed_number_of_queries(in_school: School, client_for: ClientFor) -> None:
    curator = acting_as("curator", in_school)
    head = staying(client_for("head", in_school), in_school)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert head.get(address("consents:viewings")).status_code == 200
        return len(captured)

    viewing.note(make_person(), curator, "card")
    asked()
    few = asked()
    for _number in range(29):
        viewing.note(make_person(), curator, "card")
    assert asked() == few
