"""Papers: PDF by typst with the fonts it brings, the page and the typeface with which every DOCX begins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
SIZES: Mapping[str, float] = {"Normal": 12, "Heading 1": 15, "Heading 2": 13}
"""Points, by the style's name."""


def compile_pdf(template: Path, **inputs: Any) -> bytes:
    """Tagged PDF (PDF/UA-1), the same bytes for the same data. ``inputs``: read there as JSON of ``sys.inputs``."""
    content = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        sys_inputs={name: json.dumps(data, ensure_ascii=False) for name, data in inputs.items()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=0,
    )
    if not isinstance(content, bytes):
        raise TypeError("one document was asked, several came")
    return content


def office_page(document: Any, sizes: Mapping[str, float] = SIZES) -> None:
    """A4 with the margins of Russian office work, one typeface in every alphabet, headings in black."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if name != "Normal":
            style.font.color.rgb = None
