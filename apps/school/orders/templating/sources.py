"""The texts of a DOCX in which a template's marks can stand, as jinja reads them: one paragraph a line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate

MARKUP = re.compile(r"<[^>]+>")
PARAGRAPH = re.compile(r"<w:p([ >])")
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LONGEST_PLACE = 90
# The only relation to something outside that loads nothing by itself.
HYPERLINK = "/hyperlink"


class NotADocument(Exception):
    """The file cannot be read as DOCX."""


@dataclass(frozen=True, slots=True)
class Source:
    """``part``: where it stands, in words; ``text``: what jinja reads."""

    part: str
    text: str

    def place(self, line: int) -> str:
        """«body, “Приказ № {{ numer }}”»: a line as the reader of the document sees it."""
        lines = self.text.split("\n")
        shown = MARKUP.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
        short = shown if len(shown) <= LONGEST_PLACE else f"{shown[:LONGEST_PLACE]}…"
        return f"{self.part}: «{short}»" if short else self.part


def sources_of(content: bytes) -> list[Source]:
    """Body, headers, footers, footnotes and the properties of a document; ``NotADocument`` when it is none."""
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
        return list(_sources(template))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise NotADocument(str(error)) from error


def _sources(template: DocxTemplate) -> Iterator[Source]:
    yield Source(_("text"), _lines(template, template.get_xml()))
    for uri, title in ((template.HEADER_URI, _("header")), (template.FOOTER_URI, _("footer"))):
        for _key, part in template.get_headers_footers(uri):
            yield Source(title, _lines(template, template.get_part_xml(part)))
    for part in template.docx.part.package.iter_parts():
        if part.content_type == FOOTNOTES:
            yield Source(_("footnotes"), _lines(template, part.blob.decode("utf-8")))
    for name in PROPERTIES:
        text = getattr(template.docx.core_properties, name)
        if text:
            yield Source(_("properties of the file"), text)


def _lines(template: DocxTemplate, xml: str) -> str:
    return PARAGRAPH.sub(r"\n<w:p\1", str(template.patch_xml(xml)))


def outside_references(content: bytes) -> list[str]:
    """Addresses that a program would load when it opens the document (remote templates, pictures, objects)."""
    package = Document(io.BytesIO(content)).part.package
    return [
        each.target_ref for each in package.iter_rels() if each.is_external and not each.reltype.endswith(HYPERLINK)
    ]
