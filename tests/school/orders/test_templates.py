"""The school's own templates: checked by field and place, tried, used, frozen with the signature."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from docx import Document

from apps.school.orders import actions
from apps.school.orders.documents.docx import TEMPLATE as DEFAULT
from apps.school.orders.kinds import ORDER_KINDS
from apps.school.orders.models import Order, OrderTemplate
from apps.school.orders.rendering import docx_of, pdf_of
from apps.school.orders.templating.checking import faults_of
from apps.school.orders.templating.printing import UnprintableTemplate, render_own_docx, render_own_pdf
from apps.school.orders.templating.sample import sample_act
from kernel.acting import system_actor
from kernel.errors import InputError, NotAllowed
from kernel.uploads import UnreadableFile
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.orders import bare, docx_text, draft, own_template, signed, uploaded
from tests.support.pdf import text_of_pdf
from tests.support.uploads import PDF

SYSTEM = system_actor("tests")
KIND = "pair_formation"


def codes(*lines: str, **more: Any) -> list[tuple[str, str]]:
    return [(fault.code, fault.name) for fault in faults_of(own_template(*lines, **more))]


def uploaded_template(*lines: str, kind: str = KIND, use: bool = True) -> OrderTemplate:
    template = actions.upload_template(kind=kind, file=uploaded(own_template(*lines)), acting=SYSTEM)
    return actions.use_template(template=template, acting=SYSTEM) if use else template


def test_products_template_and_a_full_one_are_in_order() -> None:
    assert faults_of(DEFAULT.read_bytes()) == []
    assert codes("{%p for x in people %}", "{{ x.accusative }}, {{ x.position|upper }}", "{%p endfor %}") == []


def test_unknown_field_is_named_with_its_place() -> None:
    [fault] = faults_of(own_template("Приказ по {{ shkola }} от сегодня"))
    assert (fault.code, fault.name) == ("unknown_field", "shkola")
    assert "Приказ по {{ shkola }} от сегодня" in fault.message


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("{{ text.body }}", "text.body"),
        ("{% for x in people %}{{ x.age }}{% endfor %}", "x.age"),
        ("{% if urgent %}!{% endif %}", "urgent"),
    ],
)
def test_unknown_field_is_found_wherever_it_stands(line: str, name: str) -> None:
    assert codes(line) == [("unknown_field", name)]


def test_field_of_a_header_is_checked_too() -> None:
    document = Document(io.BytesIO(own_template()))
    document.sections[0].footer.paragraphs[0].text = "{{ podval }}"
    stream = io.BytesIO()
    document.save(stream)
    assert [fault.name for fault in faults_of(stream.getvalue())] == ["podval"]


def test_missing_obligatory_fields_are_named() -> None:
    document = Document()
    document.add_paragraph("{{ number }} {{ text.heading }}")
    stream = io.BytesIO()
    document.save(stream)
    missing = [fault.name for fault in faults_of(stream.getvalue()) if fault.code == "missing_field"]
    assert missing == ["date_in_words", "text.act_title", "points", "signer_name"]


@pytest.mark.parametrize(
    "expression",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ number.__class__ }}",
        "{{ number['__class__'] }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ number.format(1) }}",
        "{{ range(10) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ number|attr('__class__') }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% macro f() %}{% endmacro %}",
        "{% for a in points %}{% for b in points %}{% for c in points %}{% for d in points %}{% endfor %}{% endfor %}"
        "{% endfor %}{% endfor %}",
    ],
)
def test_dangerous_expression_is_refused(expression: str) -> None:
    found = codes(expression)
    assert found
    assert {code for code, _name in found} <= {"forbidden", "unknown_field"}
    assert any(code == "forbidden" for code, _name in found)


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    [fault] = [fault for fault in faults_of(own_template("{% if number %} без конца")) if fault.code == "syntax"]
    assert fault.message
    assert [fault.code for fault in faults_of(b"PK no document")] == ["not_a_document"]


def test_document_that_loads_something_from_elsewhere_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(own_template())) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels":
                remote = (
                    b'<Relationship Id="rId99" TargetMode="External" Target="https://evil.example.test/x.png" Type='
                    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", remote)
            target.writestr(name, content)
    assert [(fault.code, fault.name) for fault in faults_of(stream.getvalue())] == [
        ("outside", "https://evil.example.test/x.png")
    ]


def test_faulty_template_is_refused_with_every_fault(in_alpha: School) -> None:
    with pytest.raises(InputError) as refusal:
        uploaded_template("{{ one }}", "{{ two }}")
    told = " ".join(problem["message"] for problem in refusal.value.problems)
    assert "one" in told
    assert "two" in told
    assert not OrderTemplate.objects.exists()


def test_file_of_another_kind_is_refused(in_alpha: School) -> None:
    with pytest.raises(UnreadableFile):
        actions.upload_template(kind=KIND, file=uploaded(PDF, "приказ.docx"), acting=SYSTEM)


@pytest.mark.parametrize("kind", ORDER_KINDS)
def test_every_kind_is_printed_by_an_own_template_and_its_pdf_says_the_same(kind: str, in_alpha: School) -> None:
    act = sample_act(kind)
    docx = render_own_docx(own_template("{%p for x in people %}", "{{ x.dative }}", "{%p endfor %}"), act)
    text = docx_text(docx)
    assert bare(text) == bare(text_of_pdf(render_own_pdf(docx, act)))
    for point in act["text"]["points"]:
        assert bare(point) in bare(text)
    assert "{" not in text


def test_products_documents_say_the_same(in_alpha: School) -> None:
    act = sample_act(KIND)
    docx = docx_of(act)
    pdf = bare(text_of_pdf(pdf_of(act, docx)))
    for paragraph in Document(io.BytesIO(docx)).paragraphs:
        for piece in paragraph.text.split("\t"):
            assert bare(piece.replace("_", "")) in pdf.replace("_", "")


def test_order_keeps_the_template_it_was_signed_with(in_alpha: School, no_followers: None) -> None:
    first = uploaded_template("Образец первый")
    order = signed()
    uploaded_template("Образец второй")
    act = Order.objects.get(pk=order.pk).facts["act"]
    assert act["template"] == first.pk
    assert "Образец первый" in docx_text(docx_of(act))
    actions.use_default_template(kind=KIND, acting=SYSTEM)
    assert signed("x:2").facts["act"]["template"] is None
    assert "Образец первый" in docx_text(docx_of(act))


def test_versions_are_kept_and_an_older_one_can_be_used_again(in_alpha: School) -> None:
    content = own_template("Первый")
    first = actions.upload_template(kind=KIND, file=uploaded(content), acting=SYSTEM)
    second = uploaded_template("Второй")
    assert (first.version, second.version) == (1, 2)
    actions.use_template(template=first, acting=SYSTEM)
    assert OrderTemplate.objects.get(is_current=True).pk == first.pk
    assert actions.upload_template(kind=KIND, file=uploaded(content), acting=SYSTEM).pk == first.pk


def test_template_in_use_is_what_the_preview_shows(in_alpha: School) -> None:
    uploaded_template("Черновик школы")
    order = draft()
    assert order.state == Order.State.WAITING
    act = sample_act(KIND) | {"template": OrderTemplate.objects.get().pk}
    assert "Черновикшколы" in bare(text_of_pdf(pdf_of(act, docx_of(act), is_draft=True)))


def test_template_that_lost_a_field_does_not_print(in_alpha: School) -> None:
    act = sample_act(KIND)
    del act["people"]
    with pytest.raises(UnprintableTemplate, match="people"):
        render_own_docx(own_template("{% for x in people %}{{ x.name }}{% endfor %}"), act)


@pytest.mark.parametrize("role", ["mentor", "mentee", "guardian"])
def test_only_the_office_changes_templates(role: str, in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.upload_template(kind=KIND, file=uploaded(own_template()), acting=acting_as(role, in_alpha))


def test_pages_walk_from_the_default_to_an_own_template_and_back(alpha: School, client_for: Any) -> None:
    curator: Client = client_for("curator", alpha)
    page = f"/orders/templates/{KIND}/"
    assert page in curator.get("/orders/templates/").content.decode()
    default = b"".join(curator.get(f"{page}default.docx").streaming_content)  # type: ignore[attr-defined]  # a file
    assert default == DEFAULT.read_bytes()
    wrong = curator.post(page, {"file": uploaded(own_template("{{ oshibka }}"))})
    assert wrong.status_code == 422
    assert "oshibka" in wrong.content.decode()
    assert curator.post(page, {"file": uploaded(own_template("Герб"))}).status_code == 302
    version = page_version(curator.get(page).content.decode())
    for name in ("sample.pdf", "sample.docx", "template.docx"):
        assert curator.get(f"/orders/templates/{version}/{name}").status_code == 200
    assert curator.post(f"/orders/templates/{version}/use/").status_code == 302
    assert curator.post(f"{page}use-default/").status_code == 302
    assert curator.get("/orders/templates/no-such/").status_code == 404


def page_version(page: str) -> int:
    found = re.search(r"/orders/templates/(\d+)/use/", page)
    assert found is not None
    return int(found[1])
