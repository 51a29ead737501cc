"""Tagged PDF (PDF/UA-1) by typst from ``templates_typst/order.typ``, with the fonts that typst itself brings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.papers import compile_pdf

from .typeset import typeset

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_typst" / "order.typ"


def render_pdf(act: Mapping[str, Any], *, is_draft: bool = False) -> bytes:
    """The document of a frozen act; ``is_draft`` puts «проект» across every page."""
    return compile_pdf(TEMPLATE, act={**typeset(act), "is_draft": is_draft})
