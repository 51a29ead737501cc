"""The selection commission: its composition and the order that makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import COMMISSION
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules import governance
from apps.school.regulation.rules import selection as regulation
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import order_facts, permissions, queries
from ..models import Commission, CommissionMember

State = Commission.State
Part = CommissionMember.Part


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody for the commission. ``seat``: role or body whose obligatory seat it is; empty for none."""

    person: Person
    part: str
    seat: str = ""


@action("selection.commission")
def form_commission(*, members: Sequence[Member], acting: Actor) -> Commission:
    """Put a composition of the commission before the head as an order.

    Refuses with the clause when there are too few or too many, when an obligatory seat is empty or taken in another
    part, and where the act knows no such commission.
    """
    permissions.require(permissions.may_manage(acting))
    if len({each.person.pk for each in members}) != len(members):
        raise InputError(_("Somebody is named twice."))
    view = current()
    broken = governance.body(view, "selection_commission") + regulation.commission(view, _facts(members))
    refuse_if(broken, next_step=_("Change the composition, or the regulation."))
    if sum(each.part == Part.CHAIR for each in members) != 1:
        raise InputError(_("A commission has one chair."))
    if queries.commission_in_making() is not None:
        raise Conflict(_("An order on the commission already waits for the signature."))
    formed = Commission.objects.create()
    CommissionMember.objects.bulk_create(
        CommissionMember(commission=formed, person=each.person, part=each.part, seat=each.seat) for each in members
    )
    formed.order = orders.draft_order(
        kind=COMMISSION,
        act_kind="order",
        title=_("To form the selection commission"),
        subject=formed,
        facts=order_facts.commission(view, formed),
        acting=acting,
    )
    formed.save(update_fields=["order", "updated_at"])
    return formed


def _facts(members: Sequence[Member]) -> list[regulation.SeatFacts]:
    holders = queries.seat_holders([each.seat for each in members if each.seat])
    return [
        regulation.SeatFacts(
            each.person.short_name,
            each.part,
            each.seat,
            holds=each.person.pk in holders.get(each.seat, {each.person.pk}),
        )
        for each in members
    ]


@action("selection.begin_commission")
def begin_commission(*, commission: Commission, order: Order, acting: Actor) -> Commission:
    """The order is signed: the commission is at work and the former one dissolved; called by the signature itself."""
    day = order.dated or today()
    Commission.objects.filter(state=State.IN_FORCE).update(state=State.DISSOLVED, until=day)
    commission.state, commission.since = State.IN_FORCE, day
    commission.save(update_fields=["state", "since", "updated_at"])
    return commission


@action("selection.drop_commission")
def drop_commission(*, commission: Commission, acting: Actor) -> Commission:
    """The order came back: the former commission stays; called by the return itself."""
    commission.state = State.DROPPED
    commission.save(update_fields=["state", "updated_at"])
    return commission
