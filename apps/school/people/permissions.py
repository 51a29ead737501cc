"""Who may do what with the people of a school."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access

OFFICE = Access({"curator", "head"})  # persons, imports: personal data
BANKS = Access({"curator", "head", "methodical_association"})  # the association reads the banks
EDIT = OFFICE


def may_edit(actor: Actor) -> bool:
    """True for those who keep the banks."""
    return EDIT.admits(actor)
