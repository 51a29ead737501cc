"""Writes. Every change of a pair goes through one of these verbs."""

from .answering import answer
from .closing import cancel_pair, end_pair
from .forming import form_pair
from .ordering import activate_pair, prepare_order, take_order_back
from .remote import free_remote_seat, take_remote_seat
from .replacing import carry_out_replacement, drop_replacement, replace_mentor

__all__ = [
    "activate_pair",
    "answer",
    "cancel_pair",
    "carry_out_replacement",
    "drop_replacement",
    "end_pair",
    "form_pair",
    "free_remote_seat",
    "prepare_order",
    "replace_mentor",
    "take_order_back",
    "take_remote_seat",
]
