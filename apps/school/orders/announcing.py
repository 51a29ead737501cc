"""Whom the register tells what: the head of what waits, the office of what came back.

Imported by ``OrdersConfig.ready``.
"""

from __future__ import annotations

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
)
kinds.register(
    "order.returned",
    group="orders",
    title=_("An order was returned"),
    text=_("%(title)s. Reason: %(reason)s"),
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


@on("order.return")
def tell_of_return(record: ActionRecord) -> None:
    """Curators, and whoever prepared it, are to mend it."""
    order = _order_of(record)
    to = holding("curator")
    if order.prepared_by is not None:
        to.append(order.prepared_by)
    notify(
        "order.returned",
        to=to,
        key=f"{order.pk}",
        besides=record.acting,
        url=order.get_absolute_url(),
        title=order.title,
        reason=order.return_reason,
    )
