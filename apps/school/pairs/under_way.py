"""What is under way about a pair, as its page tells it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from apps.school.regulation.rules import change as rules
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import today

from . import agreeing, pausing, queries
from .models import OPEN_REPLACEMENTS, Match, Pause, Replacement, TermChange
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


def replacement_card(match: Match, view: RegulationView) -> dict[str, Any] | None:
    """The replacement of a mentor under way, or the last one when it was declined and nobody else is asked."""
    change = match.replacements.select_related("old_mentor__person", "new_mentor__person").last()
    shown = OPEN_REPLACEMENTS | {Replacement.State.DECLINED}
    if match.state != Match.State.ACTIVE or change is None or change.state not in shown:
        return None
    return {
        "change": change,
        "kind": "warning" if change.state == Replacement.State.DECLINED else "waiting",
        "ground": view.local_name("replacement_ground", change.ground),
    }


def petitions_of(match: Match, actor: Actor) -> list[dict[str, Any]]:
    """Petitions about the pair that the actor may read."""
    rows = queries.petitions_visible_to(actor).filter(match=match)
    return [{"petition": petition, "kind": PETITION_KINDS[petition.state]} for petition in rows]


SHOWN_AFTER = datetime.timedelta(days=30)
SHARED = frozenset({Match.State.AGREED, Match.State.ORDERED, Match.State.ACTIVE})


def pause_card(match: Match, view: RegulationView) -> dict[str, Any] | None:
    """The pause announced or under way; for a month after one, the way to ask for the days lost."""
    if match.state != Match.State.ACTIVE:
        return None
    pause = pausing.pause_of(match)
    if pause is not None:
        begun = pause.first_day <= today()
        return {"pause": pause, "kind": "waiting" if begun else "info", "begun": begun, "longer": ""}
    past = pausing.latest_over(match)
    if past is None or past.last_day + SHOWN_AFTER < today():
        return None
    return {"pause": past, "kind": "success", "begun": True, "longer": _longer(match, view, past)}


def _longer(match: Match, view: RegulationView, pause: Pause) -> str:
    """The address where the days lost are asked for; empty where the act knows no such ground."""
    if pause.reason not in view.codes(rules.GROUNDS) or queries.open_term_change(match) is not None:
        return ""
    new_end = match.ends_on + datetime.timedelta(days=pause.days)
    asked = urlencode({"ground": pause.reason, "new_end": f"{new_end:%d.%m.%Y}"})
    return f"{reverse('pairs:extend', kwargs={'pair': match.pk})}?{asked}"


def contacts_of(match: Match, actor: Actor) -> list[tuple[str, str]]:
    """How the other people of a pair are reached: told to its participants, and only since both sides agreed.

    Of a small child the guardians are reached.
    """
    sides = agreeing.makers(match, actor) & set(agreeing.SIDES)
    if match.state not in SHARED or not sides:
        return []
    people = agreeing.sides_of(match)
    others = [person for side in agreeing.SIDES if side not in sides for person in people[side]]
    reached = [each for person in others for each in agreeing.spokesmen(person)]
    return [(each.short_name, ", ".join(filter(None, (each.phone, each.email)))) for each in reached]
