"""DOCX and PDF: what is in them, and that they come out the same every time."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from apps.school.orders.documents import render_docx, render_pdf, template
from apps.school.orders.documents.docx import TEMPLATE
from apps.school.orders.documents.typeset import tie
from apps.school.orders.models import Order
from apps.school.orders.wording import frozen_act
from tenants.organisations.models import School
from tests.support.orders import formation_facts


@pytest.fixture
def act(in_alpha: School) -> dict[str, Any]:
    """A frozen act whose names try the renderers."""
    facts = formation_facts(form="«Педагог & педагог» <b>")
    order = Order(kind="pair_formation", act_kind="order", number="7-н", facts=facts, signer_name="Зимина В. И.")
    order.dated = datetime.date(2026, 11, 20)
    return frozen_act(order)


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_docx_has_the_requisites_and_every_point(act: dict[str, Any]) -> None:
    text = "\n".join(lines(render_docx(act)))
    for part in (act["institution"], "7-н", "20 ноября 2026 г.", "О закреплении", "ПРИКАЗЫВАЮ:", "Зимина В. И."):
        assert part in text.replace("\u00a0", " ")
    for point in act["text"]["points"]:
        assert point in text.replace("\u00a0", " ")


def test_markup_in_a_name_stays_text(act: dict[str, Any]) -> None:
    assert any("«Педагог & педагог» <b>" in line for line in lines(render_docx(act)))
    assert render_pdf(act).startswith(b"%PDF")


def test_no_mark_of_the_template_is_left(act: dict[str, Any]) -> None:
    assert not any(re.search(r"{[{%]|[%}]}", line) for line in lines(render_docx(act)))


def test_documents_have_the_same_bytes_every_time(act: dict[str, Any]) -> None:
    assert render_docx(act) == render_docx(act)
    assert render_pdf(act) == render_pdf(act)


def test_pdf_is_tagged_and_speaks_russian(act: dict[str, Any]) -> None:
    content = render_pdf(act)
    assert b"/MarkInfo" in content
    assert b"/Lang" in content
    assert b"pdfuaid" in content


def test_draft_differs_by_its_mark(act: dict[str, Any]) -> None:
    assert len(render_pdf(act, is_draft=True)) != len(render_pdf(act))


def test_template_is_what_its_builder_makes() -> None:
    assert Path(TEMPLATE).read_bytes() == template.build()


def test_initials_and_numbers_are_not_torn_apart() -> None:
    tied = tie("приказ № 5 от 3 мая 2026 г. (п. 6.2), Берёзовой А. П.")
    assert tied == "приказ №\u00a05 от 3 мая 2026\u00a0г. (п.\u00a06.2), Берёзовой\u00a0А.\u00a0П."
