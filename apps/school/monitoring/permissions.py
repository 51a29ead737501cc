"""Who may do what with measurements."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access

OFFICE = Access({"curator", "head"})
ANSWER = Access({"curator", "mentor", "mentee", "guardian"})


def enters_paper_answers(actor: Actor) -> bool:
    """True for those who may write down what somebody answered on paper."""
    return actor.has("curator", "system")


def sees_all(actor: Actor) -> bool:
    """True for those who see everybody's answers."""
    return OFFICE.admits(actor) or actor.has("system")
