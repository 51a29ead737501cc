"""Who may do what with orders. The head signs; the office prepares; participants read what concerns them."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

OFFICE_ROLES = frozenset({"curator", "head"})
READER_ROLES = OFFICE_ROLES | {"mentor", "mentee", "guardian"}

OFFICE = Access(OFFICE_ROLES)
READERS = Access(READER_ROLES)
SIGNERS = Access({"head"})


def is_product(actor: Actor) -> bool:
    """True for background work and provisioning."""
    return actor.place == "system"


def may_sign(actor: Actor) -> bool:
    """True for the head."""
    return actor.has("head") or is_product(actor)


def may_prepare(actor: Actor) -> bool:
    """True for those who put orders before the head."""
    return actor.has(*OFFICE_ROLES) or is_product(actor)


def require(allowed: bool) -> None:
    """Raise ``NotAllowed`` unless allowed."""
    if not allowed:
        raise NotAllowed()
