"""The lives of pairs and of what is asked about them. The actions follow these tables; ``STATES.md`` shows them."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from .machine import (
    ADDRESSEE,
    ASSOCIATION,
    AUTHOR,
    BY_ITSELF,
    BY_ORDER,
    MENTOR,
    OFFICE,
    SIDES,
    Machine,
    ways,
)
from .models import Match, MentorRequest, Pause, Petition, Replacement, RequestChoice, TermChange

Pair = Match.State
WORDS = SIDES | OFFICE | {ASSOCIATION}

MATCH = Machine(
    code="match",
    title="Pair",
    thing=_("the pair"),
    states=Pair,
    start=Pair.PROPOSED,
    steps=MappingProxyType(
        {
            "answer": _("answer the proposal"),
            "agree": _("agree"),
            "decline": _("decline"),
            "amend": _("amend the terms"),
            "prepare_order": _("prepare the order"),
            "take_order_back": _("take the order back"),
            "activate": _("begin the work"),
            "annul": _("stop the work: its order is cancelled"),
            "cancel": _("cancel the pair"),
            "replace": _("replace the mentor"),
            "change_term": _("change the term"),
            "change_form": _("change the form"),
            "petition": _("hand in a petition"),
            "pause": _("pause the work"),
            "complete": _("complete the work"),
            "end": _("end the work early"),
        }
    ),
    table=(
        *ways("answer", {Pair.PROPOSED: Pair.PROPOSED}, SIDES, OFFICE),
        *ways("agree", {Pair.PROPOSED: Pair.AGREED}, BY_ITSELF),
        *ways("decline", {Pair.PROPOSED: Pair.DECLINED}, SIDES, OFFICE),
        *ways("amend", {Pair.PROPOSED: Pair.PROPOSED, Pair.AGREED: Pair.PROPOSED}, OFFICE),
        *ways("prepare_order", {Pair.AGREED: Pair.ORDERED}, OFFICE),
        *ways("take_order_back", {Pair.ORDERED: Pair.AGREED}, BY_ORDER),
        *ways("activate", {Pair.ORDERED: Pair.ACTIVE}, BY_ORDER),
        *ways("annul", {Pair.ACTIVE: Pair.AGREED}, BY_ORDER),
        *ways("cancel", {Pair.PROPOSED: Pair.CANCELLED, Pair.AGREED: Pair.CANCELLED}, OFFICE),
        *ways("replace", {Pair.ACTIVE: Pair.ACTIVE}, OFFICE, BY_ORDER),
        *ways("change_term", {Pair.ACTIVE: Pair.ACTIVE}, WORDS, BY_ORDER),
        *ways("change_form", {Pair.ACTIVE: Pair.ACTIVE}, BY_ITSELF),
        *ways("petition", {Pair.ACTIVE: Pair.ACTIVE}, SIDES, OFFICE),
        *ways("pause", {Pair.ACTIVE: Pair.ACTIVE}, SIDES, OFFICE),
        *ways("complete", {Pair.ACTIVE: Pair.COMPLETED}, OFFICE),
        *ways("end", {Pair.ACTIVE: Pair.ENDED}, OFFICE),
    ),
)

Term = TermChange.State

TERM_CHANGE = Machine(
    code="term_change",
    title="Change of the term",
    thing=_("the change of the term"),
    states=Term,
    start=Term.ASKED,
    steps=MappingProxyType(
        {
            "answer": _("answer the change of the term"),
            "decline": _("decline"),
            "prepare_order": _("prepare the order"),
            "take_order_back": _("take the order back"),
            "carry_out": _("put the new term in force"),
            "annul": _("go back to the former term: the order is cancelled"),
            "withdraw": _("give it up"),
        }
    ),
    table=(
        *ways("answer", {Term.ASKED: Term.ASKED}, WORDS),
        *ways("decline", {Term.ASKED: Term.DECLINED}, WORDS),
        *ways("prepare_order", {Term.ASKED: Term.ORDERED}, OFFICE),
        *ways("take_order_back", {Term.ORDERED: Term.ASKED}, BY_ORDER),
        *ways("carry_out", {Term.ORDERED: Term.IN_FORCE}, BY_ORDER),
        *ways("annul", {Term.IN_FORCE: Term.WITHDRAWN}, BY_ORDER),
        *ways("withdraw", {Term.ASKED: Term.WITHDRAWN}, AUTHOR, OFFICE, BY_ITSELF),
    ),
)

Asked = Petition.State

PETITION = Machine(
    code="petition",
    title="Petition",
    thing=_("the petition"),
    states=Asked,
    start=Asked.FILED,
    steps=MappingProxyType(
        {
            "grant": _("grant it"),
            "refuse": _("refuse it"),
            "withdraw": _("withdraw it"),
            "finish": _("carry it out"),
        }
    ),
    table=(
        *ways("grant", {Asked.FILED: Asked.GRANTED}, ADDRESSEE),
        *ways("refuse", {Asked.FILED: Asked.REFUSED}, ADDRESSEE),
        *ways("withdraw", {Asked.FILED: Asked.WITHDRAWN, Asked.GRANTED: Asked.WITHDRAWN}, AUTHOR, OFFICE),
        *ways("finish", {Asked.FILED: Asked.DONE, Asked.GRANTED: Asked.DONE}, BY_ITSELF),
    ),
)

Change = Replacement.State

REPLACEMENT = Machine(
    code="replacement",
    title="Replacement of a mentor",
    thing=_("the replacement"),
    states=Change,
    start=Change.ASKED,
    steps=MappingProxyType(
        {
            "accept": _("agree to take the pair over"),
            "decline": _("decline"),
            "prepare_order": _("prepare the order"),
            "carry_out": _("replace the mentor"),
            "drop": _("drop the replacement"),
            "give_up": _("give it up"),
        }
    ),
    table=(
        *ways("accept", {Change.ASKED: Change.AGREED}, MENTOR, OFFICE),
        *ways("decline", {Change.ASKED: Change.DECLINED}, MENTOR, OFFICE),
        *ways("prepare_order", {Change.AGREED: Change.PREPARED}, OFFICE),
        *ways("carry_out", {Change.PREPARED: Change.CARRIED_OUT}, BY_ORDER),
        *ways("drop", {Change.PREPARED: Change.DROPPED}, BY_ORDER),
        *ways("give_up", {Change.ASKED: Change.DROPPED, Change.AGREED: Change.DROPPED}, OFFICE, BY_ITSELF),
    ),
)

Request = MentorRequest.State

REQUEST = Machine(
    code="mentor_request",
    title="Request for a mentor",
    thing=_("the request"),
    states=Request,
    start=Request.OPEN,
    steps=MappingProxyType(
        {
            "match": _("form the pair asked for"),
            "exhaust": _("close it without a mentor"),
            "withdraw": _("take the request back"),
            "drop": _("close it as not needed"),
        }
    ),
    table=(
        *ways("match", {Request.OPEN: Request.MATCHED}, MENTOR, OFFICE),
        *ways("exhaust", {Request.OPEN: Request.EXHAUSTED}, BY_ITSELF),
        *ways("withdraw", {Request.OPEN: Request.WITHDRAWN}, AUTHOR, OFFICE),
        *ways("drop", {Request.OPEN: Request.DROPPED}, BY_ITSELF),
    ),
)

Choice = RequestChoice.State

CHOICE = Machine(
    code="request_choice",
    title="Mentor asked by a request",
    thing=_("the request"),
    states=Choice,
    start=Choice.QUEUED,
    steps=MappingProxyType(
        {
            "ask": _("ask the mentor"),
            "skip": _("pass the mentor over"),
            "accept": _("accept the request"),
            "decline": _("decline the request"),
            "lapse": _("let the request lapse"),
            "cancel": _("cancel the question"),
        }
    ),
    table=(
        *ways("ask", {Choice.QUEUED: Choice.ASKED}, BY_ITSELF),
        *ways("skip", {Choice.QUEUED: Choice.SKIPPED, Choice.ASKED: Choice.SKIPPED}, BY_ITSELF),
        *ways("accept", {Choice.ASKED: Choice.ACCEPTED}, MENTOR, OFFICE),
        *ways("decline", {Choice.ASKED: Choice.DECLINED}, MENTOR, OFFICE),
        *ways("lapse", {Choice.ASKED: Choice.LAPSED}, BY_ITSELF),
        *ways("cancel", {Choice.QUEUED: Choice.CANCELLED, Choice.ASKED: Choice.CANCELLED}, BY_ITSELF),
    ),
)

Away = Pause.State

PAUSE = Machine(
    code="pause",
    title="Pause of a pair",
    thing=_("the pause"),
    states=Away,
    start=Away.SET,
    steps=MappingProxyType(
        {
            "move": _("move the pause"),
            "resume": _("resume the work"),
            "run_out": _("let the pause run out"),
            "call_off": _("call the pause off"),
        }
    ),
    table=(
        *ways("move", {Away.SET: Away.SET}, SIDES, OFFICE),
        *ways("resume", {Away.SET: Away.OVER}, SIDES, OFFICE),
        *ways("run_out", {Away.SET: Away.OVER}, BY_ITSELF),
        *ways("call_off", {Away.SET: Away.CALLED_OFF}, SIDES, OFFICE, BY_ITSELF),
    ),
)

MACHINES = (MATCH, REQUEST, CHOICE, TERM_CHANGE, REPLACEMENT, PETITION, PAUSE)
