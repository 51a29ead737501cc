"""The labour pack: consent, agreement, notice; what the law wants of each."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from apps.school.consents.models import Consent
from apps.school.consents.queries import has
from apps.school.consents.rules import EXTRA_DUTIES
from apps.school.orders.labour import actions, queries
from apps.school.orders.labour.documents import render_paper_docx, render_paper_pdf
from apps.school.orders.models import LabourPack, LabourPaper
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.today.waiting import labour as waiting
from kernel.actions import reference
from kernel.clock import at, today
from kernel.errors import Conflict, InputError, NotFound, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.labour import ACTING, agreement, open_pack, sign
from tests.support.orders import bare, docx_text, uploaded
from tests.support.pairs import make_pair, order_of
from tests.support.pdf import text_of_pdf
from tests.support.people import make_mentee, make_pupil
from tests.support.uploads import PDF

FRIDAY = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def match(in_alpha: School) -> Match:
    return make_pair("agreed")


def signed_consent(match: Match) -> LabourPack:
    pack = open_pack(match)
    sign(actions.prepare_consent(pack=pack, acting=ACTING))
    return pack


def notice(pack: LabourPack, given: datetime.date, last: datetime.date, side: str = "mentor") -> LabourPaper:
    return actions.prepare_notice(pack=pack, side=side, given_on=given, ends_on=last, acting=ACTING)


def test_pack_is_opened_once(match: Match) -> None:
    assert open_pack(match).pk == open_pack(match).pk
    assert LabourPack.objects.count() == 1


def test_pupils_have_no_labour_pack(in_alpha: School) -> None:
    match = make_pair("agreed", mentee=make_mentee(person=make_pupil()))
    with pytest.raises(NotFound):
        open_pack(match)


def test_signed_consent_lets_the_order_of_the_pair_go_on(match: Match) -> None:
    """``pairing.written_consent``: the order asks for the mentor's written consent; the pack's paper is one."""
    mentor = match.current_mentors[0].card.person
    Consent.objects.filter(person=mentor, type=EXTRA_DUTIES).delete()
    with pytest.raises(RuleViolation):
        pairs.prepare_order(match=match, acting=ACTING)
    signed_consent(match)
    assert has(mentor, EXTRA_DUTIES)
    pairs.prepare_order(match=match, acting=ACTING)
    assert order_of(match).facts["mentors"][0]["extra_duties_on"] == today().isoformat()


def test_agreement_rests_on_the_signed_consent(match: Match) -> None:
    pack = open_pack(match)
    with pytest.raises(Conflict, match=r"351\.8"):
        agreement(pack)
    sign(actions.prepare_consent(pack=pack, acting=ACTING))
    with pytest.raises(InputError):
        sign(agreement(pack), today() - DAY)
    assert sign(agreement(pack)).is_signed


def test_agreement_says_content_term_form_and_pay(match: Match) -> None:
    paper = agreement(signed_consent(match), number="7", contract_no="45", contract_on=datetime.date(2020, 9, 1))
    text = docx_text(render_paper_docx(paper)).replace("\u00a0", " ")
    for part in ("СОГЛАШЕНИЕ № 7", "от 1 сентября 2020 г. № 45", "Посещение и разбор уроков", "очно, по графику"):
        assert part in text
    for part in ("доплата 3 000 рублей", "351.8", "не менее чем за три рабочих дня", "Срок выполнения работы: с "):
        assert part in text


def test_papers_as_pdf_say_what_the_docx_says(match: Match) -> None:
    pack = signed_consent(match)
    papers = [pack.papers.get(), agreement(pack), notice(pack, today(), today() + 30 * DAY)]
    papers.append(notice(pack, today(), today() + 30 * DAY, side="employer"))
    for paper in papers:
        docx = render_paper_docx(paper)
        assert docx == render_paper_docx(paper)
        assert bare(docx_text(docx)).replace("_", "") == bare(text_of_pdf(render_paper_pdf(paper))).replace("_", "")


def test_text_is_frozen_with_the_signature(match: Match) -> None:
    pack = signed_consent(match)
    before = render_paper_docx(pack.papers.get())
    person = pack.mentor
    person.last_name = "Переименованная"
    person.save()
    assert render_paper_docx(pack.papers.get()) == before
    assert any("СОГЛАСИЕ" in line.text for line in Document(io.BytesIO(before)).paragraphs)


def test_notice_keeps_the_term_of_the_law(in_alpha: School) -> None:
    """``resignation.route``: three working days by the calendar, for either side; measured again when it is given."""
    with at(FRIDAY):
        pack = signed_consent(make_pair("agreed"))
        friday, thursday = today(), today() + 6 * DAY
        assert actions.earliest_after(friday) == datetime.date(2026, 12, 2)
        for side in ("mentor", "employer"):
            with pytest.raises(RuleViolation) as refusal:
                notice(pack, friday, datetime.date(2026, 12, 1), side)
            [broken] = refusal.value.violations
            assert "351.8" in broken.clause
            assert broken.parameter == "resignation.route"
        paper = notice(pack, friday, thursday)
    with at(FRIDAY + 5 * DAY), pytest.raises(RuleViolation):
        sign(paper)
    with at(FRIDAY):
        assert sign(paper).ends_on == thursday


def test_holidays_move_the_earliest_end(in_alpha: School, match: Match) -> None:
    assert actions.earliest_after(datetime.date(2026, 12, 30)) > datetime.date(2027, 1, 10)


def test_notice_is_given_once_and_a_prepared_paper_is_replaced(match: Match) -> None:
    pack = signed_consent(match)
    first = notice(pack, today(), today() + 20 * DAY)
    second = notice(pack, today(), today() + 30 * DAY)
    with pytest.raises(Conflict):
        sign(first)
    sign(second)
    with pytest.raises(Conflict):
        notice(pack, today(), today() + 40 * DAY)


def test_notice_given_stands_in_the_form_that_ends_the_pair(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        match = make_pair()
        sign(notice(signed_consent(match), today(), today() + 30 * DAY, side="employer"))
    page = client_for("curator", alpha).get(f"/pairs/{match.pk}/end/")
    form = page.context_data["form"]
    assert (form["ground"].value(), form["notice_on"].value()) == ("employer_cancellation", today())
    assert form["by_order"].value()


def test_today_tells_what_waits(match: Match) -> None:
    codes = [item.code for item in waiting.lines(today())]
    assert codes == ["labour.agreements"]
    pack = signed_consent(match)
    sign(agreement(pack))
    assert waiting.lines(today()) == []
    paper = notice(pack, today(), today() + 30 * DAY)
    assert [item.code for item in waiting.lines(today())] == ["labour.signatures"]
    sign(paper)
    assert waiting.lines(today()) == []
    [item] = waiting.lines(today() + 31 * DAY)
    assert (item.code, item.overdue) == ("labour.notice", True)


def test_packs_take_the_same_number_of_queries_for_more_pairs(in_alpha: School) -> None:
    numbers = []
    for made in (1, 3):
        for _each in range(made):
            signed_consent(make_pair("agreed"))
        with CaptureQueriesContext(connection) as asked:
            queries.standings()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_head_is_told_that_no_agreement_is_signed(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        match = make_pair("ordered")
        order = order_of(match)
    page = client_for("head", alpha).get(f"/orders/{order.pk}/sign/").content.decode()
    assert "Дополнительное соглашение не подписано" in page
    with enter_school(alpha):
        sign(agreement(signed_consent(match)))
    page = client_for("head", alpha).get(f"/orders/{order.pk}/sign/").content.decode()
    assert "Дополнительное соглашение не подписано" not in page


def test_pages_lead_from_the_pair_to_the_notice(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        match = make_pair()
        person = match.current_mentors[0].card.person
    curator, mentor = client_for("curator", alpha), client_for("mentor", alpha)
    assert "/orders/labour/" in curator.get(f"/pairs/{match.pk}/").content.decode()
    opened = curator.post(f"/orders/labour/open/{person.pk}/", {"subject": reference(match)})
    address = opened["Location"]
    assert curator.post(f"{address}consent/").status_code == 302
    with enter_school(alpha):
        consent = LabourPaper.objects.get()
        person.account_id = account_in("mentor", alpha).pk
        person.save(update_fields=["account_id"])
    sent = {"signed_on": f"{today():%d.%m.%Y}", "scan": uploaded(PDF, "scan.pdf")}
    assert curator.post(f"/orders/labour/papers/{consent.pk}/signed/", sent).status_code == 302
    for name in ("paper.docx", "paper.pdf", "scan/"):
        assert mentor.get(f"/orders/labour/papers/{consent.pk}/{name}").status_code == 200
        assert client_for("mentee", alpha).get(f"/orders/labour/papers/{consent.pk}/{name}").status_code == 404
    early = {"side": "mentor", "given_on": f"{today():%d.%m.%Y}", "ends_on": f"{today():%d.%m.%Y}"}
    refused = curator.post(f"{address}notice/", early)
    assert refused.status_code == 422
    assert "351.8" in refused.content.decode()
    later = {**early, "ends_on": f"{today() + 30 * DAY:%d.%m.%Y}"}
    assert curator.post(f"{address}notice/", later).status_code == 302
    assert mentor.get(address).status_code == 200
    assert mentor.get("/orders/labour/").status_code == 403


def test_packs_are_found_by_name_and_by_what_they_lack(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        done, begun = make_pair(), make_pair()
        sign(agreement(signed_consent(done)))
        mentors = [match.current_mentors[0].card.person for match in (done, begun)]
        Person.objects.filter(pk=mentors[0].pk).update(last_name="Ёмшанова")
        Person.objects.filter(pk=mentors[1].pk).update(last_name="Рыбокитова")
    curator = client_for("curator", alpha)
    everything = curator.get("/orders/labour/").content.decode()
    assert "Ёмшанова" in everything
    assert f'/orders/labour/open/{mentors[1].pk}/"' in everything
    by_name = curator.get("/orders/labour/", {"q": "ёмшан"}).content.decode()
    assert "Ёмшанова" in by_name
    assert "Рыбокитова" not in by_name
    lacking = curator.get("/orders/labour/", {"lacking": "on"}).content.decode()
    assert "Рыбокитова" in lacking
    assert "Ёмшанова" not in lacking
    assert curator.get("/orders/labour/?export=xlsx").status_code == 200
