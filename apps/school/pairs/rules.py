"""Pure rules of pairs: what grounds of an end mean, who answers for whom. The states are in ``lives.py``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from apps.school.consents.rules import OWN_SIGNATURE_FROM

# Grounds that mean the work was done to the end; all others end it early (codes of ``termination_ground``).
COMPLETING_GROUNDS = frozenset({"plan_completed", "early_success"})
# What art. 351.8 of the Labour Code calls refusal and cancellation: each with a notice of three working days.
LABOUR_GROUNDS = frozenset({"mentor_refusal", "employer_cancellation"})

# Grounds of an end that a participant asks for, and whose they are (codes of ``termination_ground``).
ENDING_GROUNDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mentor_initiative": ("mentor",),
        "mentee_initiative": ("mentee",),
        "mutual_decision": ("mentor", "mentee"),
        "early_success": ("mentor", "mentee"),
    }
)
NONPERFORMANCE = "curator_nonperformance"


def answers_through_guardian(age: int | None) -> bool:
    """True when somebody so old (None: not known) cannot answer for themselves: a child under fourteen does not act
    alone, a parent or another representative does (Civil Code art. 28)."""
    return age is not None and age < OWN_SIGNATURE_FROM
