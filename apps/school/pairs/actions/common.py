"""What the verbs have in common."""

from __future__ import annotations

from ..models import Match
from ..queries import with_people


def locked(match: Match) -> Match:
    """The pair as it is now, locked until the transaction ends, with its people."""
    Match.objects.select_for_update().get(pk=match.pk)
    return with_people(Match.objects.all()).get(pk=match.pk)
