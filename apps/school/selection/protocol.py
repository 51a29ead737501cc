"""The protocol of a sitting: text in Russian, frozen with the sitting; DOCX and PDF as those of an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apps.school.orders.facts import person_facts
from apps.school.orders.wording import date_in_words, initials_first, person_in
from tenants.isolation.context import require_school

from .models import AgendaItem, CommissionMember, Sitting

Part = CommissionMember.Part
Decision = AgendaItem.Decision

DECISIONS = {
    Decision.RECOMMENDED: "рекомендовать к назначению наставником",
    Decision.REJECTED: "отклонить кандидатуру",
    Decision.POSTPONED: "отложить рассмотрение",
}


def frozen(
    sitting: Sitting, there: Sequence[CommissionMember], size: int, agenda: Sequence[AgendaItem]
) -> dict[str, Any]:
    """What the documents are made of, in the shape of ``orders.wording.frozen_act``."""
    chair = next(member.person for member in there if member.part == Part.CHAIR)
    names = ", ".join(initials_first(member.person) for member in there)
    candidates = "; ".join(person_in(person_facts(item.candidacy.person), "gent") for item in agenda)
    return {
        "institution": require_school().name,
        "number": str(sitting.number),
        "dated": sitting.held_on.isoformat(),
        "date_in_words": date_in_words(sitting.held_on),
        "signer_position": "Председатель комиссии",
        "signer_name": initials_first(chair),
        "acquainted_title": "Подписи членов комиссии:",
        "text": {
            "act_title": "ПРОТОКОЛ",
            "heading": "Заседание конкурсной комиссии по отбору наставников",
            "preamble": f"Присутствовали: {names} ({len(there)} из {size}); кворум имеется. "
            f"Повестка дня: рассмотрение кандидатур в наставники {candidates}",
            "command": "РЕШИЛИ",
            "points": [_point(item) for item in agenda],
            "acquainted": [initials_first(member.person) for member in there],
        },
    }


def _point(item: AgendaItem) -> str:
    reason = f" Основание: {item.note}" if item.note else ""
    reason += "" if not reason or reason.endswith(".") else "."
    return (
        f"{person_in(person_facts(item.candidacy.person), 'nomn')}: {DECISIONS[Decision(item.decision)]}. "
        f"Голосовали: «за» – {item.votes_for}, «против» – {item.votes_against}, "
        f"«воздержались» – {item.abstained}.{reason}"
    )
