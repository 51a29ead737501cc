"""People of a school, the cards of both banks and all that is known about them. In the school's own schema."""

from .cards import BankPeriod, Card, MenteeCard, MenteeRequest, MentorCard
from .growth import Competency, Diagnostics, DiagnosticsLevel, Framework, PortfolioItem
from .imports import ColumnMemory, StaffImport
from .papers import PersonDocument, ThirdPartyInfo
from .persons import Departure, Distinct, Guardianship, Person, PersonMerge, sort_key_of

__all__ = [
    "BankPeriod",
    "Card",
    "ColumnMemory",
    "Competency",
    "Departure",
    "Diagnostics",
    "DiagnosticsLevel",
    "Distinct",
    "Framework",
    "Guardianship",
    "MenteeCard",
    "MenteeRequest",
    "MentorCard",
    "Person",
    "PersonDocument",
    "PersonMerge",
    "PortfolioItem",
    "StaffImport",
    "ThirdPartyInfo",
    "sort_key_of",
]
