"""Facts of an act that nobody signed: what a template is tried and shown with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ..models import Order
from ..wording import frozen_act
from ..wording.frozen import HEAD

DAY = datetime.date(2026, 9, 1)


def _person(number: int, name: str, sex: str, position: str) -> dict[str, Any]:
    last_name, first_name, patronymic = name.split()
    return {
        "id": number,
        "last_name": last_name,
        "first_name": first_name,
        "patronymic": patronymic,
        "sex": sex,
        "kind": "employee",
        "position": position,
        "department": "",
        "organisation": "",
        "extra_duties_on": "2026-08-28",
        "grade": "старший наставник",
        "score": "47",
        "part": "member",
    }


MENTOR = _person(1, "Берёзова Анна Петровна", "f", "учитель математики")
MENTEE = _person(2, "Орлов Пётр Ильич", "m", "учитель физики")
REGULATION = {
    "title": "Положение о наставничестве",
    "clause": "п. 2.6",
    "order_no": "45-од",
    "order_date": "2026-08-20",
}
PAIR = {
    "mentors": [MENTOR],
    "mentees": [MENTEE],
    "form": "педагог – педагог",
    "type": "традиционное",
    "structure": "один наставник – один наставляемый",
    "role_model": "",
    "starts_on": "2026-09-01",
    "ends_on": "2027-05-31",
}
# One set of facts for all kinds: each takes what its text is made of.
FACTS: Mapping[str, Any] = {
    **PAIR,
    "participants": [1, 2],
    "regulation": REGULATION,
    "pairs": [PAIR, {**PAIR, "mentors": [MENTEE], "mentees": [MENTOR]}],
    "old_mentor": MENTEE,
    "keeps_period": True,
    "longer": True,
    "old_end": "2027-03-31",
    "closed_on": "2027-05-31",
    "notice_on": "",
    "ground": "обоюдное согласие",
    "until": "2027-08-31",
    "members": [{**MENTOR, "part": "chair"}, {**MENTEE, "part": "secretary"}],
    "curator": MENTOR,
    "area": "",
    "computed_on": "2026-09-01",
    "on": "2026-09-01",
    "rewards": [{"kind": "gratitude", "title": "благодарность", "people": [MENTOR]}],
    "year": "2026/2027",
    "version": 0,
    "title": "Положение о наставничестве",
    "body_name": "педагогический совет",
    "protocol_no": "3",
    "protocol_date": "2026-08-19",
    "effective_from": "",
    "replaces": {},
    "changed": 0,
    "cancelled": {"title": "О закреплении наставнической пары", "number": "5-н", "dated": "2026-08-25", "act": "order"},
    "reason": "изменение учебной нагрузки",
}


def sample_act(kind: str) -> dict[str, Any]:
    """A frozen act of the kind, numbered and dated."""
    order = Order(kind=kind, act_kind="order", number="12-од", dated=DAY, facts=dict(FACTS))
    return {**frozen_act(order), "signer_position": HEAD, "signer_name": "В. И. Зимина", "template": None}
