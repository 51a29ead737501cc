"""A paper by the school's own template: DOCX by docxtpl in the sandbox, PDF of what the DOCX came to say."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from kernel.errors import DomainError

from ..documents.docx import finished, title_of
from ..documents.typeset import typeset
from .mirror import render_mirror
from .sandbox import environment


class UnprintableTemplate(DomainError):
    """A template that cannot be filled: its paper has no documents until the template is mended."""

    code = "unprintable_template"
    status = 422

    def __init__(self, reason: str) -> None:
        message = _("The template cannot be filled: %(reason)s.") % {"reason": reason.rstrip(".")}
        super().__init__(message, next_step=_("Load a corrected template, or go back to the default one."))


def filled(template: bytes, data: Mapping[str, Any], *, title: str, author: str) -> bytes:
    """A template with its fields filled, texts as they are («&», «<»); the same bytes for the same data.

    ``UnprintableTemplate`` names what it stumbled over.
    """
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(dict(data), jinja_env=environment(), autoescape=True)
    except (TemplateError, TypeError) as error:
        raise UnprintableTemplate(str(error)) from error
    return finished(document, title=title, author=author)


def render_own_docx(template: bytes, act: Mapping[str, Any]) -> bytes:
    """The DOCX of a frozen act by a template."""
    return filled(template, typeset(act), title=title_of(act), author=act["institution"])


def render_own_pdf(docx: bytes, act: Mapping[str, Any], *, is_draft: bool = False) -> bytes:
    """The PDF of a filled template: the same text in the same order, with its own alignment and emphasis."""
    return render_mirror(docx, act, is_draft=is_draft)
