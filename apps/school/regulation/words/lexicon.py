"""Which of the product's words a school may have its own for, and how the product's Russian says them.

A word that an act uses in several senses is not here: «программа» is of a pair, of a year, of the organisation. Such a
word is changed only where it is a whole label (``LABELS``), for there its sense is known.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Base:
    """A code of a dictionary with the words by which the texts of the product name it, in the nominative singular."""

    dictionary: str
    code: str
    lemmas: tuple[str, ...]


LEXICON: tuple[Base, ...] = (
    Base("role", "curator", ("куратор",)),
    Base("role", "head", ("руководитель", "директор")),
    Base("role", "mentor", ("наставник",)),
    Base("role", "mentee", ("наставляемый",)),
    Base("pairing_unit", "pair", ("пара",)),
)

# A whole text of the product -> (the parameter that names the document of a pair, is it the plural).
LABELS: dict[str, bool] = {"программа": False, "программы": True}
UNIT_PARAMETER, UNITS = "programme.unit", "programme_unit"
COMMON_UNIT = "personalised_programme"
