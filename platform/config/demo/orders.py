"""The register of a demo school's acts: an own template, a signed scan, an order returned, one cancelled by another,
and a labour pack with a notice.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from apps.school.orders import actions, rendering
from apps.school.orders.cancelling import prepare_cancellation
from apps.school.orders.kinds import PAIR_FORMATION
from apps.school.orders.labour import actions as labour
from apps.school.orders.labour.queries import standings
from apps.school.orders.models import Order
from apps.school.selection import actions as selection
from config.demo.pairs import Teller
from kernel.clock import today
from kernel.errors import DomainError

AGREEMENT: dict[str, Any] = {
    "content": "Посещение и разбор уроков, помощь в составлении рабочей программы и подготовке открытого урока",
    "work_form": "очно, по согласованному графику встреч",
    "pay": "доплата за выполнение дополнительной работы – 3 000 рублей в месяц",
}


def keep_the_register(teller: Teller) -> None:
    """One step after another; what this school's act does not allow is left out."""
    for step in (_own_template, _scan, _register, _pack):
        try:
            step(teller)
        except DomainError as refusal:
            teller.refusals.append(str(refusal.message))


def _own_template(teller: Teller) -> None:
    """Orders on pairs go out on the school's own paper from now on."""
    file = SimpleUploadedFile("Приказ о закреплении пары.docx", letterhead())
    template = actions.upload_template(kind=PAIR_FORMATION, file=file, acting=teller.curator)
    actions.use_template(template=template, acting=teller.curator)


def letterhead() -> bytes:
    """A template as a school makes one in its office program."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ institution }}"
    for line in ("{{ text.act_title }}", "от {{ date_in_words }} № {{ number }}", "{{ text.heading }}"):
        document.add_heading(line, level=1 if "act_title" in line else 2)
    for line in (
        *("{{ text.preamble }},", "{{ text.command }}:"),
        *("{%p for point in points %}", "{{ point }}", "{%p endfor %}"),
        "{{ signer_position }} ____________________ {{ signer_name }}",
        "{{ acquainted_title }}",
        *("{%p for name in text.acquainted %}", "____________________ {{ name }}", "{%p endfor %}"),
    ):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _scan(teller: Teller) -> None:
    """The paper of the first signed order came back from the archive."""
    order = Order.objects.filter(state=Order.State.SIGNED).earliest("pk")
    act = order.facts["act"]
    paper = SimpleUploadedFile("Приказ с подписью.pdf", rendering.pdf_of(act, rendering.docx_of(act)))
    actions.attach_scan(order=order, file=paper, acting=teller.curator)


def _register(teller: Teller) -> None:
    """The register of mentors is approved too early, the order is cancelled, the next one is sent back."""
    early = actions.sign_order(order=selection.approve_register(acting=teller.curator), acting=teller.head)
    cancelling = prepare_cancellation(
        order=early, reason="реестр утверждён до завершения отбора наставников", acting=teller.curator
    )
    actions.sign_order(order=cancelling, acting=teller.head)
    again = selection.approve_register(acting=teller.curator)
    reason = "Дождитесь заседания комиссии: в реестре не хватает двух наставников."
    actions.return_order(order=again, reason=reason, acting=teller.head)


def _pack(teller: Teller) -> None:
    """Consent and agreement of one mentor are signed; the mentor gives notice today."""
    packless = [each for each in standings() if each.pack is None and each.assignment.ends_on > today()]
    if not packless:
        return
    term = packless[0].assignment
    acting: dict[str, Any] = {"acting": teller.curator}
    pack = labour.open_pack(subject=term.subject, mentor=term.mentor, **acting)
    consent = labour.prepare_consent(pack=pack, **acting)
    labour.sign_paper(paper=consent, signed_on=today(), **acting)
    agreement = labour.prepare_agreement(
        pack=pack, **AGREEMENT, starts_on=term.starts_on, ends_on=term.ends_on, number="7", **acting
    )
    labour.sign_paper(paper=agreement, signed_on=today(), **acting)
    labour.prepare_notice(
        pack=pack,
        side="mentor",
        given_on=today(),
        ends_on=labour.earliest_after(today()),
        reason="Изменение учебной нагрузки",
        **acting,
    )
