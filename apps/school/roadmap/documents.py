"""A paper of the year as DOCX and as tagged PDF, made of its facts alone: the same facts give the same bytes.

Papers on rewards are portraits; the roadmap, an annex of the regulation, lies on its side: it has ``mark`` (lines in
the upper corner), ``widths`` of its columns (shares) and may have a line as a row: a cell for all columns.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from apps.school.orders.documents.archive import FIXED_MOMENT, fixed
from apps.school.orders.documents.typeset import tie
from ui.papers import compile_pdf

TEMPLATE = Path(__file__).resolve().parent / "templates_typst" / "paper.typ"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
WIDE_TEXT = 252  # mm between the margins of a page on its side

Facts = Mapping[str, Any]


def paper_pdf(facts: Facts) -> bytes:
    """PDF/UA-1 by typst, with the fonts that typst itself brings."""
    return compile_pdf(TEMPLATE, paper=_tied(facts))


def _tied(value: Any) -> Any:
    if isinstance(value, str):
        return tie(value)
    if isinstance(value, Mapping):
        return {name: _tied(item) for name, item in value.items()}
    return [_tied(item) for item in value] if isinstance(value, list | tuple) else value


def paper_docx(facts: Facts) -> bytes:
    """DOCX to be changed and signed by hand."""
    said = _tied(facts)
    document = Document()
    _page(document, wide="widths" in said)
    for line in said.get("mark", ()):
        _line(document, line, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, said["institution"], align=WD_ALIGN_PARAGRAPH.CENTER)
    document.add_heading(said["title"], level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, said["heading"], align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    if said["date"]:
        _line(document, said["date"])
    for paragraph in said["paragraphs"]:
        _line(document, paragraph, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _table(document, said["headers"], said["rows"], said.get("widths", ()))
    for paragraph in said["closing"]:
        _line(document, paragraph)
    for position, name in said["signers"]:
        _line(document, f"{position}  ____________________  {name}".rstrip())
    return _closed(document, said)


def _page(document: Any, *, wide: bool) -> None:
    """A4 with the margins of Russian office work, in the font of the school's orders; ``wide``: on its side."""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(12) if name == "Normal" else Pt(15)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)


def _line(document: Any, text: str, *, align: Any = None, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(6)


def _table(document: Any, headers: list[str], rows: list[list[str]], widths: Sequence[float]) -> None:
    table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(table.rows[0].cells, headers, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1 < len(headers):
            cells[0].merge(cells[-1]).paragraphs[0].add_run(row[0]).bold = True
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for column, share in zip(table.columns, widths, strict=False):
        for cell in column.cells:
            cell.width = Mm(WIDE_TEXT * share / sum(widths))
    document.add_paragraph()


def _closed(document: Any, said: Facts) -> bytes:
    properties = document.core_properties
    properties.created = properties.modified = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.author = properties.last_modified_by = said["institution"][:255]
    properties.title = f"{said['title']} {said['heading']}"[:255]
    properties.language, properties.comments = "ru-RU", ""
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())
