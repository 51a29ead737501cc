"""A paper with sections and tables, as DOCX and as PDF, both made of its content alone, byte for byte.

``content``: ``institution``, ``title``, ``subtitle``, ``lead``, ``sections`` (each ``title``, ``paragraphs`` and a
``table``: None or ``headers`` and ``rows``), ``words`` with ``compiled``, and ``compiled``, the day in words.
``signatures``: below whose names there is a line to sign on.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from ui.papers import compile_pdf, office_page

from .archive import FIXED_MOMENT, fixed

TEMPLATE = Path(__file__).parents[1] / "templates_typst" / "report.typ"


def render_pdf(content: Mapping[str, Any], signatures: Sequence[str]) -> bytes:
    """Tagged PDF (PDF/UA-1)."""
    return compile_pdf(TEMPLATE, report={**content, "signatures": list(signatures)})


def render_docx(content: Mapping[str, Any], signatures: Sequence[str]) -> bytes:
    """DOCX with real headings and tables, so that it can be read aloud and edited."""
    document = Document()
    office_page(document)
    _line(document, content["institution"], centred=True)
    document.add_heading(content["title"], level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, content["subtitle"], centred=True)
    _line(document, content["lead"])
    for section in content["sections"]:
        document.add_heading(section["title"], level=2)
        for paragraph in section["paragraphs"]:
            _line(document, paragraph)
        if section["table"]:
            _table(document, section["table"])
    _line(document, "")
    _line(document, f"{content['words']['compiled']}: {content['compiled']}")
    for whose in signatures:
        _line(document, f"{whose}: ____________________")
    properties, moment = document.core_properties, datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = content["institution"][:255]
    properties.title, properties.language, properties.comments = content["title"][:255], "ru-RU", ""
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def _line(document: Any, text: str, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_after = Pt(6)


def _table(document: Any, data: Mapping[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(data["headers"]))
    table.style = "Table Grid"
    for cell, header in zip(table.rows[0].cells, data["headers"], strict=True):
        cell.paragraphs[0].add_run(header).bold = True
    mark = table.rows[0]._tr.get_or_add_trPr()
    mark.append(mark.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in data["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
