"""Pages of pairs."""

from .forming import ChooseMentee, NewPair
from .lists import PairList
from .pair import PairPage
from .steps import AnswerPage, CancelPair, EndPair, PrepareOrder, ReplaceMentor

__all__ = [
    "AnswerPage",
    "CancelPair",
    "ChooseMentee",
    "EndPair",
    "NewPair",
    "PairList",
    "PairPage",
    "PrepareOrder",
    "ReplaceMentor",
]
