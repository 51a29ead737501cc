"""Orders of tests, inside the current school."""

from __future__ import annotations

from typing import Any

from apps.school.orders import actions
from apps.school.orders.kinds import PAIR_FORMATION
from apps.school.orders.models import Order
from kernel.acting import Actor, system_actor
from tests.support.pairs import make_pair, order_of


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
    return {"order": order_of(make_pair()).pk}
