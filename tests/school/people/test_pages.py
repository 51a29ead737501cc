"""Pages of people: who sees what, lists, entry into a bank, constant query counts."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from apps.school.consents import queries as consents
from apps.school.people.models import Card, MentorCard, Person
from kernel.clock import today
from tenants.identity.models import Account
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.people import (
    counted,
    make_guardian,
    make_mentee,
    make_mentor,
    make_person,
    make_pupil,
    staying,
)
from tests.support.uploads import PDF


@pytest.fixture
def curator(in_school: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_school), in_school)


def address(name: str, **kwargs: object) -> str:
    return reverse(f"people:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def text(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]  # a response of the test client


@pytest.mark.parametrize("name", ["persons", "mentors", "mentees", "mentor_candidates", "imports", "import_new"])
def test_empty_list_says_what_to_do_first(name: str, curator: Client) -> None:
    assert curator.get(address(name)).status_code == 200


def test_person_list_finds_a_name_with_yo_typed_with_ye(curator: Client) -> None:
    make_person(last_name="Ёлкина")
    make_person(last_name="Зимина")
    page = text(curator.get(address("persons"), {"q": "елкина"}))
    assert "Ёлкина" in page
    assert "Зимина" not in page


def test_person_list_hides_those_who_left(curator: Client) -> None:
    make_person(last_name="Ушедшая", left_on=today())
    assert "Ушедшая" not in text(curator.get(address("persons")))
    assert "Ушедшая" in text(curator.get(address("persons"), {"presence": "left"}))


@pytest.mark.parametrize(
    ("name", "make"), [("persons", make_person), ("mentors", make_mentor), ("mentees", make_mentee)]
)
def test_list_asks_the_same_number_of_queries_for_any_number_of_rows(name: str, make: object, curator: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = curator.get(address(name))
        assert len(response.content) < 100_000
        return counted(captured.captured_queries)

    make()  # type: ignore[operator]  # a factory
    curator.get(address(name))
    few = asked()
    for _number in range(30):
        make()  # type: ignore[operator]  # a factory
    assert asked() == few <= 16


def test_mentors_bank_shows_who_lacks_which_consent(curator: Client) -> None:
    make_mentor(person=make_person(last_name="Полная"))
    make_mentor(person=make_person(last_name="Безбумажная"), consents=False)
    page = text(curator.get(address("mentors"), {"lacks": "pd_processing"}))
    assert "Безбумажная" in page
    assert "Полная" not in page


def test_bank_export_holds_all_rows(curator: Client) -> None:
    for _number in range(30):
        make_mentor()
    response = curator.get(address("mentors"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]  # a file response
    assert sheet is not None
    assert sheet.max_row == 31


def test_association_reads_banks_but_not_persons(in_school: School, client_for: ClientFor) -> None:
    mentor, stranger = make_mentor(), make_person()
    client = staying(client_for("methodical_association", in_school), in_school)
    assert client.get(address("mentors")).status_code == 200
    assert client.get(address("persons")).status_code == 403
    page = client.get(address("person", person=mentor.person_id))
    assert page.status_code == 200
    assert f"{mentor.person.birth_date:%d.%m.%Y}" not in text(page)
    assert client.get(address("person", person=stranger.pk)).status_code == 404


def test_mentor_is_entered_with_the_paper_in_one_step(curator: Client) -> None:
    person = make_person()
    url = address("mentor_enter", person=person.pk)
    assert curator.get(url).status_code == 200
    response = curator.post(
        url,
        {
            "category": "pedagogue",
            "capacity": 2,
            "competencies": "классное руководство, проектная работа",
            "given_on": f"{today():%d.%m.%Y}",
            "given_pd_processing": "on",
            "scan_pd_processing": SimpleUploadedFile("согласие.pdf", PDF),
        },
    )
    assert response.status_code == 302, text(response)
    card = MentorCard.objects.get(person=person)
    assert card.competencies == ["классное руководство", "проектная работа"]
    assert consents.has(person, "pd_processing")


def test_entry_without_consent_is_refused_with_the_law(curator: Client) -> None:
    person = make_person()
    response = curator.post(address("mentor_enter", person=person.pk), {"category": "pedagogue", "capacity": 1})
    assert response.status_code == 422
    assert "Внести в банк нельзя" in text(response)
    assert "data-focus" in text(response)
    assert not MentorCard.objects.filter(person=person).exists()


def test_person_page_shows_cards_guardians_and_consents(curator: Client) -> None:
    pupil = make_pupil()
    guardian = make_guardian(pupil, last_name="Законная")
    assert "Законная" in text(curator.get(address("person", person=pupil.pk)))
    assert pupil.last_name in text(curator.get(address("person", person=guardian.pk)))
    mentee = make_mentee()
    assert mentee.request in text(curator.get(address("person", person=mentee.person_id)))


def test_guardian_somebody_new_is_recorded(curator: Client) -> None:
    pupil = make_pupil()
    values = {"basis": "parent", "last_name": "Новая", "first_name": "Ольга"}
    response = curator.post(address("guardian_add", person=pupil.pk), values)
    assert response.status_code == 302, text(response)
    assert Person.objects.get(kind="guardian").wards.get().ward == pupil


def test_person_is_added_and_changed(curator: Client) -> None:
    values = {"kind": "employee", "last_name": "СОКОЛОВА", "first_name": "анна", "patronymic": "Петровна"}
    assert curator.post(address("person_add"), values).status_code == 302
    person = Person.objects.get()
    assert (person.full_name, person.sex) == ("Соколова Анна Петровна", "f")
    changed = {"last_name": "Орлова", "first_name": "Анна", "subjects": "физика; химия"}
    assert curator.post(address("person_edit", person=person.pk), changed).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.subjects) == ("Орлова", ["физика", "химия"])


def test_card_of_a_bank_is_changed_and_left(curator: Client) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    for name, key, card in (("mentor", "mentor", mentor), ("mentee", "mentee", mentee)):
        edit, leave = (address(f"{name}_{verb}", **{key: card.pk}) for verb in ("edit", "leave"))
        assert curator.get(edit).status_code == 200
        values = {"category": card.category, "capacity": 3, "subjects": "физика"}
        assert curator.post(edit, values).status_code == 302
        assert curator.get(leave).status_code == 200
        assert curator.post(leave).status_code == 302
        card.refresh_from_db()
        assert (card.subjects, card.state) == (["физика"], Card.State.LEFT)


def test_invitation_links_an_account_with_its_role(curator: Client) -> None:
    mentor = make_mentor()
    url = address("person_invite", person=mentor.person_id)
    assert curator.get(url).status_code == 200
    response = curator.post(url, {"email": "new.mentor@alpha.test", "roles": ["mentor"]})
    assert response.status_code == 302, text(response)
    account = Account.objects.get(email="new.mentor@alpha.test")
    mentor.person.refresh_from_db()
    assert mentor.person.account_id == account.pk
    assert [row.role for row in account.memberships.all()] == ["mentor"]


def test_leaving_the_school_leaves_the_banks(curator: Client) -> None:
    mentor = make_mentor()
    url = address("person_left", person=mentor.person_id)
    assert curator.get(url).status_code == 200
    assert curator.post(url, {"left_on": f"{today():%d.%m.%Y}"}).status_code == 302
    mentor.refresh_from_db()
    assert mentor.state == Card.State.LEFT
    assert curator.post(address("person_return", person=mentor.person_id)).status_code == 302
