"""The optimisation itself: frozen data in, frozen data out. Knows no tables, no regulation, no people."""

from .certificate import Certificate
from .flow import solve
from .model import PAIRS_FIRST, STAY_BONUS, Arc, Impossible, Move, Objective, Price, Problem, Solution
from .prices import Pricing

__all__ = [
    "PAIRS_FIRST",
    "STAY_BONUS",
    "Arc",
    "Certificate",
    "Impossible",
    "Move",
    "Objective",
    "Price",
    "Pricing",
    "Problem",
    "Solution",
    "solve",
]
