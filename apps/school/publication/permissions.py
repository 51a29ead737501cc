"""Who may do what with the public page."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import ANYONE, Access
from kernel.errors import NotAllowed

READ = ANYONE
OFFICE = Access({"curator", "head"})
PUBLISH = Access({"curator"})


def require_publisher(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor publishes: the curator, or the product itself."""
    if not actor.has("curator", "system"):
        raise NotAllowed()
