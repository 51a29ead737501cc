"""Tables of this room."""

from .courses import Course, CourseCompetency
from .diagnostics import AssessedLevel, Assessment, DiagnosticSession
from .imports import LevelImport
from .routes import DevelopmentStage, IndividualRoute, RouteStage, RouteStep

__all__ = [
    "AssessedLevel",
    "Assessment",
    "Course",
    "CourseCompetency",
    "DevelopmentStage",
    "DiagnosticSession",
    "IndividualRoute",
    "LevelImport",
    "RouteStage",
    "RouteStep",
]
