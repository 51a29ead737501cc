"""Who may do what with consents."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access

OFFICE = Access({"curator", "head"})
HEAD = Access({"head"})
OWN = Access({"curator", "head", "mentor", "mentee", "guardian", "methodical_association"})  # each their own


def sees_all(actor: Actor) -> bool:
    """True for the office and for the product's own work."""
    return actor.has("curator", "head", "system")
