"""Whom the register tells what: the head of what waits, the office of what was signed or came back.

Imported by ``OrdersConfig.ready``.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from kernel.actions import ActionRecord

from .models import Order

kinds.register_group("orders", _("Orders"), order=20)
kinds.register(
    "order.waits",
    group="orders",
    title=_("An order waits for your signature"),
    text="%(title)s",
    asks=True,
)
kinds.register(
    "order.signed",
    group="orders",
    title=_("An order is signed"),
    text=_("%(title)s: № %(number)s of %(dated)s"),
)
kinds.register(
    "order.returned",
    group="orders",
    title=_("An order was returned"),
    text=_("%(title)s. Reason: %(reason)s"),
    asks=True,
)


def _order_of(record: ActionRecord) -> Order:
    return Order.objects.get(pk=key_of(record.subject))


@on("order.draft")
def tell_of_waiting(record: ActionRecord) -> None:
    """The head is to sign."""
    order = _order_of(record)
    notify(
        "order.waits",
        to=holding("head", besides=record.acting),
        key=f"{order.pk}",
        url=order.get_absolute_url(),
        title=order.title,
    )


def _office(order: Order) -> list[UUID]:
    """Curators, and whoever prepared it."""
    return [*holding("curator"), *([order.prepared_by] if order.prepared_by is not None else [])]


@on("order.sign")
def tell_of_signature(record: ActionRecord) -> None:
    """The office may go on by it; those whom it is about are told by their rooms."""
    order = _order_of(record)
    notify(
        "order.signed",
        to=_office(order),
        key=f"{order.pk}",
        besides=record.acting,
        url=order.get_absolute_url(),
        title=order.title,
        number=order.number,
        dated=order.dated,
    )


@on("order.return")
def tell_of_return(record: ActionRecord) -> None:
    """The office is to mend it."""
    order = _order_of(record)
    notify(
        "order.returned",
        to=_office(order),
        key=f"{order.pk}",
        besides=record.acting,
        url=order.get_absolute_url(),
        title=order.title,
        reason=order.return_reason,
    )
