"""Writes of the selection."""

from .annulling import annul_appointment, annul_commission, annul_pool
from .approval import appoint, approve, register_act, remove, take_back
from .bodies import add_member, close_body, form_body, remove_member
from .candidacies import answer, apply, nominate, record, reject, withdraw
from .commissions import begin_commission, drop_commission, form_commission
from .curators import appoint_curator, begin_curator, drop_curator, end_curator, register_curator
from .rating import add_criterion, approve_pool, compute, drop_criterion, give_points, pool_approved, pool_returned
from .registering import approve_register
from .sittings import Votes, call_off, hold_sitting, plan_sitting
from .training import record_training

__all__ = [
    "Votes",
    "add_criterion",
    "add_member",
    "annul_appointment",
    "annul_commission",
    "annul_pool",
    "answer",
    "apply",
    "appoint",
    "appoint_curator",
    "approve",
    "approve_pool",
    "approve_register",
    "begin_commission",
    "begin_curator",
    "call_off",
    "close_body",
    "compute",
    "drop_commission",
    "drop_criterion",
    "drop_curator",
    "end_curator",
    "form_body",
    "form_commission",
    "give_points",
    "hold_sitting",
    "nominate",
    "plan_sitting",
    "pool_approved",
    "pool_returned",
    "record",
    "record_training",
    "register_act",
    "register_curator",
    "reject",
    "remove",
    "remove_member",
    "take_back",
    "withdraw",
]
