"""Pages of the bank in full: tabs of a card, registers, frameworks, duplicates, one's own card."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from apps.school.people import actions, federal, queries
from apps.school.people.models import (
    Card,
    Diagnostics,
    Framework,
    MentorCard,
    Person,
    PersonDocument,
    PortfolioItem,
    ThirdPartyInfo,
)
from kernel.acting import system_actor
from kernel.clock import today
from tenants.organisations.models import School
from tests.school.people.test_pages import address, text
from tests.support.cast import ClientFor, account_in
from tests.support.pairs import make_pair
from tests.support.people import (
    counted,
    make_guardian,
    make_mentee,
    make_mentor,
    make_person,
    make_pupil,
    samples,
    staying,
)
from tests.support.regulation import adopted

ACTING = system_actor("test")
DAY = datetime.timedelta(days=1)
TABS = ("person", "person_growth", "person_portfolio", "person_papers", "person_history")


@pytest.fixture
def curator(in_school: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_school), in_school)


def outsider(**fields: object) -> MentorCard:
    person = make_person(kind=Person.Kind.EXTERNAL, staff_number="", organisation="Завод", **fields)
    return make_mentor(person=person, category="employer", consents=False)


def test_tabs_of_a_full_card_open_with_few_queries(curator: Client) -> None:
    samples()
    person = Diagnostics.objects.get().person
    for name in TABS:
        with CaptureQueriesContext(connection) as captured:
            response = curator.get(address(name, person=person.pk))
        assert response.status_code == 200
        assert counted(captured.captured_queries) <= 27, name
    assert "Тревожится" in text(curator.get(address("person_papers", person=person.pk)))
    assert "Двойник" in text(curator.get(address("person_history", person=person.pk)))


def test_personal_file_is_only_reminded_of(curator: Client) -> None:
    """data.personal_file_access: lenskaya lets a mentor read it, the product opens nothing."""
    person = make_mentee().person
    assert "п. 4.1 (2)" in text(curator.get(address("person_papers", person=person.pk)))


def test_association_sees_work_but_neither_papers_nor_what_others_told(
    in_school: School, client_for: ClientFor
) -> None:
    card = make_mentee()
    PortfolioItem.objects.create(person=card.person, kind="event", title="Для школы", visibility="school")
    PortfolioItem.objects.create(person=card.person, kind="event", title="Тайное", visibility="office")
    client = staying(client_for("methodical_association", in_school), in_school)
    page = text(client.get(address("person_portfolio", person=card.person_id)))
    assert "Для школы" in page
    assert "Тайное" not in page
    assert client.get(address("person_papers", person=card.person_id)).status_code == 403
    response = client.get(address("mentee_edit", mentee=card.pk))
    assert response.status_code == 422
    assert "п. 3.4 (4)" in text(response)


def test_association_that_keeps_the_bank_enters_and_changes(in_alpha: School, client_for: ClientFor) -> None:
    adopted("gymnasium-35")
    client = staying(client_for("methodical_association", in_alpha), in_alpha)
    stranger, card = make_person(), make_mentee()
    assert stranger.last_name in text(client.get(address("mentor_candidates")))
    response = client.post(
        address("mentor_enter", person=stranger.pk),
        {"category": "pedagogue", "capacity": 1, "given_on": f"{today():%d.%m.%Y}", "given_pd_processing": "on"},
    )
    assert response.status_code == 302, text(response)
    assert client.post(address("mentee_leave", mentee=card.pk), {"reason": "перевод"}).status_code == 302
    card.refresh_from_db()
    assert card.state == Card.State.LEFT
    assert queries.periods_of(card.person)[0].reason == "перевод"


def test_bank_that_is_not_provided_for_says_so(in_alpha: School, client_for: ClientFor) -> None:
    """By data.registries the school keeps the mentors' bank only."""
    adopted("lenskaya", data__registries=["mentor_registry"])
    client = staying(client_for("curator", in_alpha), in_alpha)
    page = text(client.get(address("mentees")))
    assert "Этот банк положением не предусмотрен" in page
    assert address("mentee_candidates") not in page
    assert "Этот банк положением не предусмотрен" not in text(client.get(address("mentors")))


def test_tracks_show_who_is_to_be_sent(in_alpha: School, client_for: ClientFor) -> None:
    """scope.mentee_experience of co-58: over five years of work to the club."""
    adopted("co-58")
    client = staying(client_for("curator", in_alpha), in_alpha)
    long = make_mentee(person=make_person(last_name="Опытная", teaching_since=today() - 9 * 366 * DAY))
    make_mentee(person=make_person(last_name="Начинающая", teaching_since=today() - 300 * DAY))
    page = text(client.get(address("tracks"), {"track": "unsent"}))
    assert "Опытная" in page
    assert "Начинающая" not in page
    url = address("mentee_track", mentee=long.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"track": "teachers_club"}).status_code == 302
    assert "Опытная" in text(client.get(address("tracks"), {"track": "teachers_club"}))
    assert client.get(address("tracks"), {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("name", ["papers", "tracks"])
def test_register_asks_the_same_number_of_queries_for_any_number_of_rows(name: str, curator: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert curator.get(address(name)).status_code == 200
        return counted(captured.captured_queries)

    def more() -> None:
        outsider()
        make_mentee()

    more()
    curator.get(address(name))
    few = asked()
    for _number in range(30):
        more()
    assert asked() == few <= 16


def test_register_of_papers_is_filtered_by_their_state(curator: Client) -> None:
    whole, late = outsider(last_name="Исправная"), outsider(last_name="Опоздавшая")
    for kind in ("no_criminal_record", "medical_certificate"):
        for card, expires in ((whole, today() + 200 * DAY), (late, today() - DAY)):
            PersonDocument.objects.create(
                person=card.person, kind=kind, issued_on=today() - 300 * DAY, expires_on=expires
            )
    page = text(curator.get(address("papers"), {"state": "expired"}))
    assert "Опоздавшая" in page
    assert "Исправная" not in page


def test_document_is_recorded_shown_and_removed(curator: Client) -> None:
    person = outsider().person
    url = address("document_add", person=person.pk)
    assert curator.get(url).status_code == 200
    values = {
        "kind": "no_criminal_record",
        "issued_on": f"{today():%d.%m.%Y}",
        "scan": SimpleUploadedFile("справка.pdf", b"%PDF-1.7 paper %%EOF"),
    }
    assert curator.post(url, values).status_code == 302
    document = PersonDocument.objects.get()
    scan = curator.get(address("document_scan", paper=document.pk))
    assert b"".join(scan.streaming_content) == b"%PDF-1.7 paper %%EOF"  # type: ignore[attr-defined]  # a file response
    assert curator.post(address("document_remove", paper=document.pk)).status_code == 302
    assert not PersonDocument.objects.exists()


def test_what_others_told_is_written_down_and_deleted(curator: Client) -> None:
    person = make_mentee().person
    url = address("told_add", person=person.pk)
    assert curator.get(url).status_code == 200
    values = {
        "source": "psychologist",
        "told_by": "Орлова А. П.",
        "received_on": f"{today():%d.%m.%Y}",
        "basis": "согласие",
        "text": "Волнуется на открытых уроках",
    }
    assert curator.post(url, values).status_code == 302
    info = ThirdPartyInfo.objects.get()
    assert curator.post(address("told_delete", told=info.pk)).status_code == 302
    assert not ThirdPartyInfo.objects.exists()


def test_framework_is_taken_over_changed_and_measured_by(curator: Client) -> None:
    assert curator.get(address("frameworks")).status_code == 200
    assert curator.post(address("framework_preset"), {"preset": "smart_skills"}).status_code == 302
    assert curator.post(address("framework_preset"), {"preset": "smart_skills"}).status_code == 422
    framework = Framework.objects.get()
    assert framework.competencies.count() == 5
    mentor = make_mentor(competencies=["проекты"])
    url = address("diagnose", person=mentor.person_id, framework=framework.pk)
    names = [f"level_{row.pk}" for row in framework.competencies.all()]
    values = {"way": "curator", "made_on": f"{today():%d.%m.%Y}", names[0]: "5", names[1]: "2"}
    assert curator.get(url).status_code == 200
    assert curator.post(url, values).status_code == 302
    mentor.refresh_from_db()
    assert mentor.competencies == ["проекты", "цифровые компетенции"]
    edit = address("framework_edit", framework=framework.pk)
    assert curator.get(edit).status_code == 200
    changed = {
        "title": "Свои навыки",
        "competencies": "цифровые компетенции\nработа с родителями",
        "levels": "\n".join(framework.levels),
        "weak_below": 2,
        "strong_from": 4,
        "in_use": "on",
    }
    assert curator.post(edit, {**changed, "levels": "да\nнет"}).status_code == 422
    assert curator.post(edit, changed).status_code == 302
    used = {row.title: row.in_use for row in framework.competencies.all()}
    assert used == {"цифровые компетенции": True, "методические компетенции": False, "работа с родителями": True}
    assert curator.get(address("person_growth", person=mentor.person_id)).status_code == 200


def test_levels_before_and_now_make_deficits(in_school: School) -> None:
    framework = actions.import_preset(preset="smart_skills", acting=ACTING)
    card, first = make_mentee(deficits=["проекты"]), framework.competencies.all()[0]
    for days, level in ((60, 1), (0, 3)):
        actions.record_diagnostics(
            person=card.person,
            framework=framework,
            way="curator",
            levels={first.pk: level},
            made_on=today() - days * DAY,
            acting=ACTING,
        )
        card.refresh_from_db()
        assert card.deficits == (["проекты", first.title] if level == 1 else ["проекты"])
    [profile] = queries.profiles(queries.diagnostics_of(card.person))
    assert [(row.before, row.now) for row in profile.rows] == [(1, 3)]


def test_duplicates_are_compared_and_merged_on_a_page(curator: Client) -> None:
    one, other = make_person(last_name="Двойная"), make_person(last_name="Двойная", phone="89120001122")
    assert address("merge", person=one.pk, other=other.pk) in text(curator.get(address("duplicates")))
    url = address("merge", person=one.pk, other=other.pk)
    assert curator.get(url).status_code == 200
    assert curator.post(url, {"take_staff_number": "gone", "take_phone": "gone"}).status_code == 302
    one.refresh_from_db()
    assert (one.staff_number, one.phone) == (other.staff_number, "89120001122")
    moved = curator.get(address("person", person=other.pk))
    assert (moved.status_code, moved.headers["Location"]) == (302, address("person", person=one.pk))
    twin = make_person(last_name="Двойная")
    assert curator.post(address("distinct", person=one.pk, other=twin.pk)).status_code == 302
    assert address("merge", person=one.pk, other=twin.pk) not in text(curator.get(address("duplicates")))


def own(client_for: ClientFor, school: School, role: str, person: Person) -> Client:
    client = staying(client_for(role, school), school)
    Person.objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    return client


def test_mentee_sees_what_others_told_and_adds_to_the_own_card(in_school: School, client_for: ClientFor) -> None:
    person, framework = make_mentee().person, actions.import_preset(preset="smart_skills", acting=ACTING)
    ThirdPartyInfo.objects.create(
        person=person, source="psychologist", told_by="Орлова", text="Секретное", basis="согласие", received_on=today()
    )
    client = own(client_for, in_school, "mentee", person)
    page = text(client.get(address("own")))
    assert "Секретное" in page
    assert address("own_diagnostics", framework=framework.pk) in page
    assert client.post(address("own_request"), {"text": "Хочу вести кружок"}).status_code == 302
    level = f"level_{framework.competencies.all()[0].pk}"
    values = {"made_on": f"{today():%d.%m.%Y}", level: "1", "way": "curator"}
    assert client.post(address("own_diagnostics", framework=framework.pk), values).status_code == 302
    assert Diagnostics.objects.get().way == Diagnostics.Way.SELF
    values = {"kind": "link", "title": "Статья", "link": "https://example.test/a", "visibility": "school"}
    assert client.post(address("own_portfolio"), values).status_code == 302
    assert queries.has_portfolio(person)
    foreign = PortfolioItem.objects.create(person=make_person(), kind="event", title="Чужое")
    assert client.post(address("portfolio_remove", portfolio_item=foreign.pk)).status_code == 404
    mine = PortfolioItem.objects.get(person=person)
    assert client.post(address("portfolio_remove", portfolio_item=mine.pk)).status_code == 302


def test_guardian_sees_what_others_told_of_the_ward(in_school: School, client_for: ClientFor) -> None:
    ward = make_pupil()
    ThirdPartyInfo.objects.create(
        person=ward, source="class_teacher", told_by="Ежова", text="О подопечном", basis="согласие", received_on=today()
    )
    client = own(client_for, in_school, "guardian", make_guardian(ward))
    assert "О подопечном" in text(client.get(address("own")))


def test_federal_forms_have_the_columns_in_their_order_and_no_formula(curator: Client) -> None:
    mentor = make_mentor(person=make_person(phone="=1+1"), interests=["шахматы"], hours="2 часа в неделю")
    PortfolioItem.objects.create(person=mentor.person, kind="achievement", title="=cmd|calc")
    pair = make_pair("active", mentor=mentor)
    mentee = pair.current_mentees[0].card
    for bank, name, partner in (
        ("mentor", "federal_mentors", mentee.person.full_name),
        ("mentee", "federal_mentees", mentor.person.full_name),
    ):
        response = curator.get(address(name))
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file response
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        header, *rows = sheet.iter_rows()
        assert [cell.value for cell in header] == federal.forms()[bank]["columns"]
        assert len(rows) == 1
        assert partner in [cell.value for cell in rows[0]]
        assert "f" not in {cell.data_type for cell in rows[0]}
