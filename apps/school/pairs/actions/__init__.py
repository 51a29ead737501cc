"""Writes. Every change of a pair goes through one of these verbs."""

from .advancing import advance_stalled
from .amending import amend_pair
from .annulling import annul_pair, annul_term_change
from .answering import answer
from .closing import cancel_pair, end_pair
from .daily import pass_days
from .ending import ask_to_end
from .ending_order import carry_out_end, order_end
from .forming import form_pair
from .ordering import activate_pair, prepare_order, take_order_back
from .ordering_many import pairs_of_order, prepare_order_of_many
from .pausing import end_pauses, move_pause, pause_pair, resume_pair
from .petitions import ask_for_replacement, ask_to_resign, decide_petition, withdraw_petition
from .reforming import change_form
from .remote import free_remote_seat, take_remote_seat
from .replacing import (
    answer_replacement,
    carry_out_replacement,
    drop_replacement,
    give_up_replacement,
    order_replacement,
    replace_mentor,
)
from .requesting import (
    accept_request,
    ask_for_mentor,
    decline_request,
    set_request_terms,
    withdraw_request,
)
from .supporting import record_support
from .terms import (
    answer_term_change,
    carry_out_term_change,
    extend_pair,
    keep_term,
    order_term_change,
    shorten_pair,
    withdraw_term_change,
)
from .terms_in_common import set_common_term

__all__ = [
    "accept_request",
    "activate_pair",
    "advance_stalled",
    "amend_pair",
    "annul_pair",
    "annul_term_change",
    "answer",
    "answer_replacement",
    "answer_term_change",
    "ask_for_mentor",
    "ask_for_replacement",
    "ask_to_end",
    "ask_to_resign",
    "cancel_pair",
    "carry_out_end",
    "carry_out_replacement",
    "carry_out_term_change",
    "change_form",
    "decide_petition",
    "decline_request",
    "drop_replacement",
    "end_pair",
    "end_pauses",
    "extend_pair",
    "form_pair",
    "free_remote_seat",
    "give_up_replacement",
    "keep_term",
    "move_pause",
    "order_end",
    "order_replacement",
    "order_term_change",
    "pairs_of_order",
    "pass_days",
    "pause_pair",
    "prepare_order",
    "prepare_order_of_many",
    "record_support",
    "replace_mentor",
    "resume_pair",
    "set_common_term",
    "set_request_terms",
    "shorten_pair",
    "take_order_back",
    "take_remote_seat",
    "withdraw_petition",
    "withdraw_request",
    "withdraw_term_change",
]
