"""Who may do what with growth: the office everything; others what concerns themselves, their mentees, their wards."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

OFFICE_ROLES = frozenset({"curator", "head"})
STAFF_ROLES = OFFICE_ROLES | {"methodical_association"}
PARTICIPANT_ROLES = frozenset({"mentor", "mentee", "guardian"})

OFFICE = Access(OFFICE_ROLES)
STAFF = Access(STAFF_ROLES)  # figures of the school; names are for the office alone
PEOPLE = Access(OFFICE_ROLES | PARTICIPANT_ROLES)  # whose growth it is, the query says
ASSESSORS = Access(STAFF_ROLES | PARTICIPANT_ROLES)  # an expert is anybody in the school who was asked
EVERYBODY = Access(STAFF_ROLES | PARTICIPANT_ROLES)


def is_office(actor: Actor) -> bool:
    """True for those who see and lead everybody's growth, and for the product's own work."""
    return actor.has(*OFFICE_ROLES, "system")


def require_office(actor: Actor) -> None:
    """Raise ``NotAllowed`` for everybody else."""
    if not is_office(actor):
        raise NotAllowed()
