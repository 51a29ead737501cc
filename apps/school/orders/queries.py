"""Reads about orders. Who may read which order is decided here, once."""

from __future__ import annotations

from django.db.models import Count, Model, Q, QuerySet

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import reference
from kernel.errors import NotFound

from . import permissions
from .kinds import CANCELLATION
from .models import Order


def visible_to(actor: Actor) -> QuerySet[Order]:
    """The office reads all orders, participants (and guardians for their wards) the signed ones about themselves."""
    if permissions.may_prepare(actor):
        return Order.objects.all()
    if actor.account_id is None:
        return Order.objects.none()
    mine = Q(account_id=actor.account_id) | Q(guardians__guardian__account_id=actor.account_id)
    concerned = Q(pk__in=[])
    for person in Person.objects.filter(mine).values_list("pk", flat=True).distinct():
        concerned |= Q(facts__participants__contains=[person])
    return Order.objects.filter(concerned, state=Order.State.SIGNED)


def get_visible(order_id: int, actor: Actor) -> Order:
    """One order; ``NotFound`` when there is none that the actor may read."""
    order = visible_to(actor).filter(pk=order_id).first()
    if order is None:
        raise NotFound()
    return order


def about(subject: Model) -> QuerySet[Order]:
    """The orders about a row, alone or among others (``facts["subjects"]``), the newest first."""
    name = reference(subject)
    return Order.objects.filter(Q(subject=name) | Q(facts__subjects__contains=[name])).order_by("-id")


def latest_about(subject: Model) -> Order | None:
    """The newest order about a row."""
    return about(subject).first()


def waiting() -> QuerySet[Order]:
    """What waits for the head's signature, the oldest first."""
    return Order.objects.filter(state=Order.State.WAITING).order_by("id")


def counts() -> dict[str, int]:
    """State -> number of orders (one query)."""
    rows = Order.objects.order_by().values("state").annotate(number=Count("id"))
    return {row["state"]: row["number"] for row in rows}


def cancelled_by(order: Order) -> Order | None:
    """The order that this one cancels, or will cancel when it is signed."""
    return Order.objects.filter(pk=order.facts["order"]).first() if order.kind == CANCELLATION else None


def returned_before(order: Order) -> Order | None:
    """The order of the same kind about the same that was returned last before this one: what the head asked then."""
    return (
        Order.objects.filter(kind=order.kind, subject=order.subject, state=Order.State.RETURNED, pk__lt=order.pk)
        .order_by("-pk")
        .first()
    )


def prepared_after(order: Order) -> Order | None:
    """The newer order of the same kind about the same, None when nobody has prepared one."""
    later = Order.objects.filter(kind=order.kind, subject=order.subject, pk__gt=order.pk)
    return later.exclude(state=Order.State.WITHDRAWN).order_by("pk").first()
