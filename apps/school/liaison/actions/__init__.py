"""Writes of the liaison: offers, needs, requests and their answers. Each asks this school's regulation and, where
another school is concerned, the terms which that school has declared; then hands frozen data to the exchange.

All runs in one transaction: the place at the mentor and the remote pair come together or not at all.
"""

from .needs import answer_need, publish_need, withdraw_need
from .offers import answer_offer, offer_mentor, withdraw_offer
from .requests import (
    answer_as_mentee,
    answer_as_mentor,
    approve_incoming_request,
    approve_own_request,
    ask_for_mentor,
    decline_request,
    withdraw_request,
)
from .upkeep import free_stale_seats, lapse_requests, tell_loads

__all__ = [
    "answer_as_mentee",
    "answer_as_mentor",
    "answer_need",
    "answer_offer",
    "approve_incoming_request",
    "approve_own_request",
    "ask_for_mentor",
    "decline_request",
    "free_stale_seats",
    "lapse_requests",
    "offer_mentor",
    "publish_need",
    "tell_loads",
    "withdraw_need",
    "withdraw_offer",
    "withdraw_request",
]
