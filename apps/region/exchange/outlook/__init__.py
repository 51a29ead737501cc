"""What the exchange tells a school's liaison: frozen data, never rows. ``school_id`` is the caller's own school.

A school learns of another one's mentor only what was offered with the mentor's consent, and of a mentee of another
school nothing but the need and the category until both curators have approved.
"""

from .facts import PairNews, RemoteFacts, live_requests, pair_news, remote_facts
from .needs import NeedLine, Suggestion, answers_of_own, open_need, open_needs, own_need, own_needs, suggestions
from .offers import SEARCH_LIMIT, FormLine, OfferLine, offers_of_mentor, open_offer, open_offers, own_offer, own_offers
from .requests import Answer, RequestLine, Waiting, answers_to, incoming, outgoing, request, to_mentor, waiting

__all__ = [
    "SEARCH_LIMIT",
    "Answer",
    "FormLine",
    "NeedLine",
    "OfferLine",
    "PairNews",
    "RemoteFacts",
    "RequestLine",
    "Suggestion",
    "Waiting",
    "answers_of_own",
    "answers_to",
    "incoming",
    "live_requests",
    "offers_of_mentor",
    "open_need",
    "open_needs",
    "open_offer",
    "open_offers",
    "outgoing",
    "own_need",
    "own_needs",
    "own_offer",
    "own_offers",
    "pair_news",
    "remote_facts",
    "request",
    "suggestions",
    "to_mentor",
    "waiting",
]
