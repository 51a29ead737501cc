"""Who may do what in the selection."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

OFFICE_ROLES = frozenset({"curator", "head"})
STAFF_ROLES = OFFICE_ROLES | {"methodical_association"}
OWN_ROLES = STAFF_ROLES | {"mentor", "mentee"}

OFFICE = Access(OFFICE_ROLES)
STAFF = Access(STAFF_ROLES)  # the association nominates and reads the register
OWN = Access(OWN_ROLES)  # one's own application and answer


def is_product(actor: Actor) -> bool:
    """True for background work and provisioning."""
    return actor.place == "system"


def may_manage(actor: Actor) -> bool:
    """True for those who keep the selection."""
    return actor.has(*OFFICE_ROLES) or is_product(actor)


def may_nominate(actor: Actor) -> bool:
    """True for those who may name a candidate."""
    return actor.has(*STAFF_ROLES) or is_product(actor)


def may_decide(actor: Actor) -> bool:
    """True for the head, whose approval needs no other act."""
    return actor.has("head") or is_product(actor)


def require(allowed: bool) -> None:
    """Raise ``NotAllowed`` unless allowed."""
    if not allowed:
        raise NotAllowed()
