"""Pages of pairs."""

from .asking import AskEnd, AskReplacement, Resign
from .care import CommonTermPage, SupportPage, UnpairedList
from .forming import ChooseMentee, NewPair
from .lists import PairList
from .living import AmendPair, MovePause, PausePair, ResumePair
from .pair import PairPage
from .petitions import DecidePetition, PetitionList, PetitionPage, WithdrawPetition
from .replacing import AnswerReplacement, GiveUpReplacement, OrderReplacement, ReplaceMentor
from .request_new import AskForMentor
from .requests import AnswerRequest, RequestList, RequestPage, RequestTermsPage, WithdrawRequest
from .steps import AnswerPage, CancelPair, EndPair, PrepareOrder
from .terms import AnswerTermChange, ExtendPair, OrderTermChange, ShortenPair, WithdrawTermChange

__all__ = [
    "AmendPair",
    "AnswerPage",
    "AnswerReplacement",
    "AnswerRequest",
    "AnswerTermChange",
    "AskEnd",
    "AskForMentor",
    "AskReplacement",
    "CancelPair",
    "ChooseMentee",
    "CommonTermPage",
    "DecidePetition",
    "EndPair",
    "ExtendPair",
    "GiveUpReplacement",
    "MovePause",
    "NewPair",
    "OrderReplacement",
    "OrderTermChange",
    "PairList",
    "PairPage",
    "PausePair",
    "PetitionList",
    "PetitionPage",
    "PrepareOrder",
    "ReplaceMentor",
    "RequestList",
    "RequestPage",
    "RequestTermsPage",
    "Resign",
    "ResumePair",
    "ShortenPair",
    "SupportPage",
    "UnpairedList",
    "WithdrawPetition",
    "WithdrawRequest",
    "WithdrawTermChange",
]
