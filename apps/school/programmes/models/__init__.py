"""Programmes of pairs, their work, their changes, and the programme of the whole organisation."""

from .amendments import Amendment, AmendmentAgreement
from .annual import AnnualProgramme
from .programme import OVER, Meeting, PlanItem, Programme
from .releases import Release
from .visits import LessonVisit

__all__ = [
    "OVER",
    "Amendment",
    "AmendmentAgreement",
    "AnnualProgramme",
    "LessonVisit",
    "Meeting",
    "PlanItem",
    "Programme",
    "Release",
]
