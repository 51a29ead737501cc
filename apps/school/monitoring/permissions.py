"""Who may do what with measurements."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

OFFICE = Access({"curator", "head"})
APPROVE = Access({"head"})
ANSWER = Access({"curator", "mentor", "mentee", "guardian"})


def enters_paper_answers(actor: Actor) -> bool:
    """True for those who may write down what somebody answered on paper."""
    return actor.has("curator", "system")


def sees_all(actor: Actor) -> bool:
    """True for those who see everybody's answers."""
    return OFFICE.admits(actor) or actor.has("system")


def approves(actor: Actor) -> bool:
    """True for the head."""
    return actor.has("head", "system")


def require_office(actor: Actor) -> None:
    """Raise ``NotAllowed`` for everybody but the office and the product's own work."""
    if not sees_all(actor):
        raise NotAllowed()
