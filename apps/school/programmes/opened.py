"""The programme that is written into: locked, open, and what the actor is in it."""

from __future__ import annotations

from kernel.acting import Actor

from . import queries
from .errors import ProgrammeOver
from .models import Programme
from .permissions import Standing, require


def locked(programme: Programme, acting: Actor) -> tuple[Programme, Standing]:
    """The open programme, locked until the transaction ends, and what the actor is in it; ``ProgrammeOver``."""
    found = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if found.is_over:
        raise ProgrammeOver()
    return found, queries.standing(found, acting)


def locked_for_work(programme: Programme, acting: Actor) -> Programme:
    """The same for those who write the plan and the meetings; ``NotAllowed`` for everybody else."""
    found, standing = locked(programme, acting)
    require(standing.may_work)
    return found
