"""From agreement to work: the order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import PAIR_FORMATION
from apps.school.orders.models import Order
from apps.school.people.queries import external_mentor_violations
from apps.school.regulation import rules
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Violation, refuse_if

from .. import agreeing, facts, handlers, order_facts, queries
from ..appointing import missing_appointments
from ..models import Match
from .common import locked
from .stepping import ORDER, step


@action("pair.prepare_order")
def prepare_order(*, match: Match, acting: Actor) -> Order:
    """Put the order before the head.

    Refuses with the clause while written consents are missing, and while a mentor has not been appointed by the act
    that the regulation names.
    """
    pair = send_to_signature(match=match, acting=acting)
    handlers.on_ordered.run(pair, acting)
    view = current()
    kind = str(view.value("pairing.act"))
    mentors, _mentees = queries.participants(pair)
    check_signing(pair, kind, today(), missing_appointments(mentors, today()))
    return orders.draft_order(
        kind=PAIR_FORMATION,
        act_kind=kind,
        title=order_facts.formation_title(pair),
        subject=pair,
        facts=order_facts.formation(view, pair, today()),
        acting=acting,
    )


@action("pair.send_to_signature")
def send_to_signature(*, match: Match, acting: Actor) -> Match:
    """The pair's own part of preparing, so that the pair's history tells it."""
    pair = locked(match)
    step(pair, "prepare_order", agreeing.makers(pair, acting))
    return pair


def check_signing(match: Match, act_kind: str, day: datetime.date, more: Sequence[Violation] = ()) -> None:
    """Everything that the regulation and the law want before an act dated ``day``: consents are given by then, mentors
    from outside have shown their papers.

    ``more``: what else is broken, to be told together.
    """
    view, mentors = current(day), [row.card.person for row in match.current_mentors]
    order = rules.OrderFacts(kind=act_kind, signed_on=day, participants=facts.participant_facts(match, day))
    consents = _("Record what is missing: consents on the page “Consents”, documents on the mentor's card.")
    refuse_if(
        [*more, *rules.order_signing(view, order), *external_mentor_violations(view, mentors, day)],
        next_step=_("Appoint mentors on the page “Selection”, record consents on the page “Consents”, then try again.")
        if more
        else consents,
    )


@action("pair.activate")
def activate_pair(*, match: Match, order: Order, acting: Actor) -> Match:
    """Begin the work by a signed order; called by the signature itself."""
    pair = locked(match)
    step(pair, "activate", ORDER)
    check_signing(pair, order.act_kind, order.dated or today())
    handlers.on_activated.run(pair, acting)
    return pair


@action("pair.take_order_back")
def take_order_back(*, match: Match, order: Order, acting: Actor) -> Match:
    """The order was returned or withdrawn: the pair is agreed again; called by the return itself."""
    pair = locked(match)
    step(pair, "take_order_back", ORDER)
    return pair
