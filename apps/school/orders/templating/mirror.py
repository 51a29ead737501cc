"""A DOCX as a tagged PDF with the same text: paragraphs, tables, header and footer, alignment and emphasis.

There is no office program behind it: pictures, floating frames and automatic lists of the document stay in the DOCX.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph

from ui.papers import compile_pdf

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_typst" / "mirror.typ"

ALIGNMENTS = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
}


def render_mirror(docx: bytes, act: Mapping[str, Any], *, is_draft: bool = False) -> bytes:
    """The PDF of a DOCX; ``act`` gives the title of the file."""
    title = f"{act['text']['act_title']} {act['number']}. {act['text']['heading']}"
    return mirrored_pdf(docx, title=title, author=act["institution"], is_draft=is_draft)


def mirrored_pdf(docx: bytes, *, title: str, author: str, is_draft: bool = False) -> bytes:
    """The PDF of any filled DOCX."""
    document = Document(io.BytesIO(docx))
    section = document.sections[0]
    data = {
        "title": title,
        "author": author,
        "is_draft": is_draft,
        "header": _blocks(section.header.iter_inner_content()),
        "footer": _blocks(section.footer.iter_inner_content()),
        "blocks": _with_one_heading(_blocks(document.iter_inner_content())),
    }
    return compile_pdf(TEMPLATE, act=data)


def _blocks(content: Iterable[Paragraph | Table]) -> list[dict[str, Any]]:
    return [_table(each) if isinstance(each, Table) else _paragraph(each) for each in content]


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    style = paragraph.style
    indent = paragraph.paragraph_format.first_line_indent
    return {
        "kind": "paragraph",
        "heading": style is not None and str(style.name).startswith(("Heading", "Title")),
        "align": ALIGNMENTS.get(paragraph.alignment or WD_ALIGN_PARAGRAPH.LEFT, "left"),
        "indent": bool(indent and indent > 0),
        "page": bool(paragraph.paragraph_format.page_break_before),
        "runs": [
            {"text": run.text, "bold": bool(run.bold), "italic": bool(run.italic)} for run in paragraph.runs if run.text
        ],
    }


def _table(table: Table) -> dict[str, Any]:
    """Cells that are merged stand once, in their first place."""
    seen: set[Any] = set()
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            cells.append([] if cell._tc in seen else _blocks(cell.iter_inner_content()))
            seen.add(cell._tc)
        rows.append(cells)
    return {"kind": "table", "columns": max((len(row) for row in rows), default=1), "rows": rows}


def _with_one_heading(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A document for screen readers begins with a heading: where no style says so, the first bold line is it."""
    own = [block for block in blocks if block["kind"] == "paragraph" and block["runs"]]
    if not any(block["heading"] for block in own):
        for block in own:
            if all(run["bold"] for run in block["runs"]):
                block["heading"] = True
                break
    return blocks
