"""A paper with sections and tables, as DOCX and as PDF, both made of its content alone, byte for byte.

``content``: ``institution``, ``title``, ``subtitle``, ``lead``, ``sections`` (each ``title``, ``paragraphs`` and a
``table``: None or ``headers`` and ``rows``), ``words`` with ``compiled``, and ``compiled``, the day in words.
``signatures``: below whose names there is a line to sign on.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .archive import FIXED_MOMENT, fixed

TEMPLATE = Path(__file__).parents[1] / "templates_typst" / "report.typ"
FONT = "Times New Roman"


def render_pdf(content: Mapping[str, Any], signatures: Sequence[str]) -> bytes:
    """Tagged PDF (PDF/UA-1)."""
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        sys_inputs={"report": json.dumps({**content, "signatures": list(signatures)}, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked, several came")
    return made


def render_docx(content: Mapping[str, Any], signatures: Sequence[str]) -> bytes:
    """DOCX with real headings and tables, so that it can be read aloud and edited."""
    document = Document()
    _page(document)
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


def _page(document: Any) -> None:
    """A4, the margins of Russian office work, one typeface."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name, size in (("Normal", 12), ("Heading 1", 15), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if name != "Normal":
            style.font.color.rgb = None


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
