"""An order of the selection is cancelled by another order: what it had made is not in force any more.

Called by the signature of the cancelling order; what was before does not come back by itself.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.orders.models import Order
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today

from .. import rules
from ..models import Appointment, Candidacy, Commission, Rating
from .approval import remove


@action("selection.annul_appointment")
def annul_appointment(*, order: Order, acting: Actor) -> list[Appointment]:
    """The mentors of the order leave the register, their candidacies end; ``StillNeeded`` while pairs need one."""
    reason = _("the order № %(number)s is cancelled") % {"number": order.number}
    entries = Appointment.objects.select_for_update(of=("self",)).filter(order=order, ended_on=None)
    found = [remove(appointment=entry, reason=reason, acting=acting) for entry in entries.select_related("person")]
    for candidacy in Candidacy.objects.select_for_update(of=("self",)).filter(order=order).select_related("person"):
        rules.check_step(candidacy, "annul")
        candidacy.state, candidacy.closing_reason, candidacy.closed_on = Candidacy.State.WITHDRAWN, reason, today()
        candidacy.save(update_fields=["state", "closing_reason", "closed_on", "updated_at"])
    return found


@action("selection.annul_commission")
def annul_commission(*, commission: Commission, acting: Actor) -> Commission:
    """The commission is dissolved; none is at work until an order forms one."""
    found = Commission.objects.select_for_update().get(pk=commission.pk)
    found.state, found.until = Commission.State.DISSOLVED, today()
    found.save(update_fields=["state", "until", "updated_at"])
    return found


@action("rating.annul_pool")
def annul_pool(*, rating: Rating, acting: Actor) -> Rating:
    """The rating stays computed, its pool is approved by nobody."""
    found = Rating.objects.select_for_update().get(pk=rating.pk)
    found.state = Rating.State.COMPUTED
    found.save(update_fields=["state", "updated_at"])
    return found
