"""From agreement to work: the order."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import PAIR_FORMATION
from apps.school.orders.models import Order
from apps.school.regulation import rules
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import refuse_if

from .. import facts, handlers, order_facts, permissions
from ..models import Match
from .common import locked, step


@action("pair.prepare_order")
def prepare_order(*, match: Match, acting: Actor) -> Order:
    """Put the order before the head; refuses with the clause while written consents are missing."""
    permissions.require_office(acting)
    pair = _send_to_signature(match=match, acting=acting)
    handlers.on_ordered.run(pair, acting)
    view = current()
    kind = str(view.value("pairing.act"))
    check_signing(pair, kind, today())
    return orders.draft_order(
        kind=PAIR_FORMATION,
        act_kind=kind,
        title=order_facts.formation_title(pair),
        subject=pair,
        facts=order_facts.formation(view, pair, today()),
        acting=acting,
    )


@action("pair.send_to_signature")
def _send_to_signature(*, match: Match, acting: Actor) -> Match:
    """The pair's own part of preparing, so that the pair's history tells it."""
    pair = locked(match)
    step(pair, "prepare_order")
    return pair


def check_signing(match: Match, act_kind: str, day: datetime.date) -> None:
    """Everything that the regulation and the law want before an act dated ``day``: consents are given by then."""
    order = rules.OrderFacts(kind=act_kind, signed_on=day, participants=facts.participant_facts(match, day))
    refuse_if(
        rules.order_signing(current(day), order),
        next_step=_("Record the missing consents on the page “Consents”, then prepare the order."),
    )


@action("pair.activate")
def activate_pair(*, match: Match, order: Order, acting: Actor) -> Match:
    """Begin the work by a signed order; called by the signature itself."""
    pair = locked(match)
    step(pair, "activate")
    check_signing(pair, order.act_kind, order.dated or today())
    handlers.on_activated.run(pair, acting)
    return pair


@action("pair.take_order_back")
def take_order_back(*, match: Match, order: Order, acting: Actor) -> Match:
    """The order was returned or withdrawn: the pair is agreed again; called by the return itself."""
    pair = locked(match)
    step(pair, "take_order_back")
    return pair
