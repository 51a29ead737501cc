"""What pairs do when their orders are signed or returned. Imported by ``PairsConfig.ready``."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from apps.school.orders.handlers import on_returned, on_signed, prepared_at
from apps.school.orders.kinds import MENTOR_REPLACEMENT, PAIR_END, PAIR_FORMATION, PAIR_TERM_CHANGE
from apps.school.orders.models import Order
from kernel.acting import Actor

from . import actions
from .models import Match, Replacement, TermChange


def _pair_of(order: Order) -> Match:
    return Match.objects.get(pk=int(order.subject.rpartition(":")[2]))


def _replacement_of(order: Order) -> Replacement:
    rows = Replacement.objects.select_related("match", "old_mentor__person", "new_mentor__person")
    return rows.get(pk=int(order.subject.rpartition(":")[2]))


def term_change_of(order: Order) -> TermChange:
    """The change of the term that an order is about."""
    return TermChange.objects.select_related("match").get(pk=int(order.subject.rpartition(":")[2]))


@on_signed(PAIR_FORMATION)
def begin(*, order: Order, acting: Actor) -> None:
    """The pair is at work."""
    actions.activate_pair(match=_pair_of(order), order=order, acting=acting)


@on_returned(PAIR_FORMATION)
def take_back(*, order: Order, acting: Actor) -> None:
    """The pair waits for a new order."""
    actions.take_order_back(match=_pair_of(order), order=order, acting=acting)


@on_signed(MENTOR_REPLACEMENT)
def replace(*, order: Order, acting: Actor) -> None:
    """The new mentor is in."""
    actions.carry_out_replacement(replacement=_replacement_of(order), order=order, acting=acting)


@on_returned(MENTOR_REPLACEMENT)
def keep(*, order: Order, acting: Actor) -> None:
    """The old mentor stays."""
    actions.drop_replacement(replacement=_replacement_of(order), order=order, acting=acting)


@on_signed(PAIR_END)
def end(*, order: Order, acting: Actor) -> None:
    """The work is over."""
    actions.carry_out_end(match=_pair_of(order), order=order, acting=acting)


@on_signed(PAIR_TERM_CHANGE)
def change_term(*, order: Order, acting: Actor) -> None:
    """The pair ends on another day."""
    actions.carry_out_term_change(change=term_change_of(order), order=order, acting=acting)


@on_returned(PAIR_TERM_CHANGE)
def keep_term(*, order: Order, acting: Actor) -> None:
    """The term stays as it is."""
    actions.keep_term(change=term_change_of(order), order=order, acting=acting)


def _page(name: str, match: Match) -> str:
    return reverse(f"pairs:{name}", kwargs={"pair": match.pk}, urlconf=settings.SCHOOL_URLCONF)


prepared_at(PAIR_END, lambda order: _page("end", _pair_of(order)))
prepared_at(PAIR_FORMATION, lambda order: _page("prepare_order", _pair_of(order)))
prepared_at(MENTOR_REPLACEMENT, lambda order: _page("replace_order", _replacement_of(order).match))
prepared_at(PAIR_TERM_CHANGE, lambda order: _page("term_order", term_change_of(order).match))
