"""Pure rules of pairs: the states and the steps between them, who answers for whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.consents.rules import OWN_SIGNATURE_FROM
from kernel.errors import Conflict

from .models import Match

State = Match.State

# step -> {state it is taken from: state it leads to}. Whatever is not here is a conflict.
TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "answer": {State.PROPOSED: State.PROPOSED},
        "agree": {State.PROPOSED: State.AGREED},
        "decline": {State.PROPOSED: State.DECLINED},
        "prepare_order": {State.AGREED: State.ORDERED},
        "take_order_back": {State.ORDERED: State.AGREED},
        "activate": {State.ORDERED: State.ACTIVE},
        "cancel": {State.PROPOSED: State.CANCELLED, State.AGREED: State.CANCELLED},
        "replace": {State.ACTIVE: State.ACTIVE},
        "complete": {State.ACTIVE: State.COMPLETED},
        "end": {State.ACTIVE: State.ENDED},
    }
)

STEP_TITLES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "answer": _("answer the proposal"),
        "agree": _("agree"),
        "decline": _("decline"),
        "prepare_order": _("prepare the order"),
        "take_order_back": _("take the order back"),
        "activate": _("begin the work"),
        "cancel": _("cancel the pair"),
        "replace": _("replace the mentor"),
        "complete": _("complete the work"),
        "end": _("end the work early"),
    }
)

# Grounds that mean the work was done to the end; all others end it early (codes of ``termination_ground``).
COMPLETING_GROUNDS = frozenset({"plan_completed", "early_success"})


def next_state(state: str, step: str) -> str:
    """Where ``step`` leads from ``state``; ``Conflict`` says the present state in words when it leads nowhere."""
    target = TRANSITIONS[step].get(state)
    if target is None:
        message = _("It is not possible to %(step)s: the pair is in the state “%(state)s”.")
        raise Conflict(str(message) % {"step": STEP_TITLES[step], "state": State(state).label})
    return target


def may_take(state: str, step: str) -> bool:
    """True when the step follows from the state."""
    return state in TRANSITIONS[step]


def answers_through_guardian(age: int | None) -> bool:
    """True when somebody so old (None: not known) cannot answer for themselves: a child under fourteen does not act
    alone, a parent or another representative does (Civil Code art. 28)."""
    return age is not None and age < OWN_SIGNATURE_FROM
