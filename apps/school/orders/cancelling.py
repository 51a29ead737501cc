"""An order is cancelled by another order only: its text, what it changes, its signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.regulation.words.present import say
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError

from . import permissions
from .actions import draft_order
from .changes import tells
from .handlers import on_signed, prepared_at
from .kinds import CANCELLATION
from .models import Cancellation, Order
from .parts import ActText
from .undoing import Undoing, against, undoing_of
from .wording.phrases import ACT_GENITIVE, ACT_TITLES, COMMANDS, control, date_in_words, sentence, titled
from .wording.registry import writes

Facts = Mapping[str, Any]


class NotCancelled(Conflict):
    """The consequences of the order cannot be undone: the refusal says why and what to do instead."""

    code = "order_not_cancelled"


@action("order.prepare_cancellation")
def prepare_cancellation(*, order: Order, reason: str, acting: Actor) -> Order:
    """The order that cancels a signed one goes to the head. Each signed order is cancelled once."""
    permissions.require(permissions.may_prepare(acting))
    if not reason.strip():
        message = _("Say why the order is cancelled.")
        raise InputError(message, problems=[{"place": "reason", "message": message}])
    cancelled = _signed(order)
    undoing = _undoing(cancelled)
    assert cancelled.dated is not None
    facts = {
        "participants": cancelled.facts.get("participants", []),
        "order": cancelled.pk,
        "cancelled": {
            "title": cancelled.facts["act"]["text"]["heading"],
            "number": cancelled.number,
            "dated": cancelled.dated.isoformat(),
            "act": cancelled.act_kind,
        },
        "reason": reason.strip(),
        "undone": [str(text) for text in undoing.tells(cancelled)],
    }
    return draft_order(
        kind=CANCELLATION,
        act_kind=cancelled.act_kind,
        title=_("To cancel № %(number)s: %(title)s") % {"number": cancelled.number, "title": cancelled.title[:200]},
        subject=cancelled,
        facts=facts,
        acting=acting,
    )


def _signed(order: Order) -> Order:
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if not locked.is_signed:
        raise Conflict(_("Only a signed order is cancelled; one that waits is returned or withdrawn."))
    if Cancellation.objects.filter(cancelled=locked).exists():
        raise Conflict(_("This order has been cancelled already."))
    return locked


def _undoing(order: Order) -> Undoing:
    """How the order is undone; ``NotCancelled`` says why it is not, at the signature too."""
    reasons, undoing = against(order), undoing_of(order.kind)
    if reasons or undoing is None:
        raise NotCancelled(" ".join(str(reason) for reason in reasons))
    return undoing


@on_signed(CANCELLATION)
def cancel(*, order: Order, acting: Actor) -> None:
    """The signature takes the force of the other order and undoes what it had changed."""
    cancelled = _signed(Order.objects.get(pk=order.facts["order"]))
    undoing = _undoing(cancelled)
    Cancellation.objects.create(cancelled=cancelled, by=order, undone=order.facts["undone"])
    undoing.carry_out(cancelled, acting)


prepared_at(
    CANCELLATION,
    lambda order: reverse("orders:cancel", kwargs={"order": order.facts["order"]}, urlconf=settings.SCHOOL_URLCONF),
)


@writes(CANCELLATION)
def _text(act_kind: str, facts: Facts) -> ActText:
    former = facts["cancelled"]
    what = f"{ACT_GENITIVE[former['act']]} от {date_in_words(former['dated'])} № {former['number']}"
    name = {"приказа": "приказ", "распоряжения": "распоряжение"}[ACT_GENITIVE[former["act"]]]
    day = f"{name} от {date_in_words(former['dated'])} № {former['number']}"
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=f"Об отмене {what}",
        preamble=sentence(f"Основание: {facts['reason']}"),
        command=COMMANDS[act_kind],
        points=(
            f"Отменить {day} {titled(former['title'])}.",
            say("Куратору ознакомить с настоящим документом лиц, которых касался отменённый документ."),
            control(act_kind),
        ),
        acquainted=(),
    )


@tells(CANCELLATION)
def _changes(facts: Facts) -> list[str]:
    return [
        _("The order № %(number)s has no force any more.") % {"number": facts["cancelled"]["number"]},
        *facts.get("undone", ()),
    ]
