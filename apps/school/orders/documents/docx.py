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
    return finished(template, act)


def finished(template: DocxTemplate, act: Mapping[str, Any]) -> bytes:
    """The bytes of a filled template with the act's own properties, the same every time."""
    properties = template.docx.core_properties
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = act["institution"][:255]
    properties.title = f"{act['text']['act_title']} № {act['number']}. {act['text']['heading']}"[:255]
    properties.language = "ru-RU"
    out = io.BytesIO()
    template.save(out)
    return fixed(out.getvalue())
