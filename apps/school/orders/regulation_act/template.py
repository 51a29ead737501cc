"""The DOCX template of a regulation as code: ``python -m apps.school.orders.regulation_act.template`` writes it anew.

A test compares the committed file with what this module builds.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from ..documents.archive import FIXED_MOMENT, fixed
from ..documents.template import INDENT, prepare
from .documents import DOCX_TEMPLATE

CELLS = 3  # the cell that is repeated stands between two that hold the marks of the loop


def build() -> bytes:
    """The template's bytes, the same every time."""
    document = Document()
    prepare(document)
    _mark(document, "if is_draft")
    _line(document, "ПРОЕКТ", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _mark(document, "endif")
    _stamps(document)
    _line(document, "{{ institution }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    document.add_heading("{{ title }}", level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _mark(document, "for chapter in chapters")
    document.add_heading("{{ chapter.number }}. {{ chapter.title }}", level=2)
    _mark(document, "for clause in chapter.clauses")
    _line(document, "{{ clause.number }}. {{ clause.text }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    _mark(document, "for item in clause['items']")
    _line(document, "{{ item }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    for _loop in ("items", "clauses", "chapters"):
        _mark(document, "endfor")
    _annexes(document)
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def _mark(document: Any, mark: str) -> None:
    """A mark in a paragraph of its own, which docxtpl removes."""
    document.add_paragraph(f"{{%p {mark} %}}")


def _line(document: Any, text: str, *, align: Any = None, indent: bool = False) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(6)
    if indent:
        paragraph.paragraph_format.first_line_indent = INDENT


def _stamps(document: Any) -> None:
    """The two stamps of the first page, side by side."""
    table = document.add_table(rows=1, cols=2)
    for cell, name in zip(table.rows[0].cells, ("adopted", "approved"), strict=True):
        cell.paragraphs[0].text = f"{{%p for line in {name} %}}"
        cell.add_paragraph("{{ line }}")
        cell.add_paragraph("{%p endfor %}")
    document.add_paragraph("")


def _annexes(document: Any) -> None:
    """Each annex on a page of its own: lines, then a table with as many columns as it has."""
    _mark(document, "for annex in annexes")
    document.add_heading("Приложение {{ annex.number }}. {{ annex.title }}", level=2)
    document.paragraphs[-1].paragraph_format.page_break_before = True
    _mark(document, "for line in annex.lines")
    _line(document, "{{ line }}")
    _mark(document, "endfor")
    _mark(document, "if annex.columns")
    table = document.add_table(rows=4, cols=CELLS, style="Table Grid")
    _cells(table.rows[0], "annex.columns")
    _repeat(table.rows[0])
    table.rows[1].cells[0].text = "{%tr for row in annex.rows %}"
    _cells(table.rows[2], "row")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _mark(document, "endif")
    _mark(document, "endfor")


def _cells(row: Any, source: str) -> None:
    for cell, text in zip(row.cells, (f"{{%tc for cell in {source} %}}", "{{ cell }}", "{%tc endfor %}"), strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].font.size = Pt(10)
        cell.width = Mm(20)


def _repeat(row: Any) -> None:
    """The first row stands on every page of the table and is read as its header."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


if __name__ == "__main__":
    DOCX_TEMPLATE.write_bytes(build())
