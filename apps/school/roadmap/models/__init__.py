"""The school's year: roadmaps with their stages, events and terms; refresh of the banks; measurements; rewards."""

from .duties import Measurement, Refresh, RewardPaper
from .tables import TITLE_LENGTH, Dependency, Event, Responsible, Roadmap, Stage, Template
from .terms import Evidence, Term

__all__ = [
    "TITLE_LENGTH",
    "Dependency",
    "Event",
    "Evidence",
    "Measurement",
    "Refresh",
    "Responsible",
    "RewardPaper",
    "Roadmap",
    "Stage",
    "Template",
    "Term",
]
