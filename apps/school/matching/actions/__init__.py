"""Writes: a proposal is made, solved, decided about, taken over; what the fit is judged by is kept."""

from .keeping import declare_tie, remove_tie, save_conditions, set_weights
from .proposing import Cohort, make_proposal, rule_out, solve_again, solve_proposal
from .taking import take_choices, take_over

__all__ = [
    "Cohort",
    "declare_tie",
    "make_proposal",
    "remove_tie",
    "rule_out",
    "save_conditions",
    "set_weights",
    "solve_again",
    "solve_proposal",
    "take_choices",
    "take_over",
]
