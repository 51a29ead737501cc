"""Who may do what with pairs. The office forms and closes them; people answer for themselves or for their wards."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

OFFICE_ROLES = frozenset({"curator", "head"})
STAFF_ROLES = OFFICE_ROLES | {"methodical_association"}
PARTICIPANT_ROLES = frozenset({"mentor", "mentee", "guardian"})

OFFICE = Access(OFFICE_ROLES)
EVERYBODY = Access(STAFF_ROLES | PARTICIPANT_ROLES)
ANSWERERS = Access(OFFICE_ROLES | PARTICIPANT_ROLES)


def is_product(actor: Actor) -> bool:
    """True for background work and provisioning."""
    return actor.place == "system"


def sees_all(actor: Actor) -> bool:
    """True for those who see every pair of the school."""
    return actor.has(*STAFF_ROLES) or is_product(actor)


def may_manage(actor: Actor) -> bool:
    """True for those who form, change and close pairs."""
    return actor.has(*OFFICE_ROLES) or is_product(actor)


def require_office(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor manages pairs."""
    if not may_manage(actor):
        raise NotAllowed()
