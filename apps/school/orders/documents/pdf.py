"""Tagged PDF (PDF/UA-1) by typst from ``templates_typst/order.typ``, with the fonts that typst itself brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from .typeset import typeset

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_typst" / "order.typ"
EPOCH = 0


def render_pdf(act: Mapping[str, Any], *, is_draft: bool = False) -> bytes:
    """The document of a frozen act; ``is_draft`` puts «проект» across every page."""
    return compile_pdf(TEMPLATE, {**typeset(act), "is_draft": is_draft})


def compile_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Any template with its data, read there as ``sys.inputs.act``."""
    content = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        sys_inputs={"act": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=EPOCH,
    )
    if not isinstance(content, bytes):
        raise TypeError("one document was asked, several came")
    return content
