"""Papers that are no orders open in LibreOffice too: the labour pack and the regulation itself."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from apps.school.orders.labour import actions
from apps.school.orders.labour.documents import render_paper_docx, render_paper_pdf
from apps.school.orders.regulation_act.documents import render_act_docx, render_act_pdf
from apps.school.regulation.act import compose
from apps.school.regulation.catalogue import preset
from apps.school.regulation.view import view_of
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.labour import ACTING, agreement, open_pack, sign
from tests.support.office import printed, soffice
from tests.support.orders import bare
from tests.support.pairs import make_pair
from tests.support.pdf import text_of_pdf


def test_labour_pack_and_regulation_open_in_libreoffice_and_say_what_the_pdf_says(
    in_alpha: School, tmp_path: Path
) -> None:
    pack = open_pack(make_pair("agreed"))
    consent = sign(actions.prepare_consent(pack=pack, acting=ACTING))
    last = today() + datetime.timedelta(days=30)
    notice = actions.prepare_notice(pack=pack, side="mentor", given_on=today(), ends_on=last, acting=ACTING)
    papers = {paper.kind: paper for paper in (consent, agreement(pack), notice)}
    text = asdict(compose(view_of(preset("cit")), institution="МБОУ «Школа & лицей»"))
    docx = {kind: render_paper_docx(paper) for kind, paper in papers.items()}
    docx["regulation"] = render_act_docx(text, is_draft=False)
    office = soffice()
    if office is None:
        return
    opened = printed(office, docx, tmp_path)
    assert set(opened) == set(docx)
    for kind, paper in papers.items():
        assert bare(text_of_pdf(opened[kind])) == bare(text_of_pdf(render_paper_pdf(paper)))
    # Numbers of pages and heads of tables stand on every page, and pages break elsewhere.
    ours, theirs = letters(render_act_pdf(text, is_draft=False)), letters(opened["regulation"])
    assert abs(ours.total() - theirs.total()) < ours.total() / 50
    assert set(ours) == set(theirs)


def letters(pdf: bytes) -> Counter[str]:
    """How often each letter stands in a document."""
    return Counter(sign for sign in text_of_pdf(pdf).lower() if sign.isalpha())
