"""DOCX by docxtpl and tagged PDF by typst from one and the same text of a regulation."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from ui.papers import compile_pdf

from ..documents.archive import FIXED_MOMENT, fixed
from ..documents.typeset import tie

ROOM = Path(__file__).resolve().parents[1]
DOCX_TEMPLATE = ROOM / "templates_docx" / "regulation.docx"
TYPST_TEMPLATE = ROOM / "templates_typst" / "regulation.typ"


def render_act_docx(text: Mapping[str, Any], *, is_draft: bool) -> bytes:
    """The regulation for signing by hand; what people typed comes out as it is (autoescape)."""
    template = DocxTemplate(DOCX_TEMPLATE)
    template.render(_tied({**text, "is_draft": is_draft}), autoescape=True)
    properties = template.docx.core_properties
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = text["institution"][:255]
    properties.title = text["title"][:255]
    properties.language = "ru-RU"
    out = io.BytesIO()
    template.save(out)
    return fixed(out.getvalue())


def render_act_pdf(text: Mapping[str, Any], *, is_draft: bool) -> bytes:
    """The regulation for reading; «проект» stands across every page of a draft."""
    return compile_pdf(TYPST_TEMPLATE, act=_tied({**text, "is_draft": is_draft}))


def _tied(value: Any) -> Any:
    """Plain data with unbreakable spaces in every text."""
    if isinstance(value, str):
        return tie(value)
    if isinstance(value, Mapping):
        return {name: _tied(each) for name, each in value.items()}
    return [_tied(each) for each in value] if isinstance(value, list | tuple) else value
