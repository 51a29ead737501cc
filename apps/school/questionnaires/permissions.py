"""Who may do what with questionnaires."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import ANYONE, Access
from kernel.errors import NotAllowed

OFFICE = Access({"curator", "head"})
OWN = Access({"curator", "head", "mentor", "mentee", "methodical_association"})  # each their own
BY_LINK = ANYONE  # the link itself is the right: signed, of this school, for one answer


def is_office(actor: Actor) -> bool:
    """True for those who make questionnaires and hold surveys, and for the product's own work."""
    return OFFICE.admits(actor) or actor.has("system")


def require_office(actor: Actor) -> None:
    """Raise ``NotAllowed`` for everybody else."""
    if not is_office(actor):
        raise NotAllowed()
