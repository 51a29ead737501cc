"""The printed form of a consent with the person's data in it, as DOCX and as tagged PDF (PDF/UA-1).

Orders, which have documents of their own, stand above this room in the house.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from apps.school.people.models import Guardianship, Person
from apps.school.people.queries import guardians_of
from kernel.clock import today
from tenants.isolation.context import require_school
from ui.papers import compile_pdf

from . import queries, rules, wording
from .models import ConsentText

TEMPLATE = Path(__file__).resolve().parent / "templates_typst" / "blank.typ"
LINE = "_" * 32


@dataclass(frozen=True, slots=True)
class Blank:
    """What stands on the form. ``lines``: what the signer fills in by hand; ``signature``: the last line."""

    title: str
    operator: str
    body: str
    lines: tuple[str, ...]
    signature: str

    @property
    def paragraphs(self) -> list[str]:
        """The body, line by line."""
        return [line.strip() for line in self.body.splitlines() if line.strip()]


def blank_of(person: Person, text: ConsentText) -> Blank:
    """The form for whoever signs at this age: the guardian where the law asks for one, else the person."""
    by_guardian = rules.is_guardian_type(text.type) or not queries.subject_of(person).signs_alone(today())
    signer = guardians_of(person).first() if by_guardian else person
    operator = require_school().name
    body = wording.filled(
        text.body, operator=operator, person=person.full_name, signer=signer.full_name if signer else ""
    )
    lines = [_("Address and identity document of the signer:") + f" {LINE} {LINE}"]
    if by_guardian:
        lines.insert(0, _("Basis of representation, document:") + f" {_basis(person, signer)} {LINE}")
    name = signer.short_name if signer else LINE
    signature = f"{_('Date')} {LINE[:16]}   {_('Signature')} {LINE[:16]}   {name}"
    return Blank(text.title, operator, body, tuple(lines), signature)


def _basis(person: Person, guardian: Person | None) -> str:
    """Why the guardian represents the person, as the card says."""
    found = Guardianship.objects.filter(ward=person, guardian=guardian).first() if guardian else None
    return str(found.get_basis_display()) if found else ""


def render_docx(blank: Blank) -> bytes:
    """A4 with the margins of Russian office work."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    heading = document.add_heading(blank.title, level=1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in [*blank.paragraphs, *blank.lines, blank.signature]:
        document.add_paragraph(line)
    document.core_properties.title = blank.title[:255]
    document.core_properties.author = blank.operator[:255]
    document.core_properties.language = "ru-RU"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def render_pdf(blank: Blank) -> bytes:
    """The same by typst; all words come as data."""
    data = {**asdict(blank), "paragraphs": blank.paragraphs}
    return compile_pdf(TEMPLATE, blank=data)
