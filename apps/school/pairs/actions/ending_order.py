"""The end of a pair by an order: the office prepares it, the head's signature ends the work."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import PAIR_END
from apps.school.orders.models import Order
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from .. import agreeing, order_facts
from ..models import Match
from .closing import check_end, end_pair, view_of
from .common import locked


@action("pair.order_end")
def order_end(
    *,
    match: Match,
    ground: str,
    closed_on: datetime.date,
    completed: bool,
    acting: Actor,
    note: str = "",
    confirmed: Collection[str] = (),
    notice_on: datetime.date | None = None,
) -> Order:
    """Put the order of the end before the head, by the same kind of act that fixed the pair; the pair works on until
    the signature. Refused as ``end_pair`` is, whose arguments these are.
    """
    pair = locked(match)
    check_end(
        pair,
        agreeing.makers(pair, acting),
        ground=ground,
        closed_on=closed_on,
        completed=completed,
        note=note,
        confirmed=confirmed,
        notice_on=notice_on,
    )
    view = view_of(pair)
    return orders.draft_order(
        kind=PAIR_END,
        act_kind=str(view.value("pairing.act")),
        title=order_facts.ending_title(pair, completed=completed),
        subject=pair,
        facts={
            **order_facts.ending(view, pair, ground, closed_on, today()),
            "notice_on": _iso(notice_on),
            "end": {"ground": ground, "completed": completed, "note": note.strip(), "confirmed": sorted(confirmed)},
        },
        acting=acting,
    )


@action("pair.carry_out_end")
def carry_out_end(*, match: Match, order: Order, acting: Actor) -> Match:
    """The order is signed: the work is over, if nothing forbids it by now; called by the signature itself."""
    said: Mapping[str, Any] = order.facts
    closed_on = datetime.date.fromisoformat(said["closed_on"])
    if order.dated is not None and closed_on > order.dated:
        raise Conflict(_("The order is dated before the last day of the work that it names."))
    notice_on = datetime.date.fromisoformat(said["notice_on"]) if said["notice_on"] else None
    return end_pair(match=match, closed_on=closed_on, notice_on=notice_on, **said["end"], acting=acting)


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day is not None else ""
