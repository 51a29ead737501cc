"""The register of approved mentors, approved as a list by an order of the head."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.orders import actions as orders
from apps.school.orders.kinds import REGISTER_APPROVAL
from apps.school.orders.models import Order
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from .. import order_facts, permissions, queries

REGISTER = "selection.register:current"


@action("register.approve")
def approve_register(*, acting: Actor) -> Order:
    """Put the register as it stands today before the head. Everybody in it is a mentor by an act of their own already:
    the signature approves the list, it appoints nobody.
    """
    permissions.require(permissions.may_manage(acting))
    day = today()
    entries = list(queries.in_register(day))
    if not entries:
        raise Conflict(
            _("Nobody is in the register."), next_step=_("Approve candidates first, or enter an act made before.")
        )
    title = ngettext(
        "To approve the register: %(count)s mentor", "To approve the register: %(count)s mentors", len(entries)
    )
    return orders.draft_order(
        kind=REGISTER_APPROVAL,
        act_kind="order",
        title=title % {"count": len(entries)},
        subject=REGISTER,
        facts=order_facts.register(current(), entries, day),
        acting=acting,
    )
