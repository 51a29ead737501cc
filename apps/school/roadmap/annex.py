"""The roadmap on paper: an annex of the regulation, as DOCX and PDF. Papers are in Russian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import override

from apps.school.orders.wording import date_in_words
from apps.school.regulation.act.annexes import annexes_of
from apps.school.regulation.act.compose import RUSSIAN
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.view import RegulationView
from tenants.isolation.context import require_school

from . import shown
from .models import Roadmap, Stage

TITLE = "ДОРОЖНАЯ КАРТА"
# Shares of the page's width by column; the others have one share.
SHARES = {"number": 0.4, "content": 3.0, "event": 3.0, "stage_name": 1.6}


def paper_facts(roadmap: Roadmap, stages: Sequence[Stage], view: RegulationView | None) -> dict[str, Any]:
    """What the paper says (``documents``). ``stages``: of ``queries.table_of``; reads nothing."""
    with override(RUSSIAN):
        return {
            "institution": require_school().name,
            "mark": _mark(roadmap, view),
            "title": TITLE,
            "heading": roadmap.title,
            "date": "",
            "paragraphs": [],
            "headers": shown.headers(roadmap, view),
            "widths": [SHARES.get(code, 1.0) for code in roadmap.columns],
            "rows": list(_rows(roadmap, stages, view)),
            "closing": [_approved(roadmap)],
            "signers": [_signer(roadmap, view)],
        }


def _mark(roadmap: Roadmap, view: RegulationView | None) -> list[str]:
    """«Приложение 2» where the act has this roadmap among its annexes, «Приложение» otherwise, and to what."""
    if view is None:
        return []
    own = {item["code"]: item["title_ru"] for item in view.extras.get("roadmaps", ())}
    annexes = {annex.title: annex.citation for annex in annexes_of(view, view.local_name)}
    return [annexes.get(own.get(roadmap.code, ""), "Приложение"), f"к акту «{view.title}»" if view.title else ""]


def _rows(roadmap: Roadmap, stages: Sequence[Stage], view: RegulationView | None) -> Iterator[list[str]]:
    """Rows by the columns; a table without a column for the stage has the stage as a line of its own."""
    for part in shown.parts_of(roadmap, stages, view):
        if "stage_name" not in roadmap.columns:
            yield [part.stage.title]
        for number, row in enumerate(part.rows, start=1):
            yield shown.cells(roadmap, part, row, number)


def _approved(roadmap: Roadmap) -> str:
    if roadmap.approved_on is None:
        return "Проект: дорожная карта не утверждена."
    return f"Утверждена {date_in_words(roadmap.approved_on)}."


def _signer(roadmap: Roadmap, view: RegulationView | None) -> list[str]:
    office = view.render(rules.APPROVER) if view is not None else "Руководитель"
    return [office[:1].upper() + office[1:], roadmap.approver_name]
