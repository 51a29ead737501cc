"""Pure rules of pairs: the states and the steps between them, who answers for whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.consents.rules import OWN_SIGNATURE_FROM
from kernel.errors import Conflict

from .models import Match, Petition, TermChange

State = Match.State
Steps = Mapping[str, Mapping[str, str]]

# step -> {state it is taken from: state it leads to}. Whatever is not here is a conflict.
TRANSITIONS: Steps = MappingProxyType(
    {
        "answer": {State.PROPOSED: State.PROPOSED},
        "agree": {State.PROPOSED: State.AGREED},
        "decline": {State.PROPOSED: State.DECLINED},
        "prepare_order": {State.AGREED: State.ORDERED},
        "take_order_back": {State.ORDERED: State.AGREED},
        "activate": {State.ORDERED: State.ACTIVE},
        "cancel": {State.PROPOSED: State.CANCELLED, State.AGREED: State.CANCELLED},
        "replace": {State.ACTIVE: State.ACTIVE},
        "change_term": {State.ACTIVE: State.ACTIVE},
        "change_form": {State.ACTIVE: State.ACTIVE},
        "petition": {State.ACTIVE: State.ACTIVE},
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
        "change_term": _("change the term"),
        "change_form": _("change the form"),
        "petition": _("hand in a petition"),
        "complete": _("complete the work"),
        "end": _("end the work early"),
    }
)

Term, Asked = TermChange.State, Petition.State

TERM_STEPS: Steps = MappingProxyType(
    {
        "answer": {Term.ASKED: Term.ASKED},
        "decline": {Term.ASKED: Term.DECLINED},
        "prepare_order": {Term.ASKED: Term.ORDERED},
        "take_order_back": {Term.ORDERED: Term.ASKED},
        "carry_out": {Term.ORDERED: Term.IN_FORCE},
        "withdraw": {Term.ASKED: Term.WITHDRAWN},
    }
)
PETITION_STEPS: Steps = MappingProxyType(
    {
        "grant": {Asked.FILED: Asked.GRANTED},
        "refuse": {Asked.FILED: Asked.REFUSED},
        "withdraw": {Asked.FILED: Asked.WITHDRAWN, Asked.GRANTED: Asked.WITHDRAWN},
        "finish": {Asked.FILED: Asked.DONE, Asked.GRANTED: Asked.DONE},
    }
)

# Grounds that mean the work was done to the end; all others end it early (codes of ``termination_ground``).
COMPLETING_GROUNDS = frozenset({"plan_completed", "early_success"})
# What art. 351.8 of the Labour Code calls refusal and cancellation: each with a notice of three working days.
LABOUR_GROUNDS = frozenset({"mentor_refusal", "employer_cancellation"})


def next_state(state: str, step: str) -> str:
    """Where ``step`` leads from ``state``; ``Conflict`` says the present state in words when it leads nowhere."""
    target = TRANSITIONS[step].get(state)
    if target is None:
        message = _("It is not possible to %(step)s: the pair is in the state “%(state)s”.")
        raise Conflict(str(message) % {"step": STEP_TITLES[step], "state": State(state).label})
    return target


def next_term_state(state: str, step: str) -> str:
    """Where ``step`` leads a change of the term; ``Conflict`` when it leads nowhere."""
    return _follow(TERM_STEPS, state, step, Term(state).label)


def next_petition_state(state: str, step: str) -> str:
    """Where ``step`` leads a petition; ``Conflict`` when it leads nowhere."""
    return _follow(PETITION_STEPS, state, step, Asked(state).label)


def _follow(steps: Steps, state: str, step: str, label: str | Promise) -> str:
    target = steps[step].get(state)
    if target is None:
        raise Conflict(_("This is not possible any more: it is in the state “%(state)s”.") % {"state": label})
    return target


def may_take(state: str, step: str) -> bool:
    """True when the step follows from the state."""
    return state in TRANSITIONS[step]


def answers_through_guardian(age: int | None) -> bool:
    """True when somebody so old (None: not known) cannot answer for themselves: a child under fourteen does not act
    alone, a parent or another representative does (Civil Code art. 28)."""
    return age is not None and age < OWN_SIGNATURE_FROM
