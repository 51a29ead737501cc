"""A paper as DOCX for signing by hand, and as the PDF that says the same."""

from __future__ import annotations

import datetime
import io
from dataclasses import asdict
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ..documents.archive import FIXED_MOMENT, fixed
from ..documents.template import INDENT, prepare
from ..documents.typeset import tie
from ..models import LabourPaper
from ..templating.mirror import render_mirror
from .text import BLANK_DAY, PaperText, compose

LINE = "____________________"


def text_of(paper: LabourPaper) -> PaperText:
    """As it was signed; of a paper that is not, as it would be signed now."""
    frozen = paper.facts.get("text")
    if frozen is None:
        return compose(paper.kind, paper.facts)
    return PaperText(
        **{**frozen, "signatures": tuple((who, name) for who, name in frozen["signatures"])},
    )


def frozen(paper: LabourPaper) -> dict[str, Any]:
    """The text for keeping, plain JSON."""
    return asdict(compose(paper.kind, paper.facts))


def render_paper_docx(paper: LabourPaper) -> bytes:
    """The same bytes every time."""
    text, document = text_of(paper), Document()
    prepare(document)
    for line in text.addressed:
        if line:
            _line(document, line, WD_ALIGN_PARAGRAPH.RIGHT)
    document.add_heading(text.title, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, text.subtitle, WD_ALIGN_PARAGRAPH.CENTER)
    for paragraph in text.paragraphs:
        _line(document, tie(paragraph), WD_ALIGN_PARAGRAPH.JUSTIFY).paragraph_format.first_line_indent = INDENT
    for who, name in text.signatures:
        _line(document, "  ".join(filter(None, (who, LINE, tie(name) if name else LINE, BLANK_DAY))))
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties = document.core_properties
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = paper.facts["institution"][:255]
    properties.comments = ""
    properties.title = f"{text.title} {text.subtitle}"[:255]
    properties.language = "ru-RU"
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def _line(document: Any, text: str, align: Any = None) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = align
    return paragraph


def render_paper_pdf(paper: LabourPaper) -> bytes:
    """The PDF of the same paper."""
    text = text_of(paper)
    title = {"act_title": text.title, "heading": text.subtitle}
    act = {"text": title, "number": paper.number, "institution": paper.facts["institution"]}
    return render_mirror(render_paper_docx(paper), act)
