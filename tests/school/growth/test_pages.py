"""Pages of growth: who sees what, forms on a phone, lists with a fixed number of queries, papers."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.growth.models import Assessment, Course, DiagnosticSession, IndividualRoute
from apps.school.people.models import Framework
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.canaries import text_of_file
from tests.support.cast import ClientFor, acting_as
from tests.support.growth import (
    TITLES,
    agree,
    give,
    levels_of,
    list_of,
    make_couple,
    make_course,
    make_framework,
    make_route,
    measure,
    mentee_of,
    steps_of,
)
from tests.support.people import counted, make_guardian, make_person, make_pupil, staying
from tests.support.regulation import adopted
from tests.support.uploads import PDF
from ui.sheets import read_sheet


@pytest.fixture
def curator(in_alpha: School, client_for: ClientFor) -> Client:
    adopted("co-58")
    return staying(client_for("curator", in_alpha), in_alpha)


def address(name: str, **kwargs: object) -> str:
    return reverse(f"growth:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def text(response: Any) -> str:
    return str(response.content.decode())


def squeezed(words: str) -> str:
    """Without spaces: a document may break a line anywhere."""
    return "".join(words.split())


def measure_many(framework: Framework, number: int) -> None:
    for _each in range(number):
        person = make_person()
        measure(person, [1, 2, 3], framework)
        measure(person, [2, 2, 3], framework, kind="exit")


def test_growth_is_seen_by_those_concerned_and_by_nobody_else(in_alpha: School, client_for: ClientFor) -> None:
    match = make_couple(acting_as("mentor", in_alpha), acting_as("mentee", in_alpha))
    person = mentee_of(match)
    route = agree(make_route(person))
    session = DiagnosticSession.objects.get()
    stranger = make_person()
    measure(stranger, [1, 2, 3], make_framework())
    pages = [address("person", person=person.pk), route.get_absolute_url(), session.get_absolute_url()]
    pages.append(address("pair", pair=match.pk))
    seen = {"curator": 200, "head": 200, "mentor": 200, "mentee": 200, "guardian": 404}
    for role, status in seen.items():
        client = staying(client_for(role, in_alpha), in_alpha)
        assert [client.get(page).status_code for page in pages] == [status] * len(pages), role
        foreign = client.get(address("person", person=stranger.pk)).status_code
        assert foreign == (200 if role in ("curator", "head") else 404), role
    association = staying(client_for("methodical_association", in_alpha), in_alpha)
    assert [association.get(page).status_code for page in pages] == [403, 404, 403, 403]
    match.mentors.update(until=today())
    mentor = staying(client_for("mentor", in_alpha), in_alpha)
    assert [mentor.get(page).status_code for page in pages[:1] + pages[2:]] == [404] * 3


def test_guardian_sees_a_ward_till_eighteen(in_alpha: School, client_for: ClientFor) -> None:
    ward = make_pupil()
    make_guardian(ward, account_id=acting_as("guardian", in_alpha).account_id)
    client = staying(client_for("guardian", in_alpha), in_alpha)
    assert client.get(address("person", person=ward.pk)).status_code == 200
    assert ward.full_name in text(client.get(address("mine")))
    ward.birth_date = today().replace(year=today().year - 18, day=1)
    ward.save()
    assert client.get(address("person", person=ward.pk)).status_code == 404


def test_figures_of_few_are_hidden_from_the_association(
    curator: Client, in_alpha: School, client_for: ClientFor
) -> None:
    framework = make_framework()
    measure_many(framework, 4)
    association = staying(client_for("methodical_association", in_alpha), in_alpha)
    few = text(association.get(address("index")))
    assert "&lt; 5" in few
    assert "100" not in few.split("<main")[1].split("</main")[0]
    assert "100\u00a0%" in text(curator.get(address("index")))
    measure_many(framework, 1)
    assert "100\u00a0%" in text(association.get(address("index")))


def test_pages_ask_the_same_number_of_queries(curator: Client) -> None:
    framework = make_framework()
    pages = [address(name) for name in ("index", "sessions", "routes", "courses")]

    def numbers() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert curator.get(page).status_code == 200
            found.append(counted(captured))
        return found

    measure_many(framework, 1)
    make_course(framework)
    make_route(make_person(), framework)
    curator.get(pages[0])
    few = numbers()
    measure_many(framework, 6)
    for _each in range(6):
        make_course(framework, (0, 1, 2))
        make_route(make_person(), framework)
    assert numbers() == few


def test_sheet_is_filled_in_and_summed_up_by_pages(curator: Client, in_alpha: School, client_for: ClientFor) -> None:
    match = make_couple(mentee=acting_as("mentee", in_alpha))
    person, framework = mentee_of(match), make_framework()
    values = {"framework": framework.pk, "kind": "entry", "due_on": f"{today():%d.%m.%Y}", "sides": ["self", "curator"]}
    assert curator.post(address("begin", person=person.pk), {**values, "due_on": "01.01.2020"}).status_code == 422
    assert curator.post(address("begin", person=person.pk), values).status_code == 302
    session = DiagnosticSession.objects.get()
    keys = list(framework.competencies.values_list("pk", flat=True))
    mentee = staying(client_for("mentee", in_alpha), in_alpha)
    sheet = session.assessments.get(side="self")
    page = address("assess", assessment=sheet.pk)
    assert page in text(mentee.get(address("mine")))
    said = {f"level_{keys[0]}": 2, f"evidence_{keys[0]}": "Урок <b>", "given_on": f"{today():%d.%m.%Y}"}
    assert mentee.post(page, {"given_on": said["given_on"]}).status_code == 422
    assert mentee.post(page, said).status_code == 302
    foreign = session.assessments.get(side="curator")
    assert mentee.get(address("assess", assessment=foreign.pk)).status_code == 404
    give(session, [1, 2, 3])
    assert "начальный" in text(mentee.get(session.get_absolute_url()))
    assert "базовый" not in text(mentee.get(session.get_absolute_url()))
    beside = text(curator.get(session.get_absolute_url()))
    assert "Урок &lt;b&gt;" in beside
    assert "базовый" in beside
    form = text(curator.get(address("sum_up", diagnostic_session=session.pk)))
    assert 'value="3" selected' in form
    result = {f"level_{key}": level for key, level in zip(keys, (1, 2, 3), strict=True)}
    assert curator.post(address("sum_up", diagnostic_session=session.pk), result).status_code == 302
    assert levels_of(person) == dict(zip(TITLES, (1, 2, 3), strict=True))
    assert curator.get(page).status_code == 404


def test_many_are_asked_and_a_list_is_read_by_pages(curator: Client) -> None:
    framework = make_framework()
    people = [mentee_of(make_couple()) for _number in range(2)]
    form = text(curator.get(address("begin_many")))
    assert form.count("checked") >= 2
    values = {"framework": framework.pk, "kind": "entry", "due_on": f"{today():%d.%m.%Y}", "sides": ["self", "mentor"]}
    posted = curator.post(address("begin_many"), {**values, "persons": [person.pk for person in people]})
    assert posted.status_code == 302
    assert Assessment.objects.count() == 4
    blank = curator.get(address("import_blank", framework=framework.pk))
    sheet = read_sheet(SimpleUploadedFile("list.xlsx", blank.getvalue()))
    assert {person.full_name for person in people} <= {row[1] for _number, row in sheet.rows}
    fields = {"framework": framework.pk, "kind": "entry", "side": "self", "made_on": f"{today():%d.%m.%Y}"}
    headers = ["ФИО", "Табельный номер", TITLES[0]]
    wrong = curator.post(
        address("import"), {**fields, "file": list_of(headers, ["", people[0].staff_number, "отлично"])}
    )
    assert wrong.status_code == 422
    assert f"строка 2, столбец «{TITLES[0]}»" in text(wrong)
    good = list_of(headers, ["", people[0].staff_number, "базовый"])
    assert curator.post(address("import"), {**fields, "file": good}).status_code == 302
    assert Assessment.objects.exclude(given_on=None).get().levels.get().level == 3


def test_route_goes_from_one_click_to_paper(curator: Client, in_alpha: School, client_for: ClientFor) -> None:
    person = mentee_of(make_couple(mentee=acting_as("mentee", in_alpha)))
    framework = make_framework()
    make_course(framework, (0,), title="Цифровой урок")
    measure(person, [1, 2, 4], framework)
    assert "Цифровой урок" in text(curator.get(address("person", person=person.pk)))
    assert curator.post(address("build", person=person.pk), {"framework": framework.pk}).status_code == 302
    route = IndividualRoute.objects.get()
    key = {"individual_route": route.pk}
    stage = route.stages.all()[0]
    step = {"stage": stage.pk, "title": "Посетить урок", "due_on": f"{route.starts_on:%d.%m.%Y}"}
    assert curator.post(address("step_add", **key), step).status_code == 302
    assert curator.post(address("route_propose", **key)).status_code == 302
    mentee = staying(client_for("mentee", in_alpha), in_alpha)
    assert mentee.post(address("route_answer", **key), {"agrees": "yes"}).status_code == 302
    assert mentee.get(address("step_add", **key)).status_code == 403
    taught = next(row for row in steps_of(route) if row.course is not None)
    marked = {"state": "under_way", "evidence": "Записалась"}
    assert mentee.post(address("step_mark", route_step=taught.pk), marked).status_code == 302
    paper = {"title": "Удостоверение", "file": SimpleUploadedFile("scan.pdf", PDF)}
    assert mentee.post(address("certificate", route_step=taught.pk), paper).status_code == 302
    page = text(mentee.get(route.get_absolute_url()))
    assert "portfolio" in page
    assert "Человек согласен" in page
    for name in ("route_docx", "route_pdf"):
        found = text_of_file(mentee.get(address(name, **key)).getvalue())
        assert squeezed("Посетить урок") in squeezed(found)
    close = {"gone_through": "yes", "outcome": "Готов"}
    assert curator.post(address("route_close", **key), close).status_code == 422
    assert curator.post(address("route_close", **key), {**close, "gone_through": "no"}).status_code == 302


def test_course_is_kept_by_pages(curator: Client, in_alpha: School, client_for: ClientFor) -> None:
    competency = make_framework().competencies.all()[0]
    values = {
        "title": "Стажировка",
        "provider": "ИРО",
        "kind": "internship",
        "form": "mixed",
        "hours": "18",
        "link": "iro.example.ru/course",
        "competencies": [competency.pk],
        "in_use": "on",
    }
    assert curator.post(address("course_new"), {**values, "hours": "-1"}).status_code == 422
    assert curator.post(address("course_new"), values).status_code == 302
    course = Course.objects.get()
    edit = address("course_edit", course=course.pk)
    assert "Стажировка" in text(curator.get(edit))
    assert curator.post(edit, {**values, "title": "Стажировка 2"}).status_code == 302
    mentee = staying(client_for("mentee", in_alpha), in_alpha)
    assert "Стажировка 2" in text(mentee.get(address("courses")))
    assert mentee.get(edit).status_code == 403


def test_growth_is_reached_from_the_card_and_from_the_pair(curator: Client) -> None:
    match = make_couple()
    measure(mentee_of(match), [1, 2, 4], make_framework())
    card = text(curator.get(mentee_of(match).get_absolute_url()))
    assert address("person", person=mentee_of(match).pk) in card
    assert address("pair", pair=match.pk) in text(curator.get(match.get_absolute_url()))
