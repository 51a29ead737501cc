"""A report on paper: DOCX to be worked with, PDF to be sent; both made of the frozen content alone, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.school.orders.documents import report


def render_pdf(content: Mapping[str, Any]) -> bytes:
    """Tagged PDF (PDF/UA-1)."""
    return report.render_pdf(content, _signatures(content))


def render_docx(content: Mapping[str, Any]) -> bytes:
    """DOCX with real headings and tables, so that it can be read aloud and edited."""
    return report.render_docx(content, _signatures(content))


def _signatures(content: Mapping[str, Any]) -> list[str]:
    return [content["words"]["curator"], content["words"]["head"]]
