"""The regulation on paper: every parameter stands in the paragraph that refusals cite; the order that approves it."""

from __future__ import annotations

import datetime
import html
import io
import re
from dataclasses import asdict
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from docx import Document

from apps.school.orders import actions as orders
from apps.school.orders.changes import changes_of
from apps.school.orders.models import ActDocument, Order
from apps.school.orders.regulation_act import actions, template
from apps.school.orders.regulation_act.documents import DOCX_TEMPLATE, render_act_docx, render_act_pdf
from apps.school.orders.regulation_act.rendering import render_act
from apps.school.orders.wording import frozen_act
from apps.school.regulation import actions as regulation
from apps.school.regulation import queries
from apps.school.regulation.act import compose
from apps.school.regulation.act.actions import renumber
from apps.school.regulation.act.parts import STAMPS
from apps.school.regulation.catalogue import PRESET_SLUGS, catalogue, preset
from apps.school.regulation.errors import NotADraft
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.rules import breach
from apps.school.regulation.view import RegulationView, view_of
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import Conflict
from tenants.isolation.context import enter_school
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.pdf import text_of_pdf
from tests.support.regulation import adopted

ACTING = system_actor("tests")
INSTITUTION = "МБОУ «Школа & лицей» <№ 1>"
CLAUSE = re.compile(r"^(\d+\.\d+)\. ")
STAMP_WORDS = {"act.adopted": "ПРИНЯТО", "act.approved": "УТВЕРЖДЕНО"}


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def letters(text: str) -> str:
    """Without spaces and hyphens, which a line's end brings, nor digits, which the page's number is."""
    return re.sub(r"[\s\u00ad\d-]", "", text)


def paragraphs_of(content: bytes) -> dict[str, str]:
    """Citation -> the paragraph of a DOCX with its list, as somebody reads it who looks the clause up."""
    document = Document(io.BytesIO(content))
    found: dict[str, str] = {}
    for cell in document.tables[0].rows[0].cells:
        text = plain(" ".join(paragraph.text for paragraph in cell.paragraphs))
        found |= {STAMPS[key]: text for key, word in STAMP_WORDS.items() if text.startswith(word)}
    present = ""
    for paragraph in document.paragraphs:
        text, heading = plain(paragraph.text), paragraph.style is not None and paragraph.style.name.startswith("Head")
        head = CLAUSE.match(text)
        if head or heading:
            present = f"п. {head[1]}" if head else ""
        if present:
            found[present] = f"{found.get(present, '')} {text}".strip()
    return found


def expected_in(view: RegulationView, key: str) -> list[str]:
    """What a reader must find in the paragraph, as the page says it (other code than the document)."""
    value, spec = view.value(key), view.parameter(key).spec
    if isinstance(value, bool):
        return []
    if spec.kind in ("set", "ordered_set", "condition_set"):
        return [view.local_name(spec.dictionary, code) for code in value]
    if spec.kind == "actor_set":
        return [view.actor_name(code) for code in value]
    if spec.kind == "seats":
        return [view.actor_name(seat["actor"]) for seat in value]
    if spec.kind == "document_template":
        return [view.local_name(spec.dictionary, code) for code in value["fields"]]
    if spec.kind == "change_rule":
        return [view.local_name(spec.dictionary, code) for code in value["subjects"]]
    if spec.kind == "routes":
        return [view.local_name("role", route["from_role"]) for route in value]
    if spec.kind == "reference_set":
        return [view.local_name(spec.dictionary, code) for code in value["acts"]]
    if spec.kind == "act_reference":
        return [str(number) for name, number in value.items() if name.endswith("_no") and number]
    return [view.render(key)] if spec.kind != "date_rules" else view.render(key).split("; ")


def assert_stands(view: RegulationView, key: str, paragraphs: dict[str, str]) -> None:
    cited = breach(view, key, actual="—").clause
    paragraph = paragraphs[cited]
    for words in expected_in(view, key):
        assert plain(words) in paragraph, (key, cited, words, paragraph)


@pytest.fixture
def draft(in_alpha: School) -> RegulationVersion:
    """A draft of the fullest act."""
    return regulation.load_version(data=preset("lenskaya"), acting=ACTING)


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_breach_of_every_parameter_cites_the_paragraph_in_which_its_value_stands(in_alpha: School, slug: str) -> None:
    with override("ru"):
        draft = renumber(version=regulation.load_version(data=preset(slug), acting=ACTING), acting=ACTING)
        view = queries.version_view(draft.pk)
        text = asdict(compose(view, institution=INSTITUTION))
        paragraphs = paragraphs_of(render_act_docx(text, is_draft=True))
        for key in view.settings:
            assert_stands(view, key, paragraphs)
            assert view.rule(key).quote == "" or plain(view.rule(key).quote)[:200] in paragraphs[view.rule(key).clause]


def test_with_the_regional_defaults_written_in_all_parameters_are_cited(draft: RegulationVersion) -> None:
    with override("ru"):
        renumber(version=draft, with_defaults=True, acting=ACTING)
        view = queries.version_view(draft.pk)
        assert set(view.settings) == set(catalogue().parameters)
        text = asdict(compose(view, institution=INSTITUTION))
        paragraphs = paragraphs_of(render_act_docx(text, is_draft=True))
        for key in view.settings:
            assert_stands(view, key, paragraphs)
        assert len({view.rule(key).clause for key in view.settings}) == len(view.settings)


def test_what_the_act_leaves_open_is_not_printed() -> None:
    view = view_of(preset("cit"))
    assert set(compose(view, institution=INSTITUTION).citations()) == set(view.settings) - set(STAMPS)


@pytest.mark.parametrize(
    "key",
    [
        *("act.kind", "act.adopted", "act.approved", "act.amendment", "act.legal_basis"),
        *("forms.enabled", "forms.choice_criteria", "pairing.act", "responsibility"),
        *("data.personal_file_access", "publication.social", "incentives.attestation", "incentives.pay"),
    ],
)
def test_parameter_is_printed_and_another_value_is_printed_otherwise(key: str) -> None:
    parameter, settings = catalogue().parameters[key], dict(view_of(preset("lenskaya")).settings)
    values = {
        "act.adopted": {"body": "pedagogical_council", "protocol_no": "77-п", "protocol_date": "2026-01-15"},
        "act.approved": {"order_no": "78-о", "order_date": "2026-01-16"},
        "act.legal_basis": {"acts": ["tk_351_8"], "local_acts": [], "general_reference": False},
    }
    value = values.get(key) or (not parameter.default if isinstance(parameter.default, bool) else None)
    if value is None:
        codes = list(catalogue().dictionaries[parameter.spec.dictionary or "role"])
        value = codes[-1] if parameter.spec.kind == "enum" else [codes[-1]]
    texts = []
    for present in (parameter.default, value):
        changed = type(next(iter(settings.values())))(present, "п. 1", "")
        document = compose(RegulationView(settings={**settings, key: changed}), institution=INSTITUTION)
        texts.append(" ".join([*document.adopted, *document.approved, *(each.whole for each in document.clauses())]))
    assert texts[0] != texts[1]


def test_rights_words_rules_and_annexes_are_cited_where_they_stand(draft: RegulationVersion) -> None:
    with override("ru"):
        renumber(version=draft, acting=ACTING)
        view = queries.version_view(draft.pk)
    paragraphs = paragraphs_of(render_act_docx(asdict(compose(view, institution="Школа")), is_draft=True))
    for lists in view.extras["role_lists"].values():
        for item in [*lists["rights"], *lists["duties"], *lists["functions"]]:
            clause, number = re.match(r"(п\. [\d.]+) \((\d+)\)", item["clause"]).groups()  # type: ignore[union-attr]  # it matches
            assert f"{number}) {plain(item['text_ru'])}" in paragraphs[clause]
    for rule in view.extras["rules"]:
        assert plain(rule["text_ru"]) in paragraphs[rule["clause"]]
    word = view.words["mentoring_type", "reverse"]
    assert plain(word.definition) in paragraphs[word.clause]
    assert [roadmap["clause"] for roadmap in view.extras["roadmaps"]] == ["Приложение 2"]


def test_docx_and_pdf_say_the_same() -> None:
    text = asdict(compose(view_of(preset("cit")), institution=INSTITUTION))
    docx = Document(io.BytesIO(render_act_docx(text, is_draft=False)))
    drawn = letters(text_of_pdf(render_act_pdf(text, is_draft=False)))
    lines = [paragraph.text for paragraph in docx.paragraphs]
    for cell in (cell for table in docx.tables for row in table.rows for cell in row.cells):
        lines += [cell.text[:30], cell.text[-30:]]  # a row may be drawn on two pages
    assert len(lines) > 120
    assert [line for line in lines if letters(line) not in drawn] == []
    assert INSTITUTION in [plain(line) for line in lines]


def test_files_are_reproducible_tagged_and_free_of_marks() -> None:
    text = asdict(compose(view_of(preset("co-58")), institution=INSTITUTION))
    docx, pdf = render_act_docx(text, is_draft=True), render_act_pdf(text, is_draft=True)
    assert (docx, pdf) == (render_act_docx(text, is_draft=True), render_act_pdf(text, is_draft=True))
    assert b"/MarkInfo" in pdf
    document = Document(io.BytesIO(docx))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "ПРОЕКТ" in words
    assert not re.search(r"{[{%]|[%}]}", words)
    assert [len(table.columns) for table in document.tables] == [2, 3]
    assert DOCX_TEMPLATE.read_bytes() == template.build()


def test_document_is_in_the_words_of_the_school() -> None:
    text = " ".join(clause.whole for clause in compose(view_of(preset("cit")), institution="ЦИТ").clauses())
    assert "методист" in text
    assert "Банки и реестры ведут: методист" in text


# ---- the order


def prepare(draft: RegulationVersion, **changes: Any) -> Order:
    facts: dict[str, Any] = {"body": "institution_council", "protocol_no": "3", "protocol_date": today()}
    return actions.prepare_approval(version=draft, acting=ACTING, **{**facts, **changes})


def test_signature_adopts_the_draft_with_the_orders_number_and_date(in_alpha: School, draft: RegulationVersion) -> None:
    before = adopted("gymnasium-35")
    order = prepare(draft)
    assert any("rules change" in sentence or "правил" in sentence for sentence in changes_of(order))
    orders.sign_order(order=order, acting=acting_as("head", in_alpha))
    version = RegulationVersion.objects.get(pk=draft.pk)
    signed = Order.objects.get(pk=order.pk)
    assert (version.state, version.order_no, version.order_date) == ("adopted", signed.number, signed.dated)
    assert version.effective_from == today()
    assert version.values.get(key="act.approved").value["order_no"] == signed.number
    assert version.values.get(key="act.adopted").value["protocol_no"] == "3"
    assert RegulationVersion.objects.get(pk=before.pk).effective_to == today() - datetime.timedelta(days=1)
    text = " ".join(signed.facts["act"]["text"]["points"])
    assert "Утвердить Положение о системе" in text
    assert "Признать утратившим силу" in text
    assert "на основании решения: Совет ГБУ ДО ДДЮТ" in signed.facts["act"]["text"]["preamble"]
    assert signed.facts["act"]["text"]["heading"].startswith("Об утверждении Положения о системе")
    assert Job.objects.filter(task="orders.render_act").count() == 1


def test_order_approves_the_text_it_was_prepared_for(in_alpha: School, draft: RegulationVersion) -> None:
    order = prepare(draft)
    regulation.set_value(version=draft, key="term.max_months", value=9, clause="п. 1", acting=ACTING)
    with pytest.raises(Conflict):
        orders.sign_order(order=order, acting=acting_as("head", in_alpha))
    assert RegulationVersion.objects.get(pk=draft.pk).is_draft
    with pytest.raises(Conflict):
        prepare(draft)


def test_version_adopted_by_hand_is_not_adopted_again(in_alpha: School, draft: RegulationVersion) -> None:
    order = prepare(draft)
    regulation.adopt_version(
        version=draft,
        body="pedagogical_council",
        order_no="5",
        order_date=today(),
        effective_from=today(),
        acting=ACTING,
    )
    with pytest.raises(NotADraft):
        orders.sign_order(order=order, acting=acting_as("head", in_alpha))
    with pytest.raises(NotADraft):
        prepare(draft)


def test_text_of_the_order_uses_the_words_of_the_school(in_alpha: School) -> None:
    adopted("cit")
    order = prepare(regulation.load_version(data=preset("cit"), acting=ACTING), protocol_no="", protocol_date=None)
    points = frozen_act(order)["text"]["points"]
    assert any(point.startswith("Методисту ознакомить") for point in points)
    assert not any("протокол" in point for point in points)


# ---- the files and the pages


def job() -> Job:
    return Job.objects.create(task="orders.render_act", title="", arguments={})


def test_text_of_an_adopted_version_is_written_once(
    in_alpha: School, draft: RegulationVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = render_act(draft.pk, job())
    assert row.is_fresh
    assert not row.is_final
    regulation.set_value(version=draft, key="term.max_months", value=9, clause="п. 1", acting=ACTING)
    assert not ActDocument.objects.get(pk=row.pk).is_fresh
    regulation.adopt_version(
        version=draft,
        body="pedagogical_council",
        order_no="5",
        order_date=today(),
        effective_from=today(),
        acting=ACTING,
    )
    final = render_act(draft.pk, job())
    assert "9 месяцев" in str(final.text)
    monkeypatch.setattr("apps.school.orders.regulation_act.rendering.composed", lambda version: {})
    with final.pdf.open("rb") as file:
        before = file.read()
    again = render_act(draft.pk, job())
    with again.pdf.open("rb") as file:
        assert file.read() == before
    assert again.text == final.text


def url(name: str, version: RegulationVersion) -> str:
    return reverse(name, urlconf=settings.SCHOOL_URLCONF, kwargs={"version": version.pk})


def test_office_makes_the_files_and_everybody_downloads_those_of_the_act_in_force(
    alpha: School, client_for: ClientFor
) -> None:
    with enter_school(alpha):
        version = adopted("lenskaya")
    curator, mentor = client_for("curator", alpha), client_for("mentor", alpha)
    page = html.unescape(curator.get(url("regulation:document", version)).content.decode())
    assert url("orders:act_make", version) in page
    assert curator.get(url("orders:act_pdf", version)).status_code == 404
    assert curator.post(url("orders:act_make", version)).status_code == 302
    with enter_school(alpha):
        render_act(version.pk, job())
    page = html.unescape(mentor.get(url("regulation:document", version)).content.decode())
    assert url("orders:act_docx", version) in page
    assert url("orders:act_make", version) not in page
    answer = mentor.get(url("orders:act_pdf", version))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert mentor.post(url("orders:act_make", version)).status_code == 403


def test_curator_goes_from_the_document_to_the_order(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        draft = regulation.load_version(data=preset("ozono-chepetskaya"), acting=ACTING)
    curator = client_for("curator", alpha)
    assert client_for("mentor", alpha).get(url("regulation:document", draft)).status_code == 404
    assert url("orders:act_approve", draft) in curator.get(url("regulation:document", draft)).content.decode()
    sent = {"body": "pedagogical_council", "protocol_no": "1", "protocol_date": "10.01.2026", "effective_from": ""}
    answer = curator.post(url("orders:act_approve", draft), sent)
    assert answer.status_code == 302
    assert "Положение о наставничестве" in curator.get(answer["Location"]).content.decode()
    page = curator.get(url("regulation:document", draft)).content.decode()
    assert url("orders:act_approve", draft) not in page
    assert curator.post(url("regulation:renumber", draft), {"with_defaults": "on"}).status_code == 302
    with enter_school(alpha):
        assert draft.values.count() == len(catalogue().parameters)
