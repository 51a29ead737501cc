"""The agreement of two organisations on a remote pair: its content, and DOCX and PDF made of the content alone."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from apps.region.exchange import rules
from apps.region.exchange.models import RemoteAgreement, RemotePair
from ui.papers import compile_pdf, office_page

TEMPLATE = Path(__file__).parent / "templates_typst" / "agreement.typ"


def content_of(agreement: RemoteAgreement, pair: RemotePair) -> dict[str, Any]:
    """The words of the paper: ``title``, ``subtitle``, ``lead``, ``sections`` (title, paragraphs), ``parties``."""
    day = _day((agreement.agreed_at or agreement.created_at).date())
    names = {"mentor": pair.mentor_school.name, "mentee": pair.mentee_school.name}
    return {
        "title": _("Agreement on a remote mentoring pair"),
        "subtitle": _("№ %(number)s of %(day)s") % {"number": agreement.number, "day": day},
        "lead": _(
            "%(mentor)s (the mentor's organisation) and %(mentee)s (the mentee's organisation) have agreed as follows."
        )
        % names,
        "sections": [
            {"title": _("1. Subject"), "paragraphs": _subject(pair)},
            {"title": _("2. Conditions of both organisations"), "paragraphs": _conditions(pair)},
            {"title": _("3. Personal data"), "paragraphs": _data()},
            {"title": _("4. Term and end"), "paragraphs": _term(pair)},
        ],
        "parties": [
            {"name": names[side], "head": getattr(agreement, f"{side}_head"), "agreed": _agreed(agreement, side)}
            for side in rules.SIDES
        ],
    }


def _day(day: datetime.date) -> str:
    return date_format(day, "j E Y") + " г."


def _agreed(agreement: RemoteAgreement, side: str) -> str:
    at: datetime.datetime | None = getattr(agreement, f"{side}_head_at")
    return _("agreed in the system on %(day)s") % {"day": _day(at.date())} if at is not None else ""


def _subject(pair: RemotePair) -> list[str]:
    return [
        _("The organisations support the remote pair of the mentor %(mentor)s and the mentee %(mentee)s.")
        % {"mentor": pair.mentor_name, "mentee": pair.mentee_name},
        _("Form: %(form)s. The pair meets by video; its goal: %(goal)s") % {"form": pair.form_title, "goal": pair.goal},
        _("Each organisation counts the pair in its own reports; the place at the mentor counts in the mentor's."),
    ]


def _conditions(pair: RemotePair) -> list[str]:
    found = []
    for side, school in (("mentor", pair.mentor_school), ("mentee", pair.mentee_school)):
        lines = rules.conditions(pair.conditions.get(side, {}))
        words = "; ".join(f"{line.text} ({line.clause})" for line in lines if line.text)
        found.append(f"{school.short_name}: {words or '—'}")
    return [*found, _("Where the regulations differ the stricter rule holds.")]


def _data() -> list[str]:
    return [
        _(
            "The organisations tell each other only the name, position or category, plan, meetings and results of the "
            "pair, with the written consent of each person to the transfer of data (152-FZ, art. 7)."
        ),
        _("When a consent is withdrawn the transfer stops, the name is taken out and the work of the pair ends."),
    ]


def _term(pair: RemotePair) -> list[str]:
    return [
        _("The pair works from %(begins)s to %(ends)s.") % {"begins": _day(pair.starts_on), "ends": _day(pair.ends_on)},
        _(
            "The work ends earlier on a ground that stands in the regulations of both organisations, or when one of "
            "the two people leaves."
        ),
        _("Complaints of the two people are answered by the region's coordinator; both curators read them."),
    ]


def render_pdf(content: Mapping[str, Any]) -> bytes:
    """Tagged PDF (PDF/UA-1)."""
    return compile_pdf(TEMPLATE, agreement=content)


def render_docx(content: Mapping[str, Any]) -> bytes:
    """DOCX with real headings, so that it can be read aloud and edited."""
    document = Document()
    office_page(document)
    document.add_heading(content["title"], level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, content["subtitle"], centred=True)
    _line(document, content["lead"])
    for section in content["sections"]:
        document.add_heading(section["title"], level=2)
        for paragraph in section["paragraphs"]:
            _line(document, paragraph)
    _line(document, "")
    for party in content["parties"]:
        _line(document, party["name"])
        _line(document, f"{party['head']}: {party['agreed']}")
    properties = document.core_properties
    properties.title, properties.language, properties.comments = content["title"][:255], "ru-RU", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(document: Any, text: str, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_after = Pt(6)
