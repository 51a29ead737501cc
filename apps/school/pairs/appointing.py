"""Whether the mentors of a pair have been appointed, as the school's regulation wants it before an order names them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from apps.school.people.models import Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules.selection import AppointmentFacts, mentor_appointment
from apps.school.selection.queries import act_kinds
from kernel.errors import Violation


def missing_appointments(mentors: Sequence[Person], day: datetime.date) -> list[Violation]:
    """A violation for every mentor whom no act of the wanted kind has made one by a day (two queries)."""
    kinds = act_kinds([person.pk for person in mentors], day)
    facts = [AppointmentFacts(person.short_name, kinds.get(person.pk, "")) for person in mentors]
    return mentor_appointment(current(day), facts)
