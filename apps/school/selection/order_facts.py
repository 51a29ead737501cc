"""What the orders of the selection say: plain facts, gathered when an order is prepared and frozen with it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from apps.school.orders.facts import Facts, person_facts, regulation_facts, russian_word
from apps.school.regulation.view import RegulationView

from .models import Appointment, Candidacy, Commission, CuratorAppointment, Rating


def appointment(view: RegulationView, candidacies: Sequence[Candidacy], until: datetime.date | None) -> Facts:
    """Facts of the order that appoints mentors. ``until``: last day of validity, None without one."""
    return {
        "participants": [candidacy.person_id for candidacy in candidacies],
        "candidacies": [candidacy.pk for candidacy in candidacies],
        "mentors": [
            person_facts(
                candidacy.person,
                grade=russian_word(view, "mentor_grade", candidacy.grade) if candidacy.grade else "",
            )
            for candidacy in candidacies
        ],
        "until": until.isoformat() if until else "",
        "regulation": regulation_facts(view, "pairing.mentor_appointment"),
    }


def commission(view: RegulationView, formed: Commission) -> Facts:
    """Facts of the order that forms the commission; the chair first."""
    members = sorted(formed.members.select_related("person"), key=lambda member: member.part != "chair")
    return {
        "participants": [member.person_id for member in members],
        "members": [person_facts(member.person, part=member.part) for member in members],
        "regulation": regulation_facts(view, "selection.commission_members"),
    }


def curator(view: RegulationView, appointment: CuratorAppointment) -> Facts:
    """Facts of the order that appoints a curator."""
    return {
        "participants": [appointment.person_id],
        "curator": person_facts(appointment.person),
        "area": appointment.area,
        "regulation": regulation_facts(view, "curator.appointed_by"),
    }


def pool(view: RegulationView, rating: Rating) -> Facts:
    """Facts of the order that approves the pool of best mentors."""
    rows = list(rating.rows.filter(in_pool=True).select_related("person"))
    return {
        "participants": [row.person_id for row in rows],
        "mentors": [person_facts(row.person, score=row.score) for row in rows],
        "computed_on": rating.computed_on.isoformat(),
        "regulation": regulation_facts(view, "incentives.rating"),
    }


def register(view: RegulationView, entries: Sequence[Appointment], on: datetime.date) -> Facts:
    """Facts of the order that approves the register as it stands on a day."""
    return {
        "participants": [entry.person_id for entry in entries],
        "mentors": [
            person_facts(entry.person, grade=russian_word(view, "mentor_grade", entry.grade) if entry.grade else "")
            for entry in entries
        ],
        "on": on.isoformat(),
        "regulation": regulation_facts(view, "data.registries"),
    }
