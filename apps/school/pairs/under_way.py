"""What is under way about a pair, as its page tells it."""

from __future__ import annotations

from typing import Any

from apps.school.regulation.rules import change as rules
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from . import agreeing, queries
from .models import Match, TermChange
from .tables import PETITION_KINDS


def under_way(match: Match, view: RegulationView) -> dict[str, Any] | None:
    """The open change of the term: whose words are there, and what the head is to look at; None without one."""
    change = queries.open_term_change(match)
    if change is None:
        return None
    longer = change.kind == TermChange.Kind.EXTENSION
    return {
        "change": change,
        "ground": view.local_name("extension_ground", change.ground) if change.ground else "",
        "words": [{"row": row, "name": agreeing.name_of(row, view)} for row in change.agreements.all()],
        "flags": rules.over_longest(view, match.starts_on, change.new_end) if longer else [],
    }


def petitions_of(match: Match, actor: Actor) -> list[dict[str, Any]]:
    """Petitions about the pair that the actor may read."""
    rows = queries.petitions_visible_to(actor).filter(match=match)
    return [{"petition": petition, "kind": PETITION_KINDS[petition.state]} for petition in rows]
