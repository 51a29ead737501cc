"""Forms of the selection. They ask; actions decide."""

from __future__ import annotations

from .candidates import ActForm, AnswerForm, ApplyForm, ApproveForm, EvidenceForm, NominateForm, TrainingForm
from .commissions import CommissionForm, HoldForm, SittingForm
from .common import ReasonForm
from .governance import NOT_BODIES, BodyForm, CuratorActForm, CuratorForm, MemberForm
from .rating import ComputeForm, CriterionForm, PointsForm

__all__ = [
    "NOT_BODIES",
    "ActForm",
    "AnswerForm",
    "ApplyForm",
    "ApproveForm",
    "BodyForm",
    "CommissionForm",
    "ComputeForm",
    "CriterionForm",
    "CuratorActForm",
    "CuratorForm",
    "EvidenceForm",
    "HoldForm",
    "MemberForm",
    "NominateForm",
    "PointsForm",
    "ReasonForm",
    "SittingForm",
    "TrainingForm",
]
