"""Pairs and everything that may be asked of them."""

from .changes import OPEN_CHANGES, Agreement, TermAgreement, TermChange
from .match import OPEN_STATES, Match, MatchMentee, MatchMentor, MentorSeat, Replacement
from .petitions import OPEN_PETITIONS, Petition
from .terms import CommonTerm, SupportMeasure

__all__ = [
    "OPEN_CHANGES",
    "OPEN_PETITIONS",
    "OPEN_STATES",
    "Agreement",
    "CommonTerm",
    "Match",
    "MatchMentee",
    "MatchMentor",
    "MentorSeat",
    "Petition",
    "Replacement",
    "SupportMeasure",
    "TermAgreement",
    "TermChange",
]
