"""Pages of pairs."""

from .asking import AskReplacement, Resign
from .care import CommonTermPage, SupportPage, UnpairedList
from .forming import ChooseMentee, NewPair
from .lists import PairList
from .pair import PairPage
from .petitions import DecidePetition, PetitionList, PetitionPage, WithdrawPetition
from .steps import AnswerPage, CancelPair, EndPair, PrepareOrder, ReplaceMentor
from .terms import AnswerTermChange, ExtendPair, OrderTermChange, ShortenPair, WithdrawTermChange

__all__ = [
    "AnswerPage",
    "AnswerTermChange",
    "AskReplacement",
    "CancelPair",
    "ChooseMentee",
    "CommonTermPage",
    "DecidePetition",
    "EndPair",
    "ExtendPair",
    "NewPair",
    "OrderTermChange",
    "PairList",
    "PairPage",
    "PetitionList",
    "PetitionPage",
    "PrepareOrder",
    "ReplaceMentor",
    "Resign",
    "ShortenPair",
    "SupportPage",
    "UnpairedList",
    "WithdrawPetition",
    "WithdrawTermChange",
]
