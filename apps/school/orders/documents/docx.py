"""DOCX by docxtpl from ``templates_docx/order.docx`` (made by ``template.py``)."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from .archive import FIXED_MOMENT, fixed
from .typeset import typeset

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_docx" / "order.docx"


def render_docx(act: Mapping[str, Any]) -> bytes:
    """The document of a frozen act; names with «&» or «<» come out as they are (autoescape)."""
    template = DocxTemplate(TEMPLATE)
    template.render(typeset(act), autoescape=True)
    return finished(template, title=title_of(act), author=act["institution"])


def title_of(act: Mapping[str, Any]) -> str:
    """How programs that list documents name the act."""
    return f"{act['text']['act_title']} № {act['number']}. {act['text']['heading']}"


def finished(template: DocxTemplate, *, title: str, author: str) -> bytes:
    """The bytes of a filled template with properties of its own, the same every time."""
    properties = template.docx.core_properties
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = author[:255]
    properties.title, properties.language = title[:255], "ru-RU"
    out = io.BytesIO()
    template.save(out)
    return fixed(out.getvalue())
