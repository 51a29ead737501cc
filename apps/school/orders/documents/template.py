"""The DOCX template as code: ``python -m apps.school.orders.documents.template`` writes it anew.

A test compares the committed file with what this module builds.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ui.papers import office_page

from .archive import FIXED_MOMENT, fixed
from .docx import TEMPLATE

SIZES = {"Normal": 13, "Heading 1": 15, "Heading 2": 14}
TEXT_WIDTH = Mm(165)
INDENT = Mm(12.5)


def build() -> bytes:
    """The template's bytes, the same every time."""
    document = Document()
    prepare(document)
    _line(document, "{{ institution }}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _heading(document, "{{ text.act_title }}")
    _tabbed(document, "{{ date_in_words }}\t№ {{ number }}")
    _line(document, "{{ text.heading }}", bold=True)
    _line(document, "{{ text.preamble }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)
    _line(document, "{{ text.command }}:", bold=True)
    _loop(document, "for point in points", "{{ point }}")
    _line(document, "")
    _tabbed(document, "{{ signer_position }}\t____________________  {{ signer_name }}")
    _line(document, "")
    document.add_paragraph("{%p if text.acquainted %}")
    _line(document, "{{ acquainted_title }}")
    _loop(document, "for name in text.acquainted", "____________________  {{ name }}    «___» ____________ 20___ г.")
    document.add_paragraph("{%p endif %}")
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def prepare(document: Any) -> None:
    """The page and the styles of every document of the register."""
    office_page(document, SIZES)
    language = document.styles["Normal"].element.get_or_add_rPr()
    language.append(language.makeelement(qn("w:lang"), {qn("w:val"): "ru-RU"}))


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_heading(text, level=1)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _line(document: Any, text: str, *, align: Any = None, bold: bool = False, indent: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(6)
    if indent:
        paragraph.paragraph_format.first_line_indent = INDENT


def _tabbed(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.paragraph_format.space_after = Pt(12)


def _loop(document: Any, head: str, line: str) -> None:
    """A paragraph for each item; the marks stand in paragraphs of their own, which docxtpl removes."""
    document.add_paragraph(f"{{%p {head} %}}")
    _line(document, line, align=WD_ALIGN_PARAGRAPH.JUSTIFY if "point" in head else None, indent="point" in head)
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
