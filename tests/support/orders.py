"""Orders of tests, inside the current school."""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from apps.school.orders import actions
from apps.school.orders.kinds import PAIR_FORMATION
from apps.school.orders.labour.actions import prepare_consent
from apps.school.orders.models import Order, OrderBundle
from kernel.acting import Actor, system_actor
from tests.support.labour import open_pack
from tests.support.pairs import make_pair, order_of
from tests.support.uploads import PDF


def formation_facts(**changes: Any) -> dict[str, Any]:
    """Facts of an order about a pair that nobody keeps."""
    mentor = {
        "id": 1,
        "last_name": "Берёзова",
        "first_name": "Анна",
        "patronymic": "Петровна",
        "sex": "f",
        "kind": "employee",
        "position": "учитель математики",
        "department": "",
        "organisation": "",
        "extra_duties_on": "2026-09-03",
    }
    mentee = {**mentor, "id": 2, "last_name": "Орлов", "first_name": "Пётр", "patronymic": "Ильич", "sex": "m"}
    return {
        "participants": [1, 2],
        "pair": 1,
        "mentors": [mentor],
        "mentees": [{**mentee, "position": "учитель физики"}],
        "form": "педагог – педагог",
        "type": "целеполагающее",
        "structure": "один наставник – один наставляемый",
        "starts_on": "2026-09-15",
        "ends_on": "2027-05-31",
        "regulation": {
            "title": "Положение о системе наставничества",
            "clause": "п. 6.2",
            "order_no": "45/4-од",
            "order_date": "2022-09-20",
        },
        **changes,
    }


def draft(subject: str = "pairs.match:0", *, acting: Actor | None = None, **facts: Any) -> Order:
    """An order that waits and has no pair behind it: of a kind whose signature nobody follows."""
    return actions.draft_order(
        kind=PAIR_FORMATION,
        act_kind="order",
        title="О закреплении пары",
        subject=subject,
        facts=formation_facts(**facts),
        acting=acting or system_actor("tests"),
    )


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    acting = system_actor("tests")
    order = order_of(make_pair())
    template = actions.upload_template(kind=PAIR_FORMATION, file=uploaded(own_template()), acting=acting)
    scan = actions.attach_scan(order=order, file=uploaded(PDF, "scan.pdf"), acting=acting)
    bundle = OrderBundle.objects.create(orders=[order.pk])
    pack = open_pack(make_pair())
    paper = prepare_consent(pack=pack, acting=acting)
    return {
        "order": order.pk,
        "pack": pack.pk,
        "paper": paper.pk,
        "template": template.pk,
        "order_kind": PAIR_FORMATION,
        "scan": scan.pk,
        "bundle": bundle.pk,
    }


def own_template(*lines: str, head: str = "Приказ школы № {{ number }}") -> bytes:
    """A DOCX of a school that has every field an act needs; ``lines``: more paragraphs before the signature."""
    document = Document()
    document.add_heading(head, level=1)
    document.add_paragraph("{{ text.act_title }} от {{ date_in_words }}")
    document.add_paragraph().add_run("{{ text.heading }}").bold = True
    document.add_paragraph("{{ text.preamble }}")
    document.add_paragraph("{%p for point in points %}")
    document.add_paragraph("{{ point }}")
    document.add_paragraph("{%p endfor %}")
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "{{ signer_position }}"
    table.rows[0].cells[1].text = "{{ signer_name }}"
    document.sections[0].header.paragraphs[0].text = "{{ institution }}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def uploaded(content: bytes, name: str = "приказ.docx") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def signed(subject: str = "x:1", *, kind: str = PAIR_FORMATION, **facts: Any) -> Order:
    """A signed order whose signature nobody follows: the caller has taken the followers away."""
    order = draft(subject, **facts)
    Order.objects.filter(pk=order.pk).update(kind=kind)
    return actions.sign_order(order=Order.objects.get(pk=order.pk), acting=system_actor("tests"))


def docx_text(content: bytes) -> str:
    """Everything a reader sees: header, paragraphs, cells."""
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    parts = [paragraph.text for paragraph in section.header.paragraphs]
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            parts += [cell.text for row in block.rows for cell in row.cells]
        else:
            parts.append(block.text)
    return "\n".join(parts)


def bare(text: str) -> str:
    """Letters and signs alone: lines are broken differently in every program."""
    return re.sub(r"[\s\u00a0\u00ad-]", "", text)
