"""Programmes of pairs, their work, their changes, and the programme of the whole organisation."""

from .amendments import Amendment, AmendmentAgreement
from .annual import AnnualProgramme
from .goals import Goal
from .library import TypicalPlan
from .papers import PaperTemplate
from .participation import Participation
from .programme import OVER, Meeting, PlanItem, Programme
from .releases import Release
from .versions import ProgrammeVersion
from .visits import LessonVisit, VisitPlan, VisitSheet, Way

__all__ = [
    "OVER",
    "Amendment",
    "AmendmentAgreement",
    "AnnualProgramme",
    "Goal",
    "LessonVisit",
    "Meeting",
    "PaperTemplate",
    "Participation",
    "PlanItem",
    "Programme",
    "ProgrammeVersion",
    "Release",
    "TypicalPlan",
    "VisitPlan",
    "VisitSheet",
    "Way",
]
