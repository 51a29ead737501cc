"""What the verbs have in common."""

from __future__ import annotations

from ..models import Match
from ..queries import with_people
from ..rules import next_state


def locked(match: Match) -> Match:
    """The pair as it is now, locked until the transaction ends, with its people."""
    Match.objects.select_for_update().get(pk=match.pk)
    return with_people(Match.objects.all()).get(pk=match.pk)


def step(match: Match, name: str, **fields: object) -> None:
    """Take a step of the state machine and save it with ``fields``; ``Conflict`` when it does not follow."""
    match.state = next_state(match.state, name)
    for field, value in fields.items():
        setattr(match, field, value)
    match.save(update_fields=["state", *fields, "updated_at"])
