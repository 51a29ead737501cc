"""Documents of many orders as one ZIP."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError
from tenants.journal.jobs import start_job

from .. import permissions, queries
from ..models import Order, OrderBundle

BUNDLE_TASK = "orders.bundle"
MOST = 2_000


@action("order.bundle")
def start_bundle(*, orders: Sequence[int], acting: Actor) -> OrderBundle:
    """Make the documents of these signed orders in one job; those that are there already are taken as they are."""
    permissions.require(permissions.may_prepare(acting))
    signed = queries.visible_to(acting).filter(pk__in=orders, state=Order.State.SIGNED).order_by("pk")
    found = list(signed.values_list("pk", flat=True)[:MOST])
    if not found:
        raise InputError(_("No signed orders were chosen."))
    bundle = OrderBundle.objects.create(orders=found, asked_by=acting.account_id)
    job = start_job(
        task=BUNDLE_TASK,
        title=_("Documents of orders: %(count)s") % {"count": len(found)},
        acting=acting,
        arguments={"bundle": bundle.pk},
        result_url=bundle.get_absolute_url(),
    )
    bundle.job_id = job.pk
    bundle.save(update_fields=["job_id", "updated_at"])
    return bundle
