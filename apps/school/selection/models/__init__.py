"""Selection of mentors: candidacies and the commission, the register of approved mentors, curators, bodies, rating."""

from .bodies import Body, BodyMember, CuratorAppointment
from .candidacies import OPEN_STATES, Candidacy, Evidence, Training
from .commissions import AgendaItem, Commission, CommissionMember, Sitting
from .rating import Criterion, ManualPoint, Rating, RatingRow
from .register import Appointment

__all__ = [
    "OPEN_STATES",
    "AgendaItem",
    "Appointment",
    "Body",
    "BodyMember",
    "Candidacy",
    "Commission",
    "CommissionMember",
    "Criterion",
    "CuratorAppointment",
    "Evidence",
    "ManualPoint",
    "Rating",
    "RatingRow",
    "Sitting",
    "Training",
]
