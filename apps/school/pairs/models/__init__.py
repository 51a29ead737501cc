"""Pairs and everything that may be asked of them."""

from .changes import OPEN_CHANGES, Agreement, TermAgreement, TermChange
from .match import OPEN_REPLACEMENTS, OPEN_STATES, Match, MatchMentee, MatchMentor, MentorSeat, Replacement
from .pauses import Pause
from .petitions import OPEN_PETITIONS, Petition
from .requests import MentorRequest, RequestChoice, RequestTerms
from .terms import CommonTerm, SupportMeasure

__all__ = [
    "OPEN_CHANGES",
    "OPEN_PETITIONS",
    "OPEN_REPLACEMENTS",
    "OPEN_STATES",
    "Agreement",
    "CommonTerm",
    "Match",
    "MatchMentee",
    "MatchMentor",
    "MentorRequest",
    "MentorSeat",
    "Pause",
    "Petition",
    "Replacement",
    "RequestChoice",
    "RequestTerms",
    "SupportMeasure",
    "TermAgreement",
    "TermChange",
]
