"""Who may do what with the regulation."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import SIGNED_IN, Access

READ = SIGNED_IN  # everybody in the school lives by it
EDIT = Access({"curator", "head"})
ADOPT = Access({"head"})  # the curator prepares, the head brings into force


def may_edit(actor: Actor) -> bool:
    """True for those who prepare drafts."""
    return EDIT.admits(actor)


def may_adopt(actor: Actor) -> bool:
    """True for those who bring a version into force."""
    return ADOPT.admits(actor)
