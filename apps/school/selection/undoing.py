"""What becomes of the selection when its orders are cancelled by another one. Imported by ``SelectionConfig.ready``."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.orders.kinds import COMMISSION, CURATOR_APPOINTMENT, MENTOR_APPOINTMENT, MENTOR_POOL
from apps.school.orders.models import Order
from apps.school.orders.undoing import Undoing, undoes
from apps.school.people.ports import obstacles_to_leaving
from kernel.acting import Actor

from . import actions
from .models import Appointment, Commission, CuratorAppointment, Rating, Sitting

Text = str | Promise


def _commission(order: Order) -> Commission:
    return Commission.objects.get(pk=_key(order))


def _curator(order: Order) -> CuratorAppointment:
    return CuratorAppointment.objects.select_related("person").get(pk=_key(order))


def _rating(order: Order) -> Rating:
    return Rating.objects.get(pk=_key(order))


def _key(order: Order) -> int:
    return int(order.subject.rpartition(":")[2])


def _entries(order: Order) -> QuerySet[Appointment]:
    return Appointment.objects.filter(order=order, ended_on=None).select_related("person")


def _appointment_tells(order: Order) -> list[Text]:
    names = ", ".join(entry.person.short_name for entry in _entries(order))
    if not names:
        return [_("Everybody whom the order names has left the register already.")]
    return [
        _("Out of the register of approved mentors: %(names)s") % {"names": names},
        _("No new pair can be formed with them; to come back they go through the selection anew."),
    ]


def _appointment_rests(order: Order) -> list[Text]:
    return [reason for entry in _entries(order) for reason in obstacles_to_leaving(entry.person, "mentor")]


def _annul_appointment(order: Order, acting: Actor) -> None:
    actions.annul_appointment(order=order, acting=acting)


def _commission_tells(order: Order) -> list[Text]:
    if _commission(order).state != Commission.State.IN_FORCE:
        return [_("Another commission has taken its place already: nothing else changes.")]
    return [_("No commission is at work then: the former one does not come back, form a new one by an order.")]


def _commission_rests(order: Order) -> list[Text]:
    sittings = Sitting.objects.filter(commission=_commission(order)).exclude(state=Sitting.State.CALLED_OFF).count()
    if not sittings:
        return []
    text = ngettext(
        "The commission has %(count)s sitting, held or called: form a new commission, it takes the place of this one.",
        "The commission has %(count)s sittings, held or called: form a new commission, it takes the place of this one.",
        sittings,
    )
    return [text % {"count": sittings}]


def _annul_commission(order: Order, acting: Actor) -> None:
    commission = _commission(order)
    if commission.state == Commission.State.IN_FORCE:
        actions.annul_commission(commission=commission, acting=acting)


def _curator_tells(order: Order) -> list[Text]:
    appointment = _curator(order)
    if appointment.state != CuratorAppointment.State.IN_FORCE:
        return [_("The appointment has been ended already: nothing else changes.")]
    return [_("Is no curator any more, the curator's access ends: %(name)s") % {"name": appointment.person.short_name}]


def _annul_curator(order: Order, acting: Actor) -> None:
    appointment = _curator(order)
    if appointment.state == CuratorAppointment.State.IN_FORCE:
        reason = _("the order № %(number)s is cancelled") % {"number": order.number}
        actions.end_curator(appointment=appointment, reason=reason, acting=acting)


def _pool_tells(order: Order) -> list[Text]:
    day = f"{_rating(order).computed_on:%d.%m.%Y}"
    return [_("The pool is not approved any more; the rating of %(day)s stays computed.") % {"day": day}]


def _annul_pool(order: Order, acting: Actor) -> None:
    rating = _rating(order)
    if rating.state == Rating.State.APPROVED and rating.order_id == order.pk:
        actions.annul_pool(rating=rating, acting=acting)


undoes(MENTOR_APPOINTMENT, Undoing(_appointment_tells, _annul_appointment, _appointment_rests))
undoes(COMMISSION, Undoing(_commission_tells, _annul_commission, _commission_rests))
undoes(CURATOR_APPOINTMENT, Undoing(_curator_tells, _annul_curator))
undoes(MENTOR_POOL, Undoing(_pool_tells, _annul_pool))
