"""Who may enter. The object itself is the business of the queries: one's own pairs, one's own calls for help."""

from __future__ import annotations

from apps.school.programmes.permissions import SEE, WORK
from kernel.acting import Actor
from kernel.doors import ANYONE, Access
from kernel.errors import NotAllowed

__all__ = ["BY_ADDRESS", "CURATOR", "HELP", "MEETINGS", "OWN", "SEE", "WORK", "require_curator"]

OWN = Access({"mentor", "mentee"})  # hours, calendar, reflection: each their own
MEETINGS = Access({"curator", "head", "methodical_association", "mentor", "mentee"})
CURATOR = Access({"curator"})
# Whoever is turned to may have any role in the school.
HELP = Access({"curator", "head", "methodical_association", "mentor", "mentee", "guardian"})
BY_ADDRESS = ANYONE  # the secret address itself is the right: of one person's calendar in this school


def require_curator(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor keeps the school's times."""
    if not (actor.has("curator") or actor.place == "system"):
        raise NotAllowed()
