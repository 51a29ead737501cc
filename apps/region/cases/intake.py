"""What the region accepts about cases from a school's liaison."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from apps.region.cases import actions
from kernel.acting import Actor


@dataclass(frozen=True, slots=True)
class CaseText:
    """The case as the school writes it. ``form`` and ``type`` are codes, their titles the school's words."""

    title: str
    summary: str = ""
    problem: str = ""
    actions_taken: str = ""
    results: str = ""
    conditions: str = ""
    form: str = ""
    form_title: str = ""
    type: str = ""
    type_title: str = ""


def save(*, case_id: UUID | None, school_id: int, programme: int | None, text: CaseText, acting: Actor) -> UUID:
    """Write or rewrite a draft; its id."""
    case = actions.save_case(
        case_id=case_id, school_id=school_id, programme=programme, fields=asdict(text), acting=acting
    )
    return case.pk


def submit(*, case_id: UUID, school_id: int, acting: Actor) -> None:
    """Hand a draft to the institute."""
    actions.submit_case(case_id=case_id, school_id=school_id, acting=acting)


def withdraw(*, case_id: UUID, school_id: int, acting: Actor) -> None:
    """Take the case back."""
    actions.withdraw_case(case_id=case_id, school_id=school_id, acting=acting)
