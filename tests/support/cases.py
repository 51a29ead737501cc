"""Cases in all states."""

from __future__ import annotations

from uuid import uuid4

from apps.region.cases import actions, rules
from apps.region.cases.models import CaseReview, PracticeCase
from kernel.acting import Actor, system_actor
from tenants.isolation.context import enter_region
from tenants.organisations.models import School

ACTING = system_actor("tests")
EXPERT = Actor(account_id=uuid4(), name="Эксперт", roles=frozenset({"institute_expert"}), place="region")

TEXT = {
    "title": "Первые сто дней молодого учителя",
    "summary": "Пара учителей математики прошла путь от страха перед классом к открытому уроку.",
    "problem": "Молодой учитель терял внимание класса на десятой минуте урока.",
    "actions_taken": "Взаимные посещения уроков, разбор записей, совместное планирование.",
    "results": "Вовлечённость класса выросла с 40 до 75 процентов.",
    "conditions": "Два часа в неделю, кабинет для разбора.",
    "form": "pedagogue_pedagogue",
    "form_title": "педагог – педагог",
    "type": "traditional",
    "type_title": "Традиционное",
}


def make_case(school: School, *, state: str = PracticeCase.State.PUBLISHED, **text: str) -> PracticeCase:
    """A case of the school that has walked the real way to its state."""
    case = actions.save_case(case_id=None, school_id=school.pk, programme=None, fields={**TEXT, **text}, acting=ACTING)
    if state == PracticeCase.State.DRAFT:
        return case
    case = actions.submit_case(case_id=case.pk, school_id=school.pk, acting=ACTING)
    if state == PracticeCase.State.SUBMITTED:
        return case
    decision = CaseReview.Decision.PUBLISH if state == PracticeCase.State.PUBLISHED else CaseReview.Decision.RETURN
    scores = {criterion.code: 2 for criterion in rules.RUBRIC}
    with enter_region():
        return actions.review_case(
            case_id=case.pk, scores=scores, decision=decision, comment="Хорошо описано.", acting=EXPERT
        )


def samples() -> dict[str, object]:
    """For the route walker."""
    return {"case": make_case(School.objects.order_by("pk")[0]).pk}
