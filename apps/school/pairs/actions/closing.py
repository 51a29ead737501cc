"""The end of a pair."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils.translation import gettext as _

from apps.school.orders import queries as orders
from apps.school.orders.kinds import PAIR_END
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation import rules
from apps.school.regulation.queries import current, version_view
from apps.school.regulation.rules.change import early_completion
from apps.school.regulation.rules.petition import notice
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, Violation, refuse_if

from .. import agreeing, handlers, queries, seats
from ..models import Match
from ..rules import LABOUR_GROUNDS, NONPERFORMANCE
from .common import locked
from .settling import drop_pause, drop_replacement_asked, drop_term_change, finish_petitions
from .stepping import check, step

EARLY_SUCCESS = "early_success"


def view_of(match: Match) -> RegulationView:
    """The version that the pair was formed under: a running pair keeps it."""
    return current() if match.regulation_version_id is None else version_view(match.regulation_version_id)


def check_end(
    pair: Match,
    who: Collection[str],
    *,
    ground: str,
    closed_on: datetime.date,
    completed: bool,
    note: str,
    confirmed: Collection[str],
    notice_on: datetime.date | None,
) -> str:
    """The step that the end is, when nothing forbids it. The arguments are those of ``end_pair``."""
    name = "complete" if completed else "end"
    check(pair, name, who)
    view = view_of(pair)
    refuse_if(
        [
            *rules.completion(view, rules.CompletionFacts(ground)),
            *(early_completion(view, confirmed) if ground == EARLY_SUCCESS else ()),
            *_notice(view, pair, ground, notice_on, closed_on),
        ],
        next_step=_("Choose a ground of the list, confirm what it wants, or name a later day."),
    )
    if queries.is_ordered(queries.open_replacement(pair)):
        raise Conflict(_("An order to replace the mentor waits for the head: withdraw it first."))
    if queries.ordered_term_change(pair) is not None:
        raise Conflict(_("An order to change the term waits for the head: withdraw it first."))
    _check_day(pair, closed_on)
    _check_reason(ground, note)
    _check_no_order(pair)
    return name


@action("pair.end")
def end_pair(
    *,
    match: Match,
    ground: str,
    closed_on: datetime.date,
    completed: bool,
    acting: Actor,
    note: str = "",
    confirmed: Collection[str] = (),
    notice_on: datetime.date | None = None,
) -> Match:
    """Complete the work (``completed``) or end it early, by a ground of the regulation's closed list or of the law.

    ``confirmed``: conditions of an early completion that are met; ``notice_on``: when the employer or an employed
    mentor gave notice, of the grounds that the labour law opens.
    """
    pair = locked(match)
    who = agreeing.makers(pair, acting)
    name = check_end(
        pair,
        who,
        ground=ground,
        closed_on=closed_on,
        completed=completed,
        note=note,
        confirmed=confirmed,
        notice_on=notice_on,
    )
    step(
        pair,
        name,
        who,
        closed_on=closed_on,
        closing_ground=ground,
        closing_note=note.strip(),
        closing_evidence=sorted(confirmed) if ground == EARLY_SUCCESS else [],
    )
    seats.free(pair)
    finish_petitions(pair)
    drop_term_change(pair)
    drop_replacement_asked(pair)
    drop_pause(pair, closed_on)
    handlers.on_closed.run(pair, acting)
    return pair


def _notice(
    view: RegulationView, match: Match, ground: str, notice_on: datetime.date | None, closed_on: datetime.date
) -> list[Violation]:
    """Three working days lie between the notice and the end, where labour law governs the pair (an employed mentor)."""
    employed = any(row.card.person.kind == Person.Kind.EMPLOYEE for row in match.current_mentors)
    if ground not in LABOUR_GROUNDS or notice_on is None or not employed:
        return []
    return notice(view, notice_on, closed_on)


def _check_day(match: Match, day: datetime.date) -> None:
    if day > today():
        message = _("The day of closing is not in the future.")
        raise InputError(message, problems=[{"place": "closed_on", "message": message}])


def _check_reason(ground: str, note: str) -> None:
    if ground == NONPERFORMANCE and not note.strip():
        message = _("Say what was not done and since when: the people read it.")
        raise InputError(message, problems=[{"place": "note", "message": message}])


def _check_no_order(match: Match) -> None:
    if orders.about(match).filter(kind=PAIR_END, state=Order.State.WAITING).exists():
        raise Conflict(_("An order to end the pair waits for the head: withdraw it first."))


@action("pair.cancel")
def cancel_pair(*, match: Match, acting: Actor, note: str = "") -> Match:
    """Drop a pair before its order, and free the places."""
    pair = locked(match)
    step(pair, "cancel", agreeing.makers(pair, acting), closed_on=today(), closing_note=note.strip())
    seats.free(pair)
    return pair
