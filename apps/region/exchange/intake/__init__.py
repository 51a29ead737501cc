"""What the exchange accepts from a school's liaison: offers, needs, requests, answers. Frozen data in, keys out.

Every function runs inside the transaction of the liaison's action, in the school that calls: ``school_id`` is always
the caller's own school, and rows of other schools are not found. Locks are taken in one order: the mentor's load,
offer, published need, request.
"""

from .leaving import Held, held_of, take_name_out
from .loads import Elsewhere, hold_load, report_loads
from .needs import NeedPosted, answer_need, post_need, withdraw_need
from .offers import FormTitle, OfferPosted, answer_offer, post_offer, withdraw_offer
from .requests import (
    ANSWER_DAYS,
    PairMade,
    RequestPosted,
    answer_mentee,
    answer_mentor,
    approve_own,
    decline_request,
    lapse,
    make_pair,
    post_request,
    withdraw_request,
)

__all__ = [
    "ANSWER_DAYS",
    "Elsewhere",
    "FormTitle",
    "Held",
    "NeedPosted",
    "OfferPosted",
    "PairMade",
    "RequestPosted",
    "answer_mentee",
    "answer_mentor",
    "answer_need",
    "answer_offer",
    "approve_own",
    "decline_request",
    "held_of",
    "hold_load",
    "lapse",
    "make_pair",
    "post_need",
    "post_offer",
    "post_request",
    "report_loads",
    "take_name_out",
    "withdraw_need",
    "withdraw_offer",
    "withdraw_request",
]
