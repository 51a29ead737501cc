"""One order for many pairs: a whole cohort is fixed by a single act."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.orders import actions as orders
from apps.school.orders.kinds import PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError, RuleViolation, Violation

from .. import handlers, order_facts, permissions, queries
from ..appointing import missing_appointments
from ..models import Match
from .ordering import _send_to_signature as send_to_signature
from .ordering import check_signing


@action("pair.prepare_together")
def prepare_together(*, matches: Sequence[Match], subject: Model, acting: Actor) -> Order:
    """Put one order for agreed pairs before the head. ``subject``: the row that the order is found by.

    What any of the pairs lacks (consents, appointments) stops all, told together with the clauses.
    """
    permissions.require_office(acting)
    if not matches:
        message = _("No pair is agreed yet: both sides have to accept first.")
        raise InputError(message, problems=[{"place": "matches", "message": message}])
    view, day = current(), today()
    kind = str(view.value("pairing.act"))
    pairs = []
    for match in sorted(matches, key=lambda each: each.pk):
        pair = send_to_signature(match=match, acting=acting)
        handlers.on_ordered.run(pair, acting)
        pairs.append(pair)
    _check(pairs, kind)
    facts = [order_facts.formation(view, pair, day) for pair in pairs]
    people = [person for each in facts for person in each["participants"]]
    title = ngettext("To fix %(count)s pair", "To fix %(count)s pairs", len(pairs)) % {"count": len(pairs)}
    return orders.draft_order(
        kind=PAIRS_FORMATION,
        act_kind=kind,
        title=title,
        subject=subject,
        facts={
            "regulation": facts[0]["regulation"],
            "participants": list(dict.fromkeys(people)),
            "pairs": facts,
        },
        acting=acting,
    )


def _check(pairs: Sequence[Match], kind: str) -> None:
    """What the pairs lack, of all of them at once."""
    broken: list[Violation] = []
    step = ""
    for pair in pairs:
        mentors, _mentees = queries.participants(pair)
        try:
            check_signing(pair, kind, today(), missing_appointments(mentors, today()))
        except RuleViolation as refusal:
            broken += refusal.violations
            step = step or str(refusal.next_step)
    if broken:
        raise RuleViolation(list(dict.fromkeys(broken)), next_step=step)
