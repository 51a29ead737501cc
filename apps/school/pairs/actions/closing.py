"""The end of a pair."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.regulation import rules
from apps.school.regulation.queries import current, version_view
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import handlers, permissions, queries, seats
from ..models import Match
from .common import locked, step


def view_of(match: Match) -> RegulationView:
    """The version that the pair was formed under: a running pair keeps it."""
    return current() if match.regulation_version_id is None else version_view(match.regulation_version_id)


@action("pair.end")
def end_pair(
    *, match: Match, ground: str, closed_on: datetime.date, completed: bool, acting: Actor, note: str = ""
) -> Match:
    """Complete the work (``completed``) or end it early, by a ground of the regulation's closed list or of the law."""
    permissions.require_office(acting)
    pair = locked(match)
    refuse_if(
        rules.completion(view_of(pair), rules.CompletionFacts(ground)),
        next_step=_("Choose a ground of the list."),
    )
    if queries.prepared_replacement(pair) is not None:
        raise Conflict(_("An order to replace the mentor waits for the head: withdraw it first."))
    _check_day(pair, closed_on)
    step(
        pair,
        "complete" if completed else "end",
        closed_on=closed_on,
        closing_ground=ground,
        closing_note=note.strip(),
    )
    seats.free(pair)
    handlers.on_closed.run(pair, acting)
    return pair


def _check_day(match: Match, day: datetime.date) -> None:
    if day > today():
        message = _("The day of closing is not in the future.")
        raise InputError(message, problems=[{"place": "closed_on", "message": message}])


@action("pair.cancel")
def cancel_pair(*, match: Match, acting: Actor, note: str = "") -> Match:
    """Drop a pair before its order, and free the places."""
    permissions.require_office(acting)
    pair = locked(match)
    step(pair, "cancel", closed_on=today(), closing_note=note.strip())
    seats.free(pair)
    return pair
