"""What the selection does when its orders are signed or returned. Imported by ``SelectionConfig.ready``."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from apps.school.orders.handlers import on_returned, on_signed, prepared_at
from apps.school.orders.kinds import (
    COMMISSION,
    CURATOR_APPOINTMENT,
    MENTOR_APPOINTMENT,
    MENTOR_POOL,
    REGISTER_APPROVAL,
)
from apps.school.orders.models import Order
from kernel.acting import Actor

from . import actions
from .models import Commission, CuratorAppointment, Rating


def _key(order: Order) -> int:
    return int(order.subject.rpartition(":")[2])


def _commission(order: Order) -> Commission:
    return Commission.objects.select_for_update().get(pk=_key(order))


def _curator(order: Order) -> CuratorAppointment:
    rows = CuratorAppointment.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=_key(order))


def _rating(order: Order) -> Rating:
    return Rating.objects.select_for_update().get(pk=_key(order))


@on_signed(MENTOR_APPOINTMENT)
def appoint(*, order: Order, acting: Actor) -> None:
    """The candidates are in the register."""
    actions.appoint(order=order, acting=acting)


@on_returned(MENTOR_APPOINTMENT)
def take_back(*, order: Order, acting: Actor) -> None:
    """The candidates stand where they stood."""
    actions.take_back(order=order, acting=acting)


@on_signed(COMMISSION)
def begin(*, order: Order, acting: Actor) -> None:
    """The commission is at work."""
    actions.begin_commission(commission=_commission(order), order=order, acting=acting)


@on_returned(COMMISSION)
def drop(*, order: Order, acting: Actor) -> None:
    """The former commission stays."""
    actions.drop_commission(commission=_commission(order), acting=acting)


@on_signed(CURATOR_APPOINTMENT)
def curator_in(*, order: Order, acting: Actor) -> None:
    """The curator is one."""
    actions.begin_curator(appointment=_curator(order), order=order, acting=acting)


@on_returned(CURATOR_APPOINTMENT)
def curator_not(*, order: Order, acting: Actor) -> None:
    """Nobody is appointed."""
    actions.drop_curator(appointment=_curator(order), acting=acting)


@on_signed(MENTOR_POOL)
def pool_in(*, order: Order, acting: Actor) -> None:
    """The pool is approved."""
    actions.pool_approved(rating=_rating(order), order=order, acting=acting)


@on_returned(MENTOR_POOL)
def pool_back(*, order: Order, acting: Actor) -> None:
    """The rating is only computed."""
    actions.pool_returned(rating=_rating(order), acting=acting)


def _page(name: str, **kwargs: int) -> str:
    return reverse(f"selection:{name}", kwargs=kwargs or None, urlconf=settings.SCHOOL_URLCONF)


def _approving(order: Order) -> str:
    """The candidate's own page of approval, or the list where several are ticked."""
    keys = order.facts["candidacies"]
    return _page("approve", candidacy=keys[0]) if len(keys) == 1 else _page("index")


prepared_at(MENTOR_APPOINTMENT, _approving)
prepared_at(COMMISSION, lambda order: _page("commission_form"))
prepared_at(CURATOR_APPOINTMENT, lambda order: _page("curator_appoint"))
prepared_at(MENTOR_POOL, lambda order: _page("pool", rating=_key(order)))
prepared_at(REGISTER_APPROVAL, lambda order: _page("register_approve"))
