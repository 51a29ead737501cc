"""Papers of a programme: the school's own DOCX with its faults named, the default documents, sheets on paper."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from apps.school.orders.templating.checking import Fault, faults_of
from apps.school.orders.templating.fields import fields_like
from apps.school.orders.templating.printing import UnprintableTemplate, filled
from apps.school.programmes import paper, paper_default, paper_templates, sheets
from apps.school.programmes.models import PaperTemplate, Programme
from kernel.errors import Conflict, NotAllowed
from kernel.uploads import UnreadableFile
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast
from tests.school.programmes.test_work_pages import DAY, seated
from tests.support.cast import ClientFor
from tests.support.pdf import text_of_pdf
from tests.support.programmes import make_goal, make_paper, make_part, make_visit

KNOWN = {"title": None, "person": {"name": None}, "rows": [{"name": None}]}


def docx(*paragraphs: str, footer: str = "") -> bytes:
    """A letter of these paragraphs."""
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].text = footer
    document.save(out)
    return out.getvalue()


def faults(content: bytes, known: dict[str, Any]) -> list[Fault]:
    return faults_of(content, fields_like(known), required=())


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def test_good_template_has_no_faults_and_is_filled() -> None:
    content = docx("{{ title|upper }}", "{%p for row in rows %}", "{{ loop.index }}. {{ row.name }}", "{%p endfor %}")
    assert faults(content, KNOWN) == []
    data = {"title": "план", "person": {"name": ""}, "rows": [{"name": "А & Б"}, {"name": "<b>"}]}
    made = filled(content, data, title="План", author="Школа")
    assert words(made).split("\n")[:3] == ["ПЛАН", "1. А & Б", "2. <b>"]
    assert made == filled(content, data, title="План", author="Школа")


@pytest.mark.parametrize(
    ("paragraph", "message"),
    [
        ("Имя: {{ person.nmae }}", "person.nmae"),
        ("{{ surname }}", "surname"),
        ("{% for each in title %}x{% endfor %}", "title"),
        ("{{ rows.name }}", "rows.name"),
        ("{% if person.name %}{{ persn }}{% endif %}", "persn"),
        ("{{ title", ""),
        ("{{ title|attr('x') }}", "attr"),
        ("{{ 'x' * 1000000000 }}", ""),
        ("{{ person.__class__ }}", "__class__"),
        ("{{ title.upper() }}", ""),
        ("{% set x = 1 %}", ""),
    ],
)
def test_fault_is_named_with_its_place(paragraph: str, message: str) -> None:
    (fault,) = faults(docx("Введение", paragraph), KNOWN)
    assert fault.place.replace("’", "'") == f"текст: «{paragraph}»"
    assert message in fault.message


def test_footer_is_looked_into_and_footnotes_do_not_escape() -> None:
    (fault,) = faults(docx("{{ title }}", footer="{{ footnote }}"), KNOWN)
    assert (fault.place, fault.name) == ("нижний колонтитул: «{{ footnote }}»", "footnote")
    with pytest.raises(UnprintableTemplate):
        filled(docx("{{ [].append }}"), {}, title="", author="")


def test_own_template_is_uploaded_used_and_given_up(running: Programme, cast: Cast) -> None:
    kind = PaperTemplate.Kind.PROGRAMME
    data = paper.programme_data(running)
    file = SimpleUploadedFile("a.docx", docx("{{ title }}"))
    with pytest.raises(NotAllowed):
        paper_templates.upload_template(kind=kind, file=file, acting=cast.mentor)
    with pytest.raises(UnreadableFile):
        make_paper(b"MZ", name="a.docx")
    with pytest.raises(paper_templates.FaultyTemplate) as error:
        make_paper(docx("{{ title }}", "Школа {{ shcool }}"))
    assert error.value.problems[0]["place"] == "текст: «Школа {{ shcool }}»"
    first = make_paper(docx("Первый {{ fields.tasks }}"))
    second = make_paper(docx("Второй {{ institution }}"))
    assert "Второй" in words(paper_templates.programme_docx(data))
    paper_templates.use_template(template=first, acting=cast.head)
    assert running.note["tasks"] in words(paper_templates.programme_docx(data))
    assert [row.is_in_use for row in paper_templates.templates(kind)] == [False, True]
    assert second.number == 2
    paper_templates.reset_template(kind=kind, acting=cast.curator)
    assert "План мероприятий" in words(paper_templates.programme_docx(data))
    with pytest.raises(Conflict):
        paper_templates.reset_template(kind=kind, acting=cast.curator)


def test_default_template_is_what_its_module_builds() -> None:
    assert paper.PROGRAMME_DOCX.read_bytes() == paper_default.build()
    assert faults(paper_default.build(), paper.programme_shape()) == []
    assert paper.SHEET_DOCX.read_bytes() == paper_default.build_sheet()
    assert faults(paper_default.build_sheet(), paper.sheet_shape()) == []


def test_data_have_the_shape_that_templates_are_checked_against(running: Programme) -> None:
    make_goal(running)
    make_part(running)

    def same(shape: object, value: object) -> bool:
        if isinstance(shape, dict):
            return isinstance(value, dict) and set(shape) == set(value) and all(same(shape[k], value[k]) for k in shape)
        if isinstance(shape, list):
            return isinstance(value, list) and all(same(shape[0], item) for item in value)
        return isinstance(value, str | bool)

    assert same(paper.programme_shape(), paper.programme_data(running))
    visit = make_visit(running, answers={"purpose": "2", "strong": "Ясная цель"})
    for data in (paper.blank_sheet(sheets.in_use(), running), paper.filled_sheet(visit)):
        assert same(paper.sheet_shape(), data)


def test_default_documents_say_what_the_programme_says(running: Programme) -> None:
    make_goal(running, actual=60)
    make_part(running)
    data = paper.programme_data(running)
    said = " ".join(text_of_pdf(paper.programme_pdf(data)).split())
    for text in ("Урок держится в плане", "Урок-исследование", "Посетить урок наставника"):
        assert text in said
    with zipfile.ZipFile(io.BytesIO(paper_templates.programme_docx(data))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "Посетить урок наставника" in body
    assert "{{" not in body


def test_sheet_is_printed_blank_and_filled(running: Programme) -> None:
    sheet = sheets.in_use()
    blank = text_of_pdf(paper.sheet_pdf(paper.blank_sheet(sheet, running)))
    assert "Карта анализа урока" in blank
    visit = make_visit(running, answers={"purpose": "2", "strong": "Ясная цель"})
    done = text_of_pdf(paper.sheet_pdf(paper.filled_sheet(visit)))
    assert "Ясная цель" in done
    assert visit.lesson in done


def test_sheet_is_printed_by_the_schools_own_template(running: Programme, cast: Cast) -> None:
    visit = make_visit(running, answers={"purpose": "2", "strong": "Ясная цель"})
    data = paper.filled_sheet(visit)
    default = words(paper_templates.sheet_docx(data))
    assert "Ясная цель" in default
    assert "{%" not in default
    kind, lines = PaperTemplate.Kind.SHEET, ("Наш лист: {{ lesson }}", "{{ fields.tasks }}")
    wrong = SimpleUploadedFile("л.docx", docx(*lines))
    with pytest.raises(paper_templates.FaultyTemplate):
        paper_templates.upload_template(kind=kind, file=wrong, acting=cast.curator)
    own = SimpleUploadedFile("л.docx", docx(lines[0]))
    paper_templates.upload_template(kind=kind, file=own, acting=cast.curator)
    assert words(paper_templates.sheet_docx(data)).startswith("Наш лист")
    said = text_of_pdf(paper_templates.sheet_pdf(data))
    assert visit.lesson in said
    assert "Ясная цель" not in said
    assert "План мероприятий" in words(paper_templates.programme_docx(paper.programme_data(running)))


def test_papers_and_sheets_have_their_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentor, curator = client_for("mentor", alpha), client_for("curator", alpha)
    address = f"/programmes/{programme.pk}/"
    assert f"{address}programme.docx" in mentor.get(f"{address}print/").content.decode()
    for name in ("programme.docx", "programme.pdf", "visits/sheet.pdf", "visits/sheet.docx"):
        assert mentor.get(address + name).status_code == 200
    answer = curator.post("/programmes/papers/upload/", {"file": SimpleUploadedFile("a.docx", docx("{{ nope }}"))})
    assert answer.status_code == 422
    assert "{{ nope }}" in answer.content.decode()
    file = SimpleUploadedFile("Наш.docx", docx("Наш {{ title }}"))
    assert curator.post("/programmes/papers/upload/", {"file": file}).status_code == 302
    page = curator.get("/programmes/papers/").content.decode()
    assert "Наш.docx" in page
    with enter_school(alpha):
        own = PaperTemplate.objects.get()
    for name in ("file", "preview"):
        assert curator.get(f"/programmes/papers/{own.pk}/{name}/").status_code == 200
    assert mentor.get("/programmes/papers/").status_code == 403
    sheet = SimpleUploadedFile("Лист.docx", docx("Лист {{ mentee }}"))
    assert "/programmes/sheet/papers/" in curator.get("/programmes/sheet/").content.decode()
    assert curator.post("/programmes/sheet/papers/upload/", {"file": sheet}).status_code == 302
    assert "Лист.docx" in curator.get("/programmes/sheet/papers/").content.decode()
    assert "Лист.docx" not in curator.get("/programmes/papers/").content.decode()
    with enter_school(alpha):
        own = PaperTemplate.objects.get(kind=PaperTemplate.Kind.SHEET)
    assert curator.get(f"/programmes/papers/{own.pk}/preview/").status_code == 200
    used = curator.post(f"/programmes/papers/{own.pk}/use/")
    assert used.headers["Location"] == "/programmes/sheet/papers/"


def test_sheet_is_changed_and_filled_on_its_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, "co-58")
    office, mentor = client_for("curator", alpha), client_for("mentor", alpha)
    sent = {"title": "Наша карта", "seen": "0", "row0_title": "Темп", "row0_kind": "scale", "row0_most": "5"}
    assert "row1_title" in office.post("/programmes/sheet/edit/", {**sent, "more": "yes"}).content.decode()
    assert office.post("/programmes/sheet/edit/", sent).status_code == 302
    assert "Наша карта" in mentor.get("/programmes/sheet/").content.decode()
    assert mentor.get("/programmes/sheet/1/").status_code == 200
    address = f"/programmes/{programme.pk}/visits/"
    with enter_school(alpha):
        match = programme.match
        people = {"mentee": match.mentees.get().card.person_id, "mentor": match.mentors.get().card.person_id}
        between = {"way": "to_mentee", **people}
    visit = {**between, "visited_on": DAY, "lesson": "Физика", "analysis": "Ясно"}
    assert mentor.post(f"{address}new/", {**visit, "answer_own_0": "9"}).status_code == 422
    assert mentor.post(f"{address}new/", {**visit, "answer_own_0": "4"}).status_code == 302
    page = mentor.get(address).content.decode()
    assert "80 %" in page
    assert office.post("/programmes/sheet/reset/").status_code == 302
    assert mentor.post(f"{address}agree/", {**between, "on_day": DAY, "lesson": "Химия"}).status_code == 302
    with enter_school(alpha):
        plan = programme.planned_visits.get()
    agreed = f"{address}agreed/{plan.pk}/"
    assert mentor.get(f"{agreed}held/").status_code == 200
    moved = {"on_day": DAY, "lesson": "Химия, 9 «А»", "reason": "Замена"}
    assert mentor.post(f"{agreed}move/", moved).status_code == 302
    assert "Замена" in mentor.get(address).content.decode()
    assert mentor.post(f"{agreed}cancel/", {"reason": "Болезнь"}).status_code == 302
