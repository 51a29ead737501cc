"""One order for many pairs: a cohort is fixed by one act of the head."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.orders import actions as orders
from apps.school.orders.handlers import on_returned, on_signed
from apps.school.orders.kinds import PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action, reference
from kernel.clock import today
from kernel.errors import InputError, RuleViolation, Violation, refuse_if

from .. import handlers, order_facts, permissions, queries
from ..appointing import missing_appointments
from ..models import Match
from .ordering import activate_pair, check_signing, send_to_signature, take_order_back


@action("pair.prepare_order_of_many")
def prepare_order_of_many(*, matches: Sequence[Match], acting: Actor) -> Order:
    """Put one order about several agreed pairs before the head.

    Whatever the regulation or the law misses in any of them is told together, and then nothing is prepared.
    """
    permissions.require_office(acting)
    found = sorted({match.pk: match for match in matches}.values(), key=lambda match: match.pk)
    if not found:
        message = _("No pair is agreed yet: both sides have to accept first.")
        raise InputError(message, problems=[{"place": "matches", "message": message}])
    view, day = current(), today()
    kind = str(view.value("pairing.act"))
    broken: list[Violation] = []
    sent = []
    for match in found:
        pair = send_to_signature(match=match, acting=acting)
        handlers.on_ordered.run(pair, acting)
        mentors, _mentees = queries.participants(pair)
        try:
            check_signing(pair, kind, day, missing_appointments(mentors, day))
        except RuleViolation as refusal:
            broken += [rule for rule in refusal.violations if rule not in broken]
        sent.append(order_facts.formation(view, pair, day))
    refuse_if(broken, next_step=_("Record what is missing, or leave these pairs out of the order."))
    title = ngettext("To fix %(count)s pair by one order", "To fix %(count)s pairs by one order", len(found))
    return orders.draft_order(
        kind=PAIRS_FORMATION,
        act_kind=kind,
        title=title % {"count": len(found)},
        subject=found[0],
        facts={
            "participants": list(dict.fromkeys(person for pair in sent for person in pair["participants"])),
            "subjects": [reference(match) for match in found],
            "pairs": sent,
            "regulation": sent[0]["regulation"],
        },
        acting=acting,
    )


def pairs_of_order(order: Order) -> list[Match]:
    """The pairs that an order for many names."""
    keys = [int(subject.rpartition(":")[2]) for subject in order.facts["subjects"]]
    return list(Match.objects.filter(pk__in=keys).order_by("pk"))


@on_signed(PAIRS_FORMATION)
def begin_many(*, order: Order, acting: Actor) -> None:
    """All pairs of the order are at work; a pair that may not begin any more stops the whole signature."""
    for match in pairs_of_order(order):
        activate_pair(match=match, order=order, acting=acting)


@on_returned(PAIRS_FORMATION)
def take_many_back(*, order: Order, acting: Actor) -> None:
    """All of them wait for a new order."""
    for match in pairs_of_order(order):
        take_order_back(match=match, order=order, acting=acting)
