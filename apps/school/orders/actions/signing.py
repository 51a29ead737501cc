"""Writes: an order is drafted, then signed, returned or withdrawn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action, reference
from kernel.clock import now, today
from kernel.errors import Conflict, InputError
from tenants.journal.jobs import start_job

from .. import handlers, permissions
from ..kinds import ORDER_KINDS
from ..models import Order
from ..names import with_forms
from ..numbering import give_number
from ..wording import frozen_act
from ..wording.frozen import current_template

RENDER_TASK = "orders.render"


@action("order.draft")
def draft_order(
    *, kind: str, act_kind: str, title: str, subject: Model | str, facts: Mapping[str, Any], acting: Actor
) -> Order:
    """An order waiting for the head. ``subject``: the row it is about (or ``label:pk``); one may wait at a time."""
    permissions.require(permissions.may_prepare(acting))
    if kind not in ORDER_KINDS:
        raise KeyError(kind)
    about = subject if isinstance(subject, str) else reference(subject)
    if Order.objects.filter(kind=kind, subject=about, state=Order.State.WAITING).exists():
        raise Conflict(_("Such an order already waits for the signature."))
    return Order.objects.create(
        kind=kind,
        act_kind=act_kind,
        title=title,
        subject=about,
        facts=with_forms(facts),
        prepared_by=acting.account_id,
    )


def _waiting(order: Order) -> Order:
    """The order, locked, if it still waits."""
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state != Order.State.WAITING:
        message = _("The order is not waiting for a signature any more: it is %(state)s.")
        raise Conflict(message % {"state": locked.get_state_display()})
    return locked


@action("order.sign")
def sign_order(*, order: Order, acting: Actor, dated: datetime.date | None = None) -> Order:
    """Number, date and freeze an order, carry out what it says, start the rendering of its documents.

    ``dated``: today by default, never in the future nor before the last act of the same year and kind.
    """
    permissions.require(permissions.may_sign(acting))
    day = dated or today()
    if day > today():
        message = _("An order is not dated in the future.")
        raise InputError(message, problems=[{"place": "dated", "message": message}])
    signed = _waiting(order)
    signed.state = Order.State.SIGNED
    signed.dated = day
    issued = give_number(signed, day)
    signed.signed_by, signed.signer_name, signed.signed_at = acting.account_id, acting.name, now()
    signed.facts = {**signed.facts, "act": frozen_act(signed)}
    signed.save()
    issued.save()
    handlers.signed(signed, acting)
    _start_rendering(signed, acting)
    return signed


def _start_rendering(order: Order, acting: Actor) -> None:
    job = start_job(
        task=RENDER_TASK,
        title=_("Documents of the order № %(number)s") % {"number": order.number},
        acting=acting,
        arguments={"order": order.pk},
        result_url=order.get_absolute_url(),
    )
    order.job_id = job.pk
    order.save(update_fields=["job_id", "updated_at"])


@action("order.render_again")
def render_again(*, order: Order, acting: Actor) -> Order:
    """Start the rendering once more: the documents come out the same, for they are made of the frozen facts."""
    permissions.require(permissions.may_prepare(acting))
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if not locked.is_signed:
        raise Conflict(_("Only a signed order has documents."))
    if not locked.has_documents:
        # Nobody has seen a document of it: a corrected template may take the place of one that could not be filled.
        act = {**locked.facts["act"], "template": current_template(locked.kind)}
        locked.facts = {**locked.facts, "act": act}
        locked.save(update_fields=["facts", "updated_at"])
    _start_rendering(locked, acting)
    return locked


@action("order.return")
def return_order(*, order: Order, reason: str, acting: Actor) -> Order:
    """The head does not sign and says why."""
    permissions.require(permissions.may_sign(acting))
    if not reason.strip():
        message = _("Say why the order is returned.")
        raise InputError(message, problems=[{"place": "reason", "message": message}])
    return _stop(order, Order.State.RETURNED, reason.strip(), acting)


@action("order.withdraw")
def withdraw_order(*, order: Order, acting: Actor) -> Order:
    """The office takes an order back before the head has decided."""
    permissions.require(permissions.may_prepare(acting))
    return _stop(order, Order.State.WITHDRAWN, "", acting)


def _stop(order: Order, state: Order.State, reason: str, acting: Actor) -> Order:
    stopped = _waiting(order)
    stopped.state = state
    stopped.return_reason = reason
    stopped.save(update_fields=["state", "return_reason", "updated_at"])
    handlers.returned(stopped, acting)
    return stopped
